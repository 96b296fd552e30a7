"""How a round field is drawn over tissue: a light line under a dark one, so it shows on any."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

_UNDER = QPen(QColor(255, 255, 255, 200), 4)
_LINE = QPen(QColor("#1f2a37"), 1.8, Qt.PenStyle.DashLine)


def draw_field(painter: QPainter, center: QPointF, across: float, down: float) -> None:
    """Draw the border of a field whose radii are `across` and `down` in the painter's pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (_UNDER, _LINE):
        painter.setPen(pen)
        painter.drawEllipse(center, across, down)
    painter.restore()
