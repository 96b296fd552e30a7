"""Loading what the label store knows of the open image, so that nothing has to be run again."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from app.context import AppContext
from app.state import Item, numbered
from medcls_core.findings import Read
from medcls_core.tasks import Task

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the store's own job)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Findings with predictions, the reads of the reader at the keyboard, and those of others."""

    task: Task | None = None
    items: list[Item] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    others: list[Read] = field(default_factory=list)


def load(store: "LabelStore", image: UUID, task: Task, reader: str) -> Loaded:
    """Read an image's findings, latest predictions and this reader's reads from the store."""
    from medcls_core.store import findings, predictions, reads

    with store.session(read_only=True) as session:
        found = findings.of_image(session, image, task.key)
        answers = predictions.of_image(session, image, task.key)
        said = reads.of_image(session, image, task.key)
        numbers = findings.numbers(session, image, task.key)
    own = [read for read in said if read.reader == reader]
    others = [read for read in said if read.reader != reader]
    return Loaded(task, numbered(found, answers, numbers), own, others)


def show_loaded(context: AppContext, loaded: Loaded) -> None:
    """Make what was loaded the state of the review, with the heatmaps still in memory."""
    task = loaded.task or context.models.task
    context.review.load(task, loaded.items, loaded.reads, loaded.others)
    offer_maps(context)
    tell_read(context)


def tell_read(context: AppContext) -> None:
    """Tick the image on screen in the list once all its findings have a verdict."""
    image, review = context.images.current, context.review
    if image is not None:
        done = bool(review.queue) and review.reviewed() == len(review.queue)
        context.images.set_read(image.path, read=done)


def reload(context: AppContext) -> None:
    """Load again, for another task or reader."""
    image, task = context.images.current, context.models.task
    if image is None:
        context.review.load(task, [], [])
        return
    reader = context.settings.reader

    def done(loaded: Loaded) -> None:
        now = context.images.current
        if now is not None and now.uuid == image.uuid and context.models.task is task:
            show_loaded(context, loaded)

    context.store.submit(
        "load review",
        lambda store: load(store, image.uuid, task, reader),
        done=done,
        failed=context.messages.error,
    )


def offer_maps(context: AppContext) -> None:
    """Offer the heatmaps of the open image and the selected finding."""
    image, selected = context.images.current, context.review.selected
    if image is None:
        context.overlay.offer(())
        return
    finding = None if selected is None else selected.finding.uuid
    context.overlay.offer(context.analyses.maps(image.uuid, context.review.task.key, finding))
