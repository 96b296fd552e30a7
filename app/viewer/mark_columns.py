"""The findings to draw as columns, so that half a million of them are no objects."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.viewer.marks import FindingMark, Look
from medcls_core.columns import BoxGrid, Uuids
from medcls_core.geometry import Outline


@dataclass(frozen=True, slots=True, eq=False)
class Marks(Sequence[FindingMark]):
    """What is drawn of the findings of an image.

    Attributes:
        uuids: of all findings, drawn or not.
        boxes: left, top, right and bottom of each, (N, 4) in level-0 pixels.
        grid: finds boxes by their place.
        outline: tells the outline in a row.
        rows: what is drawn, the last on top.
        palette: the ways in which findings look.
        looks: which of them, (N,).
        locked: findings whose outline is not to be changed by drawing.
    """

    uuids: Uuids
    boxes: NDArray[np.float64]
    grid: BoxGrid
    outline: Callable[[int], Outline]
    rows: NDArray[np.intp]
    palette: list[Look]
    looks: NDArray[np.int16]
    locked: set[UUID] = field(default_factory=set)

    @classmethod
    def of(cls, marks: Iterable[FindingMark]) -> "Marks":
        """A few findings that are objects already."""
        if isinstance(marks, Marks):
            return marks
        marks = list(marks)
        bounds = [mark.outline.bounds for mark in marks]
        corners = [(box.x_l0, box.y_l0, box.right_l0, box.bottom_l0) for box in bounds]
        boxes = np.array(corners, np.float64).reshape(-1, 4)
        palette: dict[Look, int] = {}
        looks = [palette.setdefault(mark.look, len(palette)) for mark in marks]
        return cls(
            Uuids.of(mark.uuid for mark in marks),
            boxes,
            BoxGrid(boxes),
            lambda row: marks[row].outline,
            np.arange(len(marks)),
            list(palette),
            np.array(looks, np.int16),
            {mark.uuid for mark in marks if mark.locked},
        )

    def copy(self) -> "Marks":
        """The same, which may then be changed for itself."""
        return replace(
            self, palette=list(self.palette), looks=self.looks.copy(), locked=set(self.locked)
        )

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> FindingMark: ...

    @overload
    def __getitem__(self, place: slice) -> list[FindingMark]: ...

    def __getitem__(self, place: int | slice) -> FindingMark | list[FindingMark]:
        """Findings by their place in the drawing order."""
        if isinstance(place, slice):
            return [self.at(row) for row in self.rows[place].tolist()]
        return self.at(int(self.rows[place]))

    def __iter__(self) -> Iterator[FindingMark]:
        """Each in its turn."""
        return map(self.at, self.rows.tolist())

    def at(self, row: int) -> FindingMark:
        """The finding in a row."""
        uuid, look = self.uuids.at(row), self.look(row)
        return FindingMark(
            uuid,
            self.outline(row),
            look.color,
            look.symbol,
            look.label,
            look.confirmed,
            look.rejected,
            locked=uuid in self.locked,
            disputed=look.disputed,
        )

    def look(self, row: int) -> Look:
        """How the finding in a row looks."""
        return self.palette[int(self.looks[row])]

    def draws(self, finding: UUID) -> bool:
        """Whether the finding is drawn."""
        row = self.uuids.row(finding)
        return row is not None and bool((self.rows == row).any())

    def change(self, mark: FindingMark) -> bool:
        """Another look of a finding; False if it isn't drawn or lies elsewhere now."""
        row = self.uuids.row(mark.uuid)
        if row is None or not self.draws(mark.uuid) or self.outline(row) != mark.outline:
            return False
        if mark.look not in self.palette:
            self.palette.append(mark.look)
        self.looks[row] = self.palette.index(mark.look)
        (self.locked.add if mark.locked else self.locked.discard)(mark.uuid)
        return True
