"""Brightness, contrast and gamma of the display, chosen on the image's own histogram."""

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.commands.held import submit_held
from app.commands.thumbnails import BEHIND_THE_VIEW
from app.context import AppContext
from app.jobs import Lane
from app.panels.number_box import NumberBox
from app.panels.panel import label, set_role
from app.panels.still_plot import still_plot
from app.state import OpenImage
from app.theme import GRID, colors
from medcls_core.progress import Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT = 72
SAMPLE_PX = 512
LEAST_WIDTH = 0.02


class LevelsHistogram(QWidget):
    """Histogram of the whole image with a black and a white handle, and a gamma box.

    Only the display changes; a gamma other than 1 is said in words, since it changes how dark a
    nucleus looks.
    """

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._plot = still_plot(HEIGHT)
        self._plot.hideAxis("left")
        self._plot.hideAxis("bottom")
        self._plot.setXRange(0, 1, padding=0.02)
        self._curve = pg.PlotCurveItem()
        self._region = pg.LinearRegionItem((0, 1), bounds=(0, 1), swapMode="push")
        self._plot.addItem(self._curve)
        self._plot.addItem(self._region)
        self._region.sigRegionChanged.connect(self._region_moved)
        self._name = label("title")
        self._black_name, self._white_name, self._gamma_name = label(), label(), label()
        self._black, self._white = _box(0.0, 1.0, 0.05), _box(0.0, 1.0, 0.05)
        self._gamma = _box(0.2, 5.0, 0.1)
        for box in (self._black, self._white, self._gamma):
            box.valueChanged.connect(self._told)
        self._reset = QPushButton()
        self._reset.setProperty("role", "link")
        self._reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reset.clicked.connect(lambda: context.overlay.set_levels(0.0, 1.0, 1.0))
        self._warning = label("muted", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(4, 1)
        for column_at, widget in enumerate(
            (self._black_name, self._black, self._white_name, self._white)
        ):
            grid.addWidget(widget, 0, column_at)
        grid.addWidget(self._gamma_name, 1, 0)
        grid.addWidget(self._gamma, 1, 1)
        grid.addWidget(self._reset, 1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._name)
        column.addWidget(self._plot)
        column.addLayout(grid)
        column.addWidget(self._warning)
        context.images.current_changed.connect(self._begin)
        context.overlay.levels_changed.connect(self._refresh)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text and colour again."""
        self._name.setText(self.tr("Display levels"))
        self._black_name.setText(self.tr("Black"))
        self._black.setAccessibleName(self.tr("Black point of the display"))
        self._white_name.setText(self.tr("White"))
        self._white.setAccessibleName(self.tr("White point of the display"))
        self._gamma_name.setText(self.tr("Gamma"))
        self._gamma.setAccessibleName(self.tr("Gamma of the display"))
        self._reset.setText(self.tr("Reset"))
        self._plot.setAccessibleName(self.tr("Histogram with black and white point"))
        self._plot.setBackground(colors().base)
        self._curve.setPen(pg.mkPen(colors().muted))
        self._curve.setBrush(pg.mkBrush(colors().hover))
        self._curve.setFillLevel(0)
        accent = QColor(colors().accent)
        accent.setAlpha(28)
        self._region.setBrush(accent)
        self._region.setHoverBrush(accent)
        for line in self._region.lines:
            line.setPen(pg.mkPen(colors().accent, width=2))
            line.setHoverPen(pg.mkPen(colors().accent, width=4))
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def _region_moved(self) -> None:
        low, high = self._region.getRegion()
        self._choose(float(low), float(high))

    def _told(self) -> None:
        self._choose(self._black.value(), self._white.value())

    def _choose(self, low: float, high: float) -> None:
        high = max(high, low + LEAST_WIDTH)
        if high > 1:
            low, high = 1 - LEAST_WIDTH, 1.0
        self._context.overlay.set_levels(low, high, self._gamma.value())

    def _refresh(self) -> None:
        low, high, gamma = self._context.overlay.levels
        self._region.blockSignals(True)
        self._region.setRegion((low, high))
        self._region.blockSignals(False)
        for box, value in ((self._black, low), (self._white, high), (self._gamma, gamma)):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        changed = (low, high, gamma) != (0.0, 1.0, 1.0)
        self._reset.setEnabled(changed)
        self._warning.setVisible(changed)
        self._warning.setText(self.tr("Changed for the eye only; the model sees the scan."))
        set_role(self._warning, "warning" if gamma != 1.0 else "muted")

    def _begin(self, image: OpenImage | None) -> None:
        """Another image: its curve follows, once the view has asked for its tiles."""
        self._curve.setData([], [])
        if image is not None:
            QTimer.singleShot(0, self, lambda: self._measure(image))

    def _measure(self, image: OpenImage) -> None:
        """Count the image's grey values on a small picture of the whole, in the tile lane."""
        if self._context.images.current is not image:
            return

        def work(_: Progress) -> "NDArray[np.int64]":
            from medcls_core.images import small_overview  # noqa: PLC0415  (a picture library)

            grey = small_overview(image.source, SAMPLE_PX).mean(axis=2)
            return np.histogram(grey, bins=64, range=(0, 256))[0]

        def done(counts: "NDArray[np.int64]") -> None:
            if self._context.images.current is image:
                self._draw(counts)

        submit_held(
            self._context,
            image.source,
            Lane.TILES,
            "histogram",
            work,
            done=done,
            failed=lambda _: None,  # the view says why
            priority=BEHIND_THE_VIEW,
        )

    def _draw(self, counts: "NDArray[np.int64]") -> None:
        # White glass would dwarf the tissue, so the axis is a square root.
        heights = np.sqrt(counts / max(1, counts.max()))
        places = (np.arange(len(counts)) + 0.5) / len(counts)
        self._curve.setData(places, heights)
        self._plot.setYRange(0, 1, padding=0.02)


def _box(least: float, most: float, step: float) -> NumberBox:
    box = NumberBox()
    box.setRange(least, most)
    box.setSingleStep(step)
    box.setDecimals(2)
    box.setKeyboardTracking(False)
    return box
