"""Two views over one image that move as one."""

from collections.abc import Iterator
from contextlib import contextmanager
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

    @contextmanager
    def parted(self) -> Iterator[None]:
        """Let each stand for itself meanwhile: a view that takes an image shows it whole first."""
        before, self._following = self._following, True
        try:
            yield
        finally:
            self._following = before

    def _one_moved(self) -> None:
        self._follow(self._one, self._other)

    def _other_moved(self) -> None:
        self._follow(self._other, self._one)

    def _follow(self, leader: SlideView, follower: SlideView) -> None:
        if self._following:
            return
        with self.parted():
            follower.stand_like(leader)

    def _show_overlays(self, view: SlideView, shown: bool) -> None:  # noqa: FBT001  (a signal's)
        view.set_overlays_hidden(not shown)
