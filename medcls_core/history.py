"""What a reader did, step by step, and what can be taken back and done again.

Nothing is stored for it but rows that were appended anyway: a verdict or a shape is taken back by
its withdrawal and done again by a copy of it. So a step's inverse is a step too, and undo and redo
go on after a restart where they stood.
"""

from collections.abc import Iterable, Mapping, Sequence
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
        named = {row: step for step in steps for row in step.rows}
        history, seen = cls(), set[UUID]()
        for row in rows:
            step = named.get(row.uuid)
            if step is None:
                history.note_row(row)
            elif step.uuid not in seen:
                seen.add(step.uuid)
                history.note(step)
        return history

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


@dataclass(frozen=True, slots=True)
class Inverse:
    """What takes a step back: rows to withdraw, and withdrawn rows to give again."""

    withdraw: tuple[Row, ...]
    give: tuple[Row, ...]


def inverse(step: Step, rows: Mapping[UUID, Row]) -> Inverse:
    """What takes `step` back, the last of its rows first.

    Args:
        step: any, an undo too.
        rows: of the image by their uuids. What isn't among them can't be taken back.
    """
    gone = {row.withdraws for row in rows.values() if row.withdraws is not None}
    withdraw, give = [], []
    for uuid in reversed(step.rows):
        row = rows.get(uuid)
        if row is None:
            continue
        if row.withdraws is None:
            if row.uuid not in gone:
                withdraw.append(row)
        elif row.withdraws in rows:
            give.append(rows[row.withdraws])
    return Inverse(tuple(withdraw), tuple(give))
