"""The curves of a round while it runs: training loss and score on the watched cells."""

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.panels.panel import label
from app.panels.still_plot import still_plot
from app.theme import colors

if TYPE_CHECKING:  # loads torch
    from medcls_core.training.fit import EpochReport

HEIGHT = 130
LOSS, WATCHED = "#5A8FC4", "#D9822B"


class LearningCurves(QWidget):
    """Loss on the cells that are learnt from and on those that are watched, epoch by epoch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = still_plot(HEIGHT)
        self._learnt = self._plot.plot(pen=pg.mkPen(LOSS, width=2), symbol="o", symbolSize=5)
        self._watched = self._plot.plot(pen=pg.mkPen(WATCHED, width=2), symbol="o", symbolSize=5)
        self._legend = label("muted")
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._legend)
        column.addWidget(self._plot)
        self.retranslate()

    def show_epochs(self, epochs: "tuple[EpochReport, ...]") -> None:
        """Draw what is known by now."""
        numbers = [one.epoch for one in epochs]
        self._learnt.setData(numbers, [one.loss for one in epochs])
        self._watched.setData(numbers, [-one.score for one in epochs])
        if numbers:
            self._plot.getAxis("bottom").setTicks([[(one, str(one)) for one in numbers]])

    def retranslate(self) -> None:
        """Set every text and colour again."""
        ink = QColor(colors().muted)
        self._plot.setBackground(QColor(colors().base))
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setPen(QColor(colors().border))
            axis.setTextPen(ink)
        learnt, watched = self.tr("cells learnt from"), self.tr("cells watched")
        loss = self.tr("Loss by epoch:")
        self._legend.setText(
            f"{loss} <span style='color:{LOSS}'>●</span> {learnt} "
            f"<span style='color:{WATCHED}'>●</span> {watched}"
        )
        self._plot.setAccessibleName(f"{loss} {learnt}, {watched}")
