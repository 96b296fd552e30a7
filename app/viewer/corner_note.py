"""A plate in the corner for what must not be overlooked: a tool in hand, overlays hidden."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.viewer.plate import ALERT, MARGIN, paint_plate

_LINE_GAP = 4


class CornerNote(QWidget):
    """Writes one line for each thing to say, and is hidden without one; the mouse passes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines: tuple[str, ...] = ()
        self.hide()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written."""
        return self._lines

    def show_lines(self, lines: Sequence[str]) -> None:
        """Write these lines; empty ones are left out."""
        self._lines = tuple(line for line in lines if line)
        metrics = QFontMetricsF(self.font())
        width = max(map(metrics.horizontalAdvance, self._lines), default=0.0) + 2 * MARGIN
        height = len(self._lines) * (metrics.height() + _LINE_GAP) + _LINE_GAP + 2
        self.setFixedSize(round(width + 2), round(height))
        self.setAccessibleName(". ".join(self._lines))
        self.setVisible(bool(self._lines))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Plate and lines."""
        painter = QPainter(self)
        paint_plate(painter, self.rect())
        painter.setPen(ALERT)
        step = QFontMetricsF(self.font()).height() + _LINE_GAP
        for number, line in enumerate(self._lines):
            place = QRectF(MARGIN, _LINE_GAP + number * step, self.width(), step)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
