"""Deciding what other readers differ on: the findings that wait, and from image to image."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.commands import navigate
from app.commands.open_images import show_image
from app.context import AppContext
from medcls_core.findings import ADJUDICATION, DECIDING, TO_DECIDE, Verdict
from medcls_core.learning.queues import QueueOrder

if TYPE_CHECKING:  # these load the database library
    from uuid import UUID

    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the store's own job)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """How many findings wait in images whose files are there, and those that aren't."""

    count: int
    paths: tuple[Path, ...]
    missing: tuple[str, ...]


def begin(context: AppContext) -> None:
    """Go to what waits for the reader's decision: in the open image first, then in the others."""
    context.gallery.show(shown=False)
    if context.review.size_of(QueueOrder.DECIDE):
        navigate.sort_queue(context, QueueOrder.DECIDE)
        context.review.visit(context.review.queue[0])
    else:
        go_on(context)


def go_on(context: AppContext) -> None:
    """Open the next image in which something waits for the reader's decision, or say that all is.

    Nothing of it is known here but the images: what was said comes with the findings, as far as
    the reader may see it.
    """
    task, reader = context.models.task.key, context.settings.reader
    context.store.submit(
        "find conflicts",
        lambda store: _waiting(store, task, reader),
        done=lambda waiting: _open_next(context, waiting),
        failed=context.messages.error,
    )


def decides(context: AppContext, finding: "UUID", verdict: Verdict) -> bool:
    """Whether a verdict on a finding of the open image decides what others differ on.

    It does where that queue is gone through, and where the reader's own decision stands already.
    """
    if verdict not in DECIDING:
        return False
    review = context.review
    standing = review.standing(finding)
    if standing is not None and standing.source == ADJUDICATION:
        return True
    return review.order is QueueOrder.DECIDE and review.dispute(finding) in TO_DECIDE


def _waiting(store: "LabelStore", task: str, reader: str) -> _Waiting:
    from medcls_core.store import consensus, images

    with store.session(read_only=True) as session:
        conflicts = consensus.conflicts(session, task, reader)
        known = {each.image.uuid: each.image for each in conflicts}
        places = {uuid: images.locate(session, image) for uuid, image in known.items()}
    return _Waiting(
        sum(places[each.image.uuid] is not None for each in conflicts),
        tuple(path for path in places.values() if path is not None),
        tuple(known[uuid].path.name for uuid, path in places.items() if path is None),
    )


def _open_next(context: AppContext, waiting: _Waiting) -> None:
    if waiting.paths:
        navigate.sort_queue(context, QueueOrder.DECIDE)
        context.images.add(waiting.paths)
        show_image(context, context.images.index_of(waiting.paths[0]))
        text = QCoreApplication.translate(
            "Commands", "Findings that wait for your decision: {count}, in images: {images}."
        )
        context.messages.info(text.format(count=waiting.count, images=len(waiting.paths)))
    elif not waiting.missing:
        nothing = QCoreApplication.translate("Commands", "Nothing waits for your decision.")
        context.messages.info(nothing)
    if waiting.missing:
        text = QCoreApplication.translate(
            "Commands", "Readers disagree in images that aren't where they were: {names}."
        )
        context.messages.refuse(text.format(names=", ".join(waiting.missing)))
