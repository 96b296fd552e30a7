"""A plot that shows and is not moved: no menu, no wheel, no keyboard focus."""

import pyqtgraph as pg
from PySide6.QtCore import Qt


def still_plot(height: int) -> pg.PlotWidget:
    """An empty plot, `height` pixels high, that lets nobody pan or zoom in it."""
    plot = pg.PlotWidget()
    plot.setFixedHeight(height)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setMouseEnabled(False, False)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    return plot
