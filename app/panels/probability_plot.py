"""What the model thinks of a finding, one bar a class, the reader's class marked."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.theme import GRID, colors
from app.translation import say
from medcls_core.findings import Prediction
from medcls_core.tasks import ClassLabel, Task

ROW_PX = 22
BAR = 0.62
NAME_AT = 0.015


class ProbabilityPlot(QWidget):
    """Horizontal bars in the order of the digits; percentages are written beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = pg.PlotWidget()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMouseEnabled(False, False)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.hideAxis("left")
        self._plot.hideAxis("bottom")
        self._plot.getPlotItem().setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)

    def show_prediction(
        self, task: Task, prediction: Prediction | None, reader_class: str | None
    ) -> None:
        """Draw the bars; None draws empty rows with the classes' names."""
        self._plot.clear()
        self._plot.setBackground(colors().base)
        labels = task.classes
        self.setFixedHeight(ROW_PX * len(labels) + GRID)
        self._plot.setXRange(0, 1, padding=0)
        self._plot.setYRange(-len(labels) + 0.5, 0.5, padding=0)
        spoken = []
        for row, label in enumerate(labels):
            prob = _prob(prediction, label.key)
            self._add_bar(-row, label, prob)
            self._add_texts(-row, label, prob, chosen=label.key == reader_class)
            if prob is not None:
                spoken.append(f"{say(label.name)} {prob:.0%}")
        self.setAccessibleName(self.tr("Model probabilities"))
        self.setAccessibleDescription(", ".join(spoken))

    def _add_bar(self, y: float, label: ClassLabel, prob: float | None) -> None:
        ground = pg.BarGraphItem(
            x0=0, y=y, width=1, height=BAR, brush=colors().hover, pen=pg.mkPen(None)
        )
        self._plot.addItem(ground)
        if prob:
            ink = QColor(label.color)
            ink.setAlpha(150)
            self._plot.addItem(
                pg.BarGraphItem(x0=0, y=y, width=prob, height=BAR, brush=ink, pen=pg.mkPen(None))
            )

    def _add_texts(self, y: float, label: ClassLabel, prob: float | None, *, chosen: bool) -> None:
        name = pg.TextItem(
            f"{label.digit}  {say(label.name)}{'  ✓' if chosen else ''}",
            color=colors().text,
            anchor=(0, 0.5),
        )
        name.setPos(NAME_AT, y)
        share = pg.TextItem(
            "-" if prob is None else f"{prob:.1%}", color=colors().text, anchor=(1, 0.5)
        )
        share.setPos(1 - NAME_AT, y)
        for item in (name, share):
            item.setFont(self.font())
            self._plot.addItem(item)


def _prob(prediction: Prediction | None, class_key: str) -> float | None:
    if prediction is None or class_key not in prediction.classes:
        return None
    return prediction.probs[prediction.classes.index(class_key)]
