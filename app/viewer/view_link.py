"""Two views over one image that move as one."""

from functools import partial

from PySide6.QtCore import QObject

from app.viewer.slide_view import SlideView


class ViewLink(QObject):
    """Locks the cameras of two views: pan, zoom, turn and mirror in one are seen in both."""

    def __init__(self, one: SlideView, other: SlideView) -> None:
        super().__init__(other)
        self._following = False
        self._one, self._other = one, other
        one.viewChanged.connect(self._one_moved)
        other.viewChanged.connect(self._other_moved)
        one.overlaysShown.connect(partial(self._show_overlays, other))
        other.overlaysShown.connect(partial(self._show_overlays, one))

    def _one_moved(self) -> None:
        self._follow(self._one, self._other)

    def _other_moved(self) -> None:
        self._follow(self._other, self._one)

    def _follow(self, leader: SlideView, follower: SlideView) -> None:
        if self._following:
            return
        self._following = True
        try:
            follower.stand_like(leader)
        finally:
            self._following = False

    def _show_overlays(self, view: SlideView, shown: bool) -> None:  # noqa: FBT001  (a signal's)
        view.set_overlays_hidden(not shown)
