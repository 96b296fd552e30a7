"""Own line icons, drawn in the colours of the theme in use."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.theme import colors
from medcls_core.resources import resource_path

_INK = "#123456"
"""Placeholder in the files that is replaced by the theme's colour."""


def icon(name: str) -> QIcon:
    """The icon `resources/icons/NAME.svg`, with a paler form for disabled actions."""
    tokens = colors()
    drawn = QIcon()
    for ink, mode in (
        (tokens.text, QIcon.Mode.Normal),
        (tokens.accent, QIcon.Mode.Selected),
        (tokens.disabled, QIcon.Mode.Disabled),
    ):
        for size in (16, 32, 64):
            drawn.addPixmap(pixmap(name, size, ink), mode)
    return drawn


def pixmap(name: str, size: int, ink: str) -> QPixmap:
    """The icon as a square of `size` pixels in the colour `ink`."""
    return QPixmap(_drawn(name, size, ink))  # a caller's pixel ratio is its own


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, ink: str) -> QPixmap:
    source = resource_path("icons", f"{name}.svg").read_text("utf-8").replace(_INK, ink)
    canvas = QPixmap(size, size)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return canvas
