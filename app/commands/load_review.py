"""Loading what the label store knows of the open image, so that nothing has to be run again."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QTimer

from app.commands.answers import Line, line_of
from app.context import AppContext
from app.jobs import give_back_memory, spare_program
from app.state import Doing, Findings, OpenImage, Said
from medcls_core.findings import Shape
from medcls_core.history import Step, standing_shapes
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these load libraries that the window needn't wait for
    from medcls_core.images.source import ImageSource
    from medcls_core.store import LabelStore, StoredImage

# ruff: noqa: PLC0415  (imported in the store's own job)

READING = "findings"

_CROWD, _MARKS_FIRST_MS = 1000, 20
"""The slide paints so many marks before the verdict panel fills: together they would be felt."""

_MANY = 20_000
"""Reading so many findings takes memory for a moment that is worth giving back."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Findings with the outlines that stand, and what was said of them and drawn.

    `shapes` are what anybody drew, `steps` those of the reader at the keyboard. `put_away` tells
    that the image is in the bin.
    """

    task: Task
    findings: Findings
    said: Said = field(default_factory=Said)
    shapes: list[Shape] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    put_away: bool = False

    @classmethod
    def nothing(cls, task: Task) -> "Loaded":
        """The label store knows nothing of the image."""
        return cls(task, Findings.none(task))


def remember(
    store: "LabelStore", path: Path, quick_hash: str, source: "ImageSource"
) -> "StoredImage":
    """The image's name in the store, which is given to it if it has none yet."""
    from medcls_core.store import images

    with store.session() as session:
        return images.remember(session, path, quick_hash, source.size_l0, source.pixel_size)


def load(store: "LabelStore", image: UUID, task: Task, reader: str) -> Loaded:
    """Read an image's findings, latest predictions and this reader's reads from the store.

    What the reader must not see yet comes sealed.
    """
    from medcls_core.store import finding_columns, images, reading_rules, reads, shapes, steps

    with store.session(read_only=True) as session:
        columns = finding_columns.of_image(session, image, task.key)
        drawn = shapes.of_image(session, image, task.key)
        taken = steps.of_image(session, image, reader)
        all_said = reads.of_image(session, image, task.key)
        put_away = images.is_in_bin(session, image)
        veil = reading_rules.veil_of(session, image, task.key, reader, columns.answered, all_said)
    columns.redraw({uuid: shape.outline for uuid, shape in standing_shapes(drawn).items()})
    found = Findings(columns, task, veil.hidden, veil.held, veil.repeats)
    said = Said(veil.reads, [read for read in all_said if read.reader != reader], reader)
    found.hear(said, said.findings)
    if len(columns) > _MANY:
        give_back_memory()
    return Loaded(task, found, said, drawn, taken, put_away)


def show_loaded(context: AppContext, loaded: Loaded) -> None:
    """Make what was loaded the state of the review, with the heatmaps still in memory."""
    _show(context, loaded)
    context.review.begin_at_first()


def _show(context: AppContext, loaded: Loaded) -> None:
    """The same, with what was selected before."""
    context.outlines.load(loaded.shapes, loaded.steps)
    context.review.show(loaded.task, loaded.findings, loaded.said)
    offer_maps(context)
    tell_read(context)
    if loaded.put_away:
        said = QCoreApplication.translate(
            "Commands", "This image is in the bin: it counts in no list, file or training set."
        )
        context.messages.info(said, action="bin")


def begin_review(context: AppContext) -> None:
    """Show nothing of the image before, while what is known of this one is read."""
    task, review = context.models.task, context.review
    context.outlines.load((), ())
    if len(review.known) or review.reads or review.task is not task:
        review.begin(task)
    offer_maps(context)


def load_findings(context: AppContext) -> None:
    """Read what the store knows of the image that is shown since just now.

    The reader may work meanwhile: what was drawn and said is kept beside what comes.
    """
    image = context.images.current
    if image is None:
        return

    def begin() -> None:  # unless the reader went somewhere already
        if context.images.current is image and context.review.selected is None:
            context.review.begin_at_first()

    def shown(loaded: Loaded) -> None:
        _show(context, _with_latest(context, loaded))
        if len(context.review.known) < _CROWD:
            begin()
        else:
            QTimer.singleShot(_MARKS_FIRST_MS, context.runner, begin)

    job = _load(context, image, shown)
    title = QCoreApplication.translate("Commands", "Reading the findings of {name}")
    context.work.begin(READING, Doing(job, title.format(name=image.path.name)))


def reload_beside(context: AppContext, image: OpenImage) -> None:
    """Load again what others added to the open image; the reader stays where they are."""
    _load(context, image, lambda loaded: _show(context, _with_latest(context, loaded)))


def reload(context: AppContext) -> None:
    """Load again, for another task or reader."""
    image = context.images.current
    if image is None:
        begin_review(context)
    else:
        _load(context, image, partial(show_loaded, context))


def _load(context: AppContext, image: OpenImage, show: Callable[[Loaded], None]) -> int:
    """Read what the store knows of `image`; it is shown if nothing else is asked for meanwhile.

    Returns:
        The job's id.
    """
    task, reader = context.models.task, context.settings.reader
    spare_program()

    def done(loaded: Loaded) -> None:
        now, settings = context.images.current, context.settings
        same = now is not None and now.uuid == image.uuid and context.models.task is task
        if same and settings.reader == reader:
            show(loaded)

    return context.store.submit(
        "load findings",
        lambda store: load(store, image.uuid, task, reader),
        done=done,
        failed=context.messages.error,
    )


def _with_latest(context: AppContext, loaded: Loaded) -> Loaded:
    """What was loaded, and what the reader did since the image came on screen."""
    review, outlines, reader = context.review, context.outlines, context.settings.reader
    reads = {read.uuid for read in loaded.said.of_all}
    shapes = {shape.uuid for shape in loaded.shapes}
    steps = {step.uuid for step in loaded.steps}
    fresh = [read for read in review.reads if read.uuid not in reads]
    loaded.findings.add(list(review.known))
    loaded.said.add(fresh)
    loaded.findings.hear(loaded.said, {read.finding for read in fresh})
    return replace(
        loaded,
        shapes=[
            *loaded.shapes,
            *(shape for shape in outlines.of_reader(reader) if shape.uuid not in shapes),
        ],
        steps=[*loaded.steps, *(step for step in outlines.steps if step.uuid not in steps)],
    )


def tell_read(context: AppContext) -> None:
    """Say in the list what model and reader said of the image on screen; a tick if all is read.

    An answer that waited for the reader's own is told there from then on.
    """
    image, review, version = context.images.current, context.review, context.models.version
    if image is None:
        return
    sha256 = None if version is None or version.card.weights is None else version.sha256
    at = context.images.index_of(image.path)
    ran = at >= 0 and context.images.entries[at].answer is not None
    line = line_of(review.task, review.findings, review.said, sha256, ran=ran)
    tell_line(context, image.path, line)


def tell_line(context: AppContext, path: Path, line: Line) -> None:
    """Put what is said of an image into its line of the list, in place of what stood there."""
    context.images.answer(path, line.words)
    context.images.set_read(path, read=line.read)


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
