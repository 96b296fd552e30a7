"""How the panels share the window: on a wide screen beside the slide, on a small one in tabs."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from app.panels.panel import Dock
from app.theme import GRID

STACKED_PX = 90 * GRID
"""On a lower side the queue lies behind the verdict: the strip under the slide shows it anyway."""

LEFT_SHARE = (0.32, 0.2, 0.48)
LEFT, RIGHT = ("images", "classes", "layers"), ("verdict", "queue")
ASKED_FOR = ("history",)
"""Panels that are hidden until they are asked for."""

LEFT_PX, RIGHT_PX = 33 * GRID, 46 * GRID


def share_out(window: QMainWindow, docks: Mapping[str, Dock], height_px: int) -> None:
    """Give every panel its share of the height, and both sides their width."""
    if height_px < STACKED_PX:
        window.tabifyDockWidget(docks["verdict"], docks["queue"])
        docks["verdict"].raise_()
    heights = [round(height_px * share) for share in LEFT_SHARE]
    window.resizeDocks([docks[name] for name in LEFT], heights, Qt.Orientation.Vertical)
    sides = [docks["images"], docks["verdict"]]
    window.resizeDocks(sides, [LEFT_PX, RIGHT_PX], Qt.Orientation.Horizontal)


def share_left(window: QMainWindow, images: Dock, classes: Dock, layers: Dock) -> None:
    """All classes are in sight if the list of images can spare the room; it gets what is idle."""
    if window.dockWidgetArea(images) != window.dockWidgetArea(classes) or not images.isVisible():
        return  # before it is shown nothing has its height yet
    least = images.minimumSizeHint().height()
    beside = window.dockWidgetArea(layers) == window.dockWidgetArea(images)
    behind = layers.visibleRegion().isEmpty()  # of a panel in the same tabs, or hidden
    idle = layers.idle_px if beside and not behind else 0
    more = min(classes.lacking_px, images.height() + idle - least) - classes.idle_px
    heights = {images: idle - more, classes: more, layers: -idle}
    changed = {dock: max(1, dock.height() + px) for dock, px in heights.items() if px}
    if changed:
        window.resizeDocks(list(changed), list(changed.values()), Qt.Orientation.Vertical)


def share_right(window: QMainWindow, verdict: Dock, queue: Dock, full_px: int) -> None:
    """The verdict gets the height that it has use for, the queue all that is left.

    Args:
        window: with both docks.
        verdict: nothing happens unless it lies over the queue.
        queue: below.
        full_px: how high the verdict's panel is with everything in it.
    """
    apart = window.dockWidgetArea(verdict) != window.dockWidgetArea(queue)
    if apart or queue in window.tabifiedDockWidgets(verdict) or not verdict.isVisible():
        return
    room = verdict.height() + queue.height()
    title = verdict.height() - verdict.widget().height()
    high = min(full_px + title, room - queue.minimumSizeHint().height())
    window.resizeDocks([verdict, queue], [high, room - high], Qt.Orientation.Vertical)


def screen_room(window: QMainWindow) -> QSize:
    """What the window may take of its screen; where there is none, as much as it wants."""
    if QGuiApplication.platformName() == "offscreen":
        return window.size().expandedTo(window.minimumSizeHint())
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
    for name in (*RIGHT, *LEFT, *ASKED_FOR):
        if docks[name] is not first:
            window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks[name])
            window.tabifyDockWidget(first, docks[name])
    first.raise_()
    return True
