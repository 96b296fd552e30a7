"""How the window looks: two calm palettes, one stylesheet, one grid of eight pixels."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.settings import ThemeChoice
from app.stylesheet import style_sheet
from app.tokens import DARK, LIGHT, Colors
from medcls_core.resources import resource_path

GRID = 8
"""Every distance in the window is a multiple (or half) of this many pixels."""

_FAMILIES = (
    "Segoe UI",
    "Noto Sans",
    "Cantarell",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
)


@dataclass
class _Applied:
    colors: Colors = LIGHT
    fonts_loaded: bool = False


_APPLIED = _Applied()


def colors() -> Colors:
    """The colours in use, for what is painted by hand."""
    return _APPLIED.colors


def apply_theme(app: QApplication, choice: ThemeChoice) -> None:
    """Dress the whole application; safe to call again when the choice changes."""
    dark = choice is ThemeChoice.DARK or (
        choice is ThemeChoice.SYSTEM and app.styleHints().colorScheme().name == "Dark"
    )
    _APPLIED.colors = DARK if dark else LIGHT
    app.setStyle("Fusion")
    app.setPalette(_palette(_APPLIED.colors))
    app.setFont(_font())
    app.setStyleSheet(style_sheet(_APPLIED.colors, GRID))


def _font() -> QFont:
    if not _APPLIED.fonts_loaded:
        _APPLIED.fonts_loaded = True
        if not set(_FAMILIES) & set(QFontDatabase.families()):
            # A bare machine has no Chinese font; this one travels with the program.
            QFontDatabase.addApplicationFont(str(resource_path("fonts", "wqy-microhei.ttc")))
    font = QFont()
    font.setFamilies(list(_FAMILIES))
    font.setPointSizeF(9.5)
    return font


def _palette(tokens: Colors) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, value in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.base,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Link: tokens.accent,
        role.Mid: tokens.border,
        role.Light: tokens.raised,
        role.Dark: tokens.border,
    }.items():
        palette.setColor(target, QColor(value))
    off = QPalette.ColorGroup.Disabled
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(off, target, QColor(tokens.disabled))
    return palette
