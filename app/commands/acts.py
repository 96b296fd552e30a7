"""One step of the reader's: what it adds to the open image, shown before it is on disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from app.context import AppContext
from app.state import Item
from medcls_core.findings import Read, Shape
from medcls_core.geometry import Outline
from medcls_core.history import History, Row, Step, StepKind, merged


@dataclass(frozen=True, slots=True)
class Act:
    """Rows that are kept together or not at all.

    Attributes:
        reads: what is said.
        shapes: what is drawn.
        marks: findings that are new, in the open image.
        wholes: images that become a finding each, with their uuids.
        image: the open image's, by which undo and redo find the rows as one step; None where they
            are one step by themselves.
        kind: whether it is new, or takes something back, or does it again.
        again: by new read, the one that was taken back and is given once more.
    """

    reads: tuple[Read, ...] = ()
    shapes: tuple[Shape, ...] = ()
    marks: tuple[Item, ...] = ()
    wholes: tuple[tuple[UUID, Item], ...] = ()
    image: UUID | None = None
    kind: StepKind = StepKind.DO
    again: Mapping[UUID, UUID] = field(default_factory=dict)
    uuid: UUID = field(default_factory=uuid4)

    def step(self, reader: str) -> Step | None:
        """As a row that names the others; None where one row tells all."""
        rows: tuple[Row, ...] = (*self.shapes, *self.reads)
        plain = self.kind is StepKind.DO and len(rows) == 1 and rows[0].withdraws is None
        if self.image is None or plain or not rows:
            return None
        return Step(
            self.uuid, reader, self.kind, tuple(row.uuid for row in rows), datetime.now(UTC)
        )


def show(context: AppContext, act: Act) -> None:
    """Show marks, reads and shapes."""
    context.review.give(act.reads, act.marks)
    context.outlines.give(act.shapes, act.step(context.settings.reader))


def hide(context: AppContext, act: Act) -> None:
    """It could not be stored: show what stood before."""
    context.outlines.take_back(act.shapes, act.step(context.settings.reader))
    for mark in act.marks:
        context.review.drop(mark.finding.uuid)


def history(context: AppContext) -> History:
    """What the reader did on the open image, and took back."""
    reader = context.settings.reader
    rows = merged(context.review.reads, context.outlines.of_reader(reader))
    return context.acts.of(rows, context.outlines.steps)


def rows_of(context: AppContext) -> dict[UUID, Row]:
    """The reader's rows on the open image, by their uuids."""
    shapes = context.outlines.of_reader(context.settings.reader)
    return {row.uuid: row for row in merged(context.review.reads, shapes)}


def a_shape(context: AppContext, finding: UUID, outline: Outline, *, locked: bool = False) -> Shape:
    """A shape that isn't on disk yet."""
    reader = context.settings.reader
    return Shape(uuid4(), finding, reader, outline, locked, datetime.now(UTC))


def no_shape(context: AppContext, shape: Shape) -> Shape:
    """What takes a shape back."""
    reader, now = context.settings.reader, datetime.now(UTC)
    return Shape(
        uuid4(), shape.finding, reader, None, locked=False, time_utc=now, withdraws=shape.uuid
    )


def shape_again(shape: Shape) -> Shape:
    """A shape that was taken back, to be drawn once more."""
    return replace(shape, uuid=uuid4(), time_utc=datetime.now(UTC))


def chosen(context: AppContext) -> list[Item]:
    """The selected finding, and those chosen beside it."""
    review = context.review
    first = () if review.selected is None else (review.selected.finding.uuid,)
    uuids = [uuid for uuid in (*first, *context.drawing.also) if review.is_in_force(uuid)]
    return [item for uuid in dict.fromkeys(uuids) if (item := review.item(uuid)) is not None]
