"""What a reader did, step by step, and what can be taken back and done again.

Nothing is stored for it but rows that were appended anyway: a verdict or a shape is taken back by
its withdrawal and done again by a copy of it. So a step's inverse is a step too, and undo and redo
go on after a restart where they stood.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from medcls_core.findings import Read, Shape

Row = Read | Shape
"""What a step is made of."""

AnyRow = TypeVar("AnyRow", Read, Shape)


class StepKind(StrEnum):
    """Whether a step was new, took the last one back, or did one again that was taken back."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Step:
    """Rows that a reader appended together, by their uuids in their order."""

    uuid: UUID
    reader: str
    kind: StepKind
    rows: tuple[UUID, ...]
    time_utc: datetime


def merged(reads: Iterable[Read], shapes: Iterable[Shape]) -> list[Row]:
    """The rows of both in one order of time; rows of one moment stay in their own order."""
    rows: list[Row] = [*reads, *shapes]
    return sorted(rows, key=lambda row: row.time_utc)


def not_withdrawn(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """The rows that stand, in their order, without withdrawn ones and the withdrawals."""
    rows = list(rows)
    withdrawn = {row.withdraws for row in rows if row.withdraws is not None}
    return [row for row in rows if row.withdraws is None and row.uuid not in withdrawn]


def standing_shapes(shapes: Iterable[Shape]) -> dict[UUID, Shape]:
    """The last shape of every finding that nobody withdrew, of any reader.

    Args:
        shapes: in the order in which they were appended, with their withdrawals.
    """
    return {shape.finding: shape for shape in not_withdrawn(shapes)}


@dataclass(slots=True)
class History:
    """One reader's steps on one image: those that can be taken back, and those taken back.

    A row that no step names is a step of its own; a withdrawal among these is an undo.
    """

    undoable: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[Row], steps: Iterable[Step]) -> "History":
        """The history that these rows tell, in their order."""
        return GrowingHistory().of(rows, tuple(steps))

    def note(self, step: Step) -> None:
        """A step more."""
        if step.kind is StepKind.DO:
            self.undoable.append(step)
            self.undone.clear()
        elif step.kind is StepKind.UNDO:
            if self.undoable:
                self.undoable.pop()
            self.undone.append(step)
        else:
            if self.undone:
                self.undone.pop()
            self.undoable.append(step)

    def note_row(self, row: Row) -> None:
        """A row more that is a step of its own."""
        if row.withdraws is None:
            self.note(Step(row.uuid, row.reader, StepKind.DO, (row.uuid,), row.time_utc))
            return
        # Taken back where nobody keeps steps, and perhaps not as the last one.
        for place in reversed(range(len(self.undoable))):
            if row.withdraws in self.undoable[place].rows:
                del self.undoable[place]
                break
        self.undone.append(Step(row.uuid, row.reader, StepKind.UNDO, (row.uuid,), row.time_utc))


@dataclass(slots=True)
class GrowingHistory:
    """A history that is asked for after every row: what came since is added to what was told.

    Told from the beginning each time, a day of 5,000 verdicts would cost the last one as much as
    all before it.
    """

    _rows: list[UUID] = field(default_factory=list)
    _steps: list[Step] = field(default_factory=list)
    _named: dict[UUID, Step] = field(default_factory=dict)
    _seen: set[UUID] = field(default_factory=set)
    _history: History = field(default_factory=History)

    def of(self, rows: Sequence[Row], steps: Sequence[Step]) -> History:
        """`History.of` these; not to be changed by whoever asks."""
        if not self._goes_on(rows, steps):
            self._rows, self._steps, self._named = [], [], {}
            self._seen, self._history = set(), History()
        for step in steps[len(self._steps) :]:
            self._steps.append(step)
            self._named.update(dict.fromkeys(step.rows, step))
        for row in rows[len(self._rows) :]:
            self._rows.append(row.uuid)
            self._add(row)
        return self._history

    def _goes_on(self, rows: Sequence[Row], steps: Sequence[Step]) -> bool:
        """Whether rows and steps begin with those told, and no new step is about one of them."""
        told, known = len(self._rows), len(self._steps)
        # By uuid: a row that was kept meanwhile has its hash now, and is the same row.
        if [row.uuid for row in rows[:told]] != self._rows or list(steps[:known]) != self._steps:
            return False
        named = {row for step in steps[known:] for row in step.rows}
        return not named or named.isdisjoint(self._rows)

    def _add(self, row: Row) -> None:
        step = self._named.get(row.uuid)
        if step is None:
            self._history.note_row(row)
        elif step.uuid not in self._seen:
            self._seen.add(step.uuid)
            self._history.note(step)


@dataclass(frozen=True, slots=True)
class Inverse:
    """What takes a step back: rows to withdraw, and withdrawn rows to give again."""

    withdraw: tuple[Row, ...]
    give: tuple[Row, ...]


def inverse(step: Step, rows: Mapping[UUID, Row]) -> Inverse:
    """What takes `step` back, the last of its rows first.

    A row that was withdrawn and given again is withdrawn as the copy that stands now.

    Args:
        step: any, an undo too; those after it are taken back already.
        rows: of the image by their uuids, in their order. What isn't among them can't be taken
            back.
    """
    gone = {row.withdraws for row in rows.values() if row.withdraws is not None}
    withdraw: list[Row] = []
    give: list[Row] = []
    for uuid in reversed(step.rows):
        row = rows.get(uuid)
        if row is None:
            continue
        if row.withdraws is None:
            stands = row if row.uuid not in gone else _copy_of(row, rows, gone)
            if stands is not None and stands not in withdraw:
                withdraw.append(stands)
        elif row.withdraws in rows:
            give.append(rows[row.withdraws])
    return Inverse(tuple(withdraw), tuple(give))


def _copy_of(row: Row, rows: Mapping[UUID, Row], gone: Collection[UUID | None]) -> Row | None:
    """The last row that says the same as a withdrawn one and stands; None if there is none.

    With all later steps taken back nothing else than a copy of it can say so.
    """
    alike = (
        each
        for each in reversed(list(rows.values()))
        if each.withdraws is None and each.uuid not in gone and _says(each) == _says(row)
    )
    return next(alike, None)


def _says(row: Row) -> tuple[object, ...]:
    if isinstance(row, Read):
        return Read, row.finding, row.reader, row.verdict, row.class_key
    return Shape, row.finding, row.reader, row.outline, row.locked
