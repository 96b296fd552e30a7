"""Colours of pictures: a heat scale that colour-blind readers can follow, and class colours."""

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]

INK: Rgb = (28, 32, 38)
PAPER: Rgb = (255, 255, 255)
REGION: Rgb = (20, 20, 20)

# 17 stops of matplotlib's 'viridis' (CC0), the window's map: lightness rises evenly, so it also
# reads in grey, and colour-blind readers see its order.
_STOPS = np.frombuffer(
    bytes.fromhex(
        "440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c "
        "1f9f88 27ad81 3dbc74 5cc863 81d34d aadc32 d5e21a fde725"
    ),
    np.uint8,
).reshape(-1, 3)


def heat_colours(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colours (..., 3) in 0..255 of heat `values` in [0, 1]."""
    place = np.clip(values, 0, 1) * (len(_STOPS) - 1)
    lower = np.minimum(place.astype(np.int64), len(_STOPS) - 2)
    share = (place - lower)[..., None].astype(np.float32)
    colours: NDArray[np.float32] = _STOPS[lower] * (1 - share) + _STOPS[lower + 1] * share
    return colours


def lay_heat(
    rgb: NDArray[np.uint8], values: NDArray[np.float32], *, opacity: float = 0.75
) -> NDArray[np.uint8]:
    """`rgb` (H, W, 3) with heat `values` (H, W) in [0, 1] over it.

    Nothing is laid where there is no heat, so that the picture stays readable there; the heat
    covers more as it rises, up to `opacity`.
    """
    cover = opacity * np.clip(values / 0.5, 0, 1)[..., None]
    mixed = rgb * (1 - cover) + heat_colours(values) * cover
    return np.asarray(mixed.round(), np.uint8)


def rgb_of(color: str) -> Rgb:
    """(red, green, blue) of '#RRGGBB'."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
