"""The colours of the two themes; text on its background has a contrast of 4.5 and more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colors:
    """Colour of every part by its purpose, as #RRGGBB."""

    window: str
    base: str
    raised: str
    hover: str
    border: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    selection: str
    good: str
    warning: str
    error: str
    error_ground: str
    good_ground: str
    info_ground: str


LIGHT = Colors(
    window="#F3F5F7",
    base="#FFFFFF",
    raised="#FAFBFC",
    hover="#E8EDF3",
    border="#D3D9E0",
    text="#1A2430",
    muted="#566170",
    disabled="#9AA3AE",
    accent="#0A62B8",
    on_accent="#FFFFFF",
    selection="#DCEAF9",
    good="#17703F",
    warning="#8A5A00",
    error="#A3221B",
    error_ground="#FBEAE8",
    good_ground="#E5F3EA",
    info_ground="#E6F0FA",
)

DARK = Colors(
    window="#1C2026",
    base="#15181D",
    raised="#252A32",
    hover="#303742",
    border="#39414C",
    text="#E4E8ED",
    muted="#A0AAB7",
    disabled="#68727F",
    accent="#62AEF7",
    on_accent="#0D1117",
    selection="#243B55",
    good="#63C58E",
    warning="#E0B050",
    error="#F2928B",
    error_ground="#43262A",
    good_ground="#1F3A2C",
    info_ground="#1F3247",
)
