"""The order in which Tab goes through a window: as one reads it, panel by panel."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(panels: Iterable[QWidget]) -> None:
    """Let Tab go through the controls of each panel in their own order, and then to the next."""
    stops = [stop for panel in panels for stop in _stops(panel)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(panel: QWidget) -> Iterator[QWidget]:
    """What Tab can stop at within a panel, in the order it has so far."""
    if panel.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield panel
    here = panel.nextInFocusChain()
    while here is not None and here is not panel:
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and panel.isAncestorOf(here):
            yield here
        here = here.nextInFocusChain()
