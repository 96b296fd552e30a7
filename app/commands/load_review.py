"""Loading what the label store knows of the open image, so that nothing has to be run again."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.commands.answers import answer_of
from app.context import AppContext
from app.state import Doing, Item, Sealed, numbered
from medcls_core.findings import Read, Shape
from medcls_core.geometry import Outline
from medcls_core.history import Step
from medcls_core.tasks import Task

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore
    from medcls_core.store.blinding import Sight

# ruff: noqa: PLC0415  (imported in the store's own job)

READING = "findings"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Findings with predictions, the reads of the reader at the keyboard, and those of others.

    The findings have the outlines that stand; `found` are those they had at first, `shapes` what
    anybody drew since, `steps` those of the reader at the keyboard.
    """

    task: Task | None = None
    items: list[Item] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    others: list[Read] = field(default_factory=list)
    found: dict[UUID, Outline] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def load(store: "LabelStore", image: UUID, task: Task, reader: str) -> Loaded:
    """Read an image's findings, latest predictions and this reader's reads from the store.

    What the reader must not see yet comes sealed.
    """
    from medcls_core.store import findings, reading_rules, reads, shapes, steps

    with store.session(read_only=True) as session:
        found = findings.as_found(session, image, task.key)
        drawn = shapes.of_image(session, image, task.key)
        taken = steps.of_image(session, image, reader)
        said = reads.of_image(session, image, task.key)
        sight = reading_rules.sight_of(session, image, task.key, reader, said)
        numbers = findings.numbers(session, image, task.key)
    now = shapes.drawn(found, drawn)
    items = [_sealed(item, sight) for item in numbered(now, sight.shown, numbers)]
    others = [read for read in said if read.reader != reader]
    first = {each.uuid: each.outline for each in found}
    return Loaded(task, items, list(sight.reads), others, first, drawn, taken)


def _sealed(item: Item, sight: "Sight") -> Item:
    finding = item.finding.uuid
    if finding not in sight.hidden and finding not in sight.repeats:
        return item
    held = tuple(read for read in sight.held if read.finding == finding)
    sealed = Sealed(sight.hidden.get(finding), held, sight.repeats.get(finding))
    return replace(item, sealed=sealed)


def show_loaded(context: AppContext, loaded: Loaded) -> None:
    """Make what was loaded the state of the review, with the heatmaps still in memory."""
    task = loaded.task or context.models.task
    context.outlines.load(loaded.found, loaded.shapes, loaded.steps)
    context.review.load(task, loaded.items, loaded.reads, loaded.others)
    offer_maps(context)
    tell_read(context)


def begin_review(context: AppContext) -> None:
    """Show nothing of the image before, while what is known of this one is read."""
    task, review = context.models.task, context.review
    context.outlines.load({}, (), ())
    if review.known or review.reads or review.task is not task:
        review.begin(task)
    offer_maps(context)


def load_findings(context: AppContext) -> None:
    """Read what the store knows of the image that is shown since just now.

    The reader may work meanwhile: what was drawn and said is kept beside what comes.
    """
    image, task, reader = context.images.current, context.models.task, context.settings.reader
    if image is None:
        return

    def done(loaded: Loaded) -> None:
        now, settings = context.images.current, context.settings
        if now is image and context.models.task is task and settings.reader == reader:
            chosen = context.review.selected
            show_loaded(context, _with_latest(context, loaded))
            if chosen is not None:  # the reader went somewhere already
                context.review.select(chosen.finding.uuid)

    job = context.store.submit(
        "load findings",
        lambda store: load(store, image.uuid, task, reader),
        done=done,
        failed=context.messages.error,
    )
    title = QCoreApplication.translate("Commands", "Reading the findings of {name}")
    context.work.begin(READING, Doing(job, title.format(name=image.path.name)))


def _with_latest(context: AppContext, loaded: Loaded) -> Loaded:
    """What was loaded, and what the reader did since the image came on screen."""
    review, outlines, reader = context.review, context.outlines, context.settings.reader
    items = {item.finding.uuid for item in loaded.items}
    reads = {read.uuid for read in (*loaded.reads, *loaded.others)}
    shapes = {shape.uuid for shape in loaded.shapes}
    steps = {step.uuid for step in loaded.steps}
    fresh = [item for item in review.known if item.finding.uuid not in items]
    return replace(
        loaded,
        items=[*loaded.items, *fresh],
        reads=[*loaded.reads, *(read for read in review.reads if read.uuid not in reads)],
        found=outlines.found | loaded.found,
        shapes=[
            *loaded.shapes,
            *(shape for shape in outlines.of_reader(reader) if shape.uuid not in shapes),
        ],
        steps=[*loaded.steps, *(step for step in outlines.steps if step.uuid not in steps)],
    )


def tell_read(context: AppContext) -> None:
    """Tick the image on screen in the list once all its findings have a verdict.

    An answer that waited for the reader's own is told there from then on.
    """
    image, review = context.images.current, context.review
    if image is None:
        return
    done = bool(review.queue) and review.reviewed() == len(review.queue)
    context.images.set_read(image.path, read=done)
    _tell_answer(context, image.path)


def _tell_answer(context: AppContext, path: Path) -> None:
    """Say the model's answer in the line that has one, by now that of a read finding too."""
    version, line = context.models.version, context.images.index_of(path)
    if version is None or version.card.weights is None or line < 0:
        return
    if context.images.entries[line].answer is not None:
        items = context.review.items
        context.images.answer(path, answer_of(context.review.task, items, version.sha256))


def reload(context: AppContext) -> None:
    """Load again, for another task or reader."""
    image, task = context.images.current, context.models.task
    if image is None:
        context.outlines.load({}, (), ())
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
    """Offer the heatmaps of the open image and the selected finding.

    None of a finding whose answer is sealed; and none of the whole image while any is, since it
    would show that answer too.
    """
    image, review = context.images.current, context.review
    if image is None:
        context.overlay.offer(())
        return
    item = review.selected
    finding = None if item is None or item.sealed is not None else item.finding.uuid
    context.overlay.offer(
        context.analyses.maps(image.uuid, review.task.key, finding, whole=not review.waiting)
    )
