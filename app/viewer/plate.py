"""The dark plate that small texts over the image stand on, legible on any tissue and on none."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

TEXT = QColor(244, 246, 248)
FAINT = QColor(190, 198, 206)
ALERT = QColor(255, 200, 87)
MARGIN = 9.0

_PLATE = QColor(18, 22, 27, 215)
_CORNER = 5.0


def paint_plate(painter: QPainter, rect: QRect) -> None:
    """Fill `rect` with the plate."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(QRectF(rect), _CORNER, _CORNER)


def write(
    painter: QPainter, plate: QRect, x: float, text: str, color: QColor, *, bold: bool = False
) -> float:
    """Write `text` in the vertical middle of the plate, from `x`; returns where it ends."""
    font = QFont(painter.font())
    font.setBold(bold)
    width = QFontMetricsF(font).horizontalAdvance(text)
    painter.save()
    painter.setFont(font)
    painter.setPen(color)
    place = QRectF(x, plate.top(), width + 2, plate.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()
    return x + width


def bold_width(font: QFont, text: str) -> float:
    """Width of `text` in the bold sister of `font`."""
    strong = QFont(font)
    strong.setBold(True)
    return QFontMetricsF(strong).horizontalAdvance(text)
