"""What other readers, or another window, appended to the label store meanwhile."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.commands.load_review import reload_beside
from app.context import AppContext
from app.jobs import Lane
from app.state import OpenImage
from medcls_core.findings import Read, Shape

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore

LOOK_EVERY_MS = 4000


@dataclass(frozen=True, slots=True)
class _Place:
    """How far the store had come: the numbers of its last read and of its last shape."""

    read: int = 0
    shape: int = 0


@dataclass(frozen=True, slots=True)
class _News:
    """How far the store has come, and what was said and drawn in the open image since before."""

    place: _Place
    reads: list[Read] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)


def watch(context: AppContext) -> "Watcher":
    """Look every few seconds, and when the window comes to the front; it lives as the runner."""
    watcher = Watcher(context)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.applicationStateChanged.connect(watcher.follow_state)
    watcher.look()
    return watcher


class Watcher(QObject):
    """Asks the label store in its own lane, where nobody waits for it, what is new."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context.runner)
        self._context = context
        self._about: tuple[str | None] | None = None
        self._last = _Place()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        context.settings.changed.connect(self._follow_setting)

    def follow_state(self, state: Qt.ApplicationState) -> None:
        """The window came to the front: somebody may have read elsewhere meanwhile."""
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()

    def look(self) -> None:
        """Ask what was appended since the last look, unless the store is at work."""
        context, store_url = self._context, self._context.settings.store_url
        # Of another store the numbers are others: what is open of it was read just now.
        last = self._last if self._about == (store_url,) else None
        if last is not None and not context.runner.is_idle(Lane.STORE):
            return
        image, task = context.images.current, context.models.task.key

        def work(store: "LabelStore") -> _News:
            return _look(store, image, task, last)

        def done(news: _News) -> None:
            if context.settings.store_url == store_url:
                self._about, self._last = (store_url,), news.place
                if image is not None:
                    _show(context, image, task, news)

        # What is wrong with the store is said by whoever needs it.
        context.store.submit("look for news", work, done=done, failed=lambda _: None)

    def _follow_setting(self, name: str) -> None:
        if name == "store_url":
            self.look()


def _look(store: "LabelStore", image: OpenImage | None, task: str, last: _Place | None) -> _News:
    from medcls_core.store import reads, shapes  # noqa: PLC0415  (in the store's own job)

    with store.session(read_only=True) as session:
        place = _Place(reads.number_of_last(session), shapes.number_of_last(session))
        if image is None or last is None or place == last:
            return _News(place)
        said = reads.of_image_after(session, image.uuid, task, last.read)
        return _News(place, said, shapes.of_image_after(session, image.uuid, task, last.shape))


def _show(context: AppContext, image: OpenImage, task: str, news: _News) -> None:
    """Show what is new of the open image; what this reader does goes on undisturbed."""
    now, review = context.images.current, context.review
    if now is None or now.uuid != image.uuid or review.task.key != task:
        return
    known = {read.uuid for read in review.said.of_all} | context.outlines.known
    reads = [read for read in news.reads if read.uuid not in known]
    shapes = [shape for shape in news.shapes if shape.uuid not in known]
    fresh: list[Read | Shape] = [*reads, *shapes]
    if not fresh:
        return
    others = all(each.reader != context.settings.reader for each in fresh)
    if others and all(review.item(each.finding) is not None for each in fresh):
        review.hear_others(reads)
        context.outlines.hear_others(shapes)
    else:  # a finding that isn't known here, or one's own word from another window
        reload_beside(context, image)
    if not context.gallery.is_open:
        context.gallery.outdate(image.path)
