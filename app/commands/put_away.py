"""The bin: the open image put away, and what was put away taken back; nothing of it is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.commands import gallery, load_review, timeline
from app.commands.open_images import show_image
from app.context import AppContext
from medcls_core.geometry import Box

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store import LabelStore
    from medcls_core.store.bin import RemovedImage, RemovedMark

# ruff: noqa: PLC0415  (imported in the store's own job)


@dataclass(frozen=True, slots=True)
class Bin:
    """The images in the bin, and the marks of the open image, the last ones put there first."""

    images: "tuple[RemovedImage, ...]" = ()
    marks: "tuple[RemovedMark, ...]" = ()


def look(context: AppContext, tell: Callable[[Bin], None]) -> None:
    """Look up what is in the bin."""
    image, task, reader = context.images.current, context.models.task.key, context.settings.reader

    def work(store: "LabelStore") -> Bin:
        from medcls_core.store import bin as put_away

        with store.session(read_only=True) as session:
            marks = (
                [] if image is None else put_away.removed_marks(session, image.uuid, task, reader)
            )
            return Bin(tuple(put_away.removed_images(session)), tuple(marks))

    context.store.submit("look into bin", work, done=tell, failed=context.messages.error)


def put_image_away(context: AppContext, reason: str) -> None:
    """Put the open image into the bin: no list, count, file or training set has it any more."""
    image, reader = context.images.current, context.settings.reader
    if image is None:
        return

    def work(store: "LabelStore") -> bool:
        from medcls_core.store import images

        with store.session() as session:
            return images.put_in_bin(session, image.uuid, reader, removed=True, reason=reason)

    def done(_: bool) -> None:  # noqa: FBT001  (what the job gave)
        line = context.images.index_of(image.path)
        context.images.remove(image.path)
        gallery.forget(context)
        if context.images.entries:
            show_image(context, min(max(line, 0), len(context.images.entries) - 1))
        else:
            context.images.show(None)
            load_review.begin_review(context)
        said = QCoreApplication.translate("Commands", "{name} is in the bin.")
        context.messages.good(said.format(name=image.path.name), action="bin")

    context.store.submit("put image away", work, done=done, failed=context.messages.error)


def take_image_back(context: AppContext, removed: "RemovedImage", told: Callable[[], None]) -> None:
    """Take an image back from the bin, with all that is known of it, and list it again."""
    image, reader = removed.image, context.settings.reader

    def work(store: "LabelStore") -> Path | None:
        from medcls_core.store import images

        with store.session() as session:
            images.put_in_bin(session, image.uuid, reader, removed=False)
            return images.locate(session, image)

    def done(path: Path | None) -> None:
        if path is not None:
            line = context.images.add([path])
            gallery.forget(context)
            if context.images.current is None:
                show_image(context, line)
        said = QCoreApplication.translate("Commands", "{name} is back.")
        context.messages.good(said.format(name=image.path.name))
        told()

    context.store.submit("take image back", work, done=done, failed=context.messages.error)


def take_mark_back(context: AppContext, removed: "RemovedMark", told: Callable[[], None]) -> None:
    """Take the reader's own mark back from the bin: as a step that can be undone."""
    timeline.return_to(context, removed.moment, removed.finding.uuid, told)


def show_place(context: AppContext, removed: "RemovedMark") -> None:
    """Bring the place where a mark lay into view."""
    bounds = removed.finding.outline.bounds
    context.coverage.visit(Box.around(bounds.center, max(bounds.width_l0, bounds.height_l0, 1.0)))
