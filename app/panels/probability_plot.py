"""What the model thinks of a finding, one bar a class, the reader's class marked."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.theme import GRID, colors
from app.translation import say
from medcls_core.findings import Prediction
from medcls_core.language import percent
from medcls_core.tasks import ClassLabel, Task

ROW_PX, LOW_ROW_PX = 22, 18
BAR, LOW_BAR = 0.62, 0.84
NAME_AT = 6
BAR_ALPHA = 150
MANY = 4
"""Of more classes than this the rows are the buttons too: there is no room for both."""


class ProbabilityPlot(QWidget):
    """Horizontal bars in the order of the digits; percentages are written beside them.

    Signals:
        class_clicked: (str) key of the class whose row was clicked.
        painted: a model's answer is on the screen now.
    """

    class_clicked = Signal(str)
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[ClassLabel, ...] = ()
        self._prediction: Prediction | None = None
        self._reader_class: str | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def _row_px(self) -> int:
        return LOW_ROW_PX if len(self._labels) > MANY else ROW_PX

    def show_prediction(
        self, task: Task, prediction: Prediction | None, reader_class: str | None
    ) -> None:
        """Draw the bars; None draws empty rows with the classes' names."""
        self._labels, self._prediction = task.classes, prediction
        self._reader_class = reader_class
        self.setFixedHeight(self._row_px * len(self._labels) + GRID)
        known = [(label, _prob(prediction, label.key)) for label in self._labels]
        spoken = [
            f"{say(label.name)} {say(percent(prob))}" for label, prob in known if prob is not None
        ]
        self.setAccessibleName(self.tr("Model probabilities"))
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Name the class that was clicked."""
        row = int((event.position().y() - GRID / 2) // self._row_px)
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside and 0 <= row < len(self._labels):
            self.class_clicked.emit(self._labels[row].key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A row a class."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for row, label in enumerate(self._labels):
            area = QRectF(0, GRID / 2 + row * self._row_px, self.width(), self._row_px)
            self._paint_row(painter, area, label)
        painter.end()
        if self._prediction is not None:
            self.painted.emit()

    def _paint_row(self, painter: QPainter, area: QRectF, label: ClassLabel) -> None:
        high = LOW_BAR if self._row_px == LOW_ROW_PX else BAR
        prob, rest = _prob(self._prediction, label.key), area.height() * (1 - high) / 2
        bar = area.adjusted(0, rest, 0, -rest)
        painter.fillRect(bar, QColor(colors().hover))
        if prob:
            ink = QColor(label.color)
            ink.setAlpha(BAR_ALPHA)
            painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * prob, bar.height()), ink)
        chosen = "  ✓" if label.key == self._reader_class else ""
        text, middle = area.adjusted(NAME_AT, 0, -NAME_AT, 0), Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colors().text))
        painter.drawText(text, middle, f"{label.digit}  {say(label.name)}{chosen}")
        share = "-" if prob is None else say(percent(prob))
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, share)


def _prob(prediction: Prediction | None, class_key: str) -> float | None:
    if prediction is None or class_key not in prediction.classes:
        return None
    return prediction.probs[prediction.classes.index(class_key)]
