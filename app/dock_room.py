"""How the panels share the window: on a wide screen beside the slide, on a small one in tabs."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from app.panels.panel import Dock
from app.theme import GRID

VERDICT_SHARE = (0.74, 0.26)
LEFT_SHARE = (0.32, 0.2, 0.48)
LEFT, RIGHT = ("images", "classes", "layers"), ("verdict", "queue")
LEFT_PX, RIGHT_PX = 33 * GRID, 46 * GRID


def share_out(window: QMainWindow, docks: Mapping[str, Dock], height_px: int) -> None:
    """Give every panel its share of the height, and both sides their width."""
    for names, shares in ((RIGHT, VERDICT_SHARE), (LEFT, LEFT_SHARE)):
        heights = [round(height_px * share) for share in shares]
        window.resizeDocks([docks[name] for name in names], heights, Qt.Orientation.Vertical)
    sides = [docks["images"], docks["verdict"]]
    window.resizeDocks(sides, [LEFT_PX, RIGHT_PX], Qt.Orientation.Horizontal)


def lend(window: QMainWindow, giver: Dock, taker: Dock) -> None:
    """Let a panel give what it can spare to one beside it that scrolls."""
    if window.dockWidgetArea(giver) != window.dockWidgetArea(taker) or giver.isHidden():
        return
    given = min(taker.lacking_px, giver.height() - giver.minimumSizeHint().height())
    if given > 0:
        heights = [giver.height() - given, taker.height() + given]
        window.resizeDocks([giver, taker], heights, Qt.Orientation.Vertical)


def screen_room(window: QMainWindow) -> QSize:
    """What the window may take of its screen; where there is none, as much as it wants."""
    if QGuiApplication.platformName() == "offscreen":
        return window.minimumSizeHint()
    return window.screen().availableSize()


def fit_into(window: QMainWindow, docks: Mapping[str, Dock], room: QSize) -> bool:
    """Put all panels into tabs on the right if the window is too large for the screen.

    Args:
        window: with its docks in place.
        docks: by name.
        room: of the screen, in the pixels that widgets count.

    Returns:
        Whether that was needed.
    """
    least = window.minimumSizeHint()
    if least.width() <= room.width() and least.height() <= room.height():
        return False
    docks["strip"].hide()
    first = docks["verdict"]
    for name in (*RIGHT, *LEFT):
        if docks[name] is not first:
            window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks[name])
            window.tabifyDockWidget(first, docks[name])
    first.raise_()
    return True
