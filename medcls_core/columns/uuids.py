"""UUIDs as numbers, and which row is whose."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

_LOW = (1 << 64) - 1
NOWHERE = -1


def halves_of(texts: Iterable[str]) -> NDArray[np.uint64]:
    """UUIDs of 36 characters as their higher and lower 64 bits, (N, 2)."""
    digits = "".join(texts).replace("-", "")
    return np.frombuffer(bytes.fromhex(digits), ">u8").astype(np.uint64).reshape(-1, 2)


class Uuids:
    """A column of UUIDs, each there once.

    Args:
        halves: higher and lower 64 bits of each, (N, 2).
    """

    def __init__(self, halves: NDArray[np.uint64]) -> None:
        self._halves = halves
        self._order = np.argsort(halves[:, 0], kind="stable")
        self._highs = halves[self._order, 0]

    @classmethod
    def of(cls, uuids: Iterable[UUID]) -> "Uuids":
        """The column of these."""
        return cls(halves_of(map(str, uuids)))

    def __len__(self) -> int:
        return len(self._halves)

    def at(self, row: int) -> UUID:
        """The UUID in a row."""
        high, low = self._halves[row].tolist()
        return UUID(int=high << 64 | low)

    def all(self) -> list[UUID]:
        """Every UUID, in the order of the rows."""
        return self.at_rows(np.arange(len(self)))

    def at_rows(self, rows: NDArray[np.intp]) -> list[UUID]:
        """The UUIDs in some rows."""
        return [UUID(int=high << 64 | low) for high, low in self._halves[rows].tolist()]

    def row(self, uuid: UUID) -> int | None:
        """The row of a UUID; None if it is in none."""
        high, low = uuid.int >> 64, uuid.int & _LOW
        place = int(np.searchsorted(self._highs, np.uint64(high)))
        while place < len(self._highs) and int(self._highs[place]) == high:
            row = int(self._order[place])
            if int(self._halves[row, 1]) == low:
                return row
            place += 1
        return None

    def rows(self, halves: NDArray[np.uint64]) -> NDArray[np.intp]:
        """The row of each of many, `NOWHERE` for those that are in none."""
        if not len(self):
            return np.full(len(halves), NOWHERE, np.intp)
        places = np.searchsorted(self._highs, halves[:, 0]).clip(max=len(self) - 1)
        rows: NDArray[np.intp] = self._order[places]
        wrong = np.flatnonzero((self._halves[rows] != halves).any(axis=1))
        for number in wrong.tolist():  # unknown, or one of two that share their higher half
            high, low = halves[number].tolist()
            row = self.row(UUID(int=high << 64 | low))
            rows[number] = NOWHERE if row is None else row
        return rows

    def add(self, uuids: Sequence[UUID]) -> None:
        """More rows below; none of them may be there already."""
        halves = halves_of(map(str, uuids))
        first = len(self)
        self._halves = np.concatenate([self._halves, halves])
        order = np.argsort(halves[:, 0], kind="stable")
        places = np.searchsorted(self._highs, halves[order, 0])
        self._order = np.insert(self._order, places, first + order)
        self._highs = np.insert(self._highs, places, halves[order, 0])
