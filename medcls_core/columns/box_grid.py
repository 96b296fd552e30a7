"""Which of many boxes touch a rectangle: boxes sorted into the cells of a coarse grid."""

import numpy as np
from numpy.typing import NDArray

CELL_L0 = 1024.0
_MOST_CELLS = 512
"""Cells a side at most; boxes further apart share larger cells."""

_FULL = 400
"""Where a cell would hold more boxes than this on average, cells are smaller."""

_MOST = 0.99
"""This share of the boxes fits into such a smaller cell twice."""


class BoxGrid:
    """Finds boxes without looking at all of them.

    Boxes that moved or came since it was made are looked at every time.

    Args:
        bounds: left, top, right and bottom of every box, (N, 4) in level-0 pixels.
    """

    def __init__(self, bounds: NDArray[np.float64]) -> None:
        self._bounds = bounds
        middles = (bounds[:, :2] + bounds[:, 2:]) / 2
        self._corner = middles.min(axis=0) if len(bounds) else np.zeros(2)
        extent = middles.max(axis=0) - self._corner if len(bounds) else np.zeros(2)
        sides = (bounds[:, 2:] - bounds[:, :2]).max(axis=1, initial=0.0)
        self._cell = max(_cell(extent, sides), float(extent.max()) / _MOST_CELLS)
        cells = np.floor((middles - self._corner) / self._cell).astype(np.int64)
        self._columns = int(cells[:, 0].max(initial=-1)) + 1
        self._rows = int(cells[:, 1].max(initial=-1)) + 1
        # Whatever is larger than a cell is looked at every time; the rest reaches half a cell.
        self._loose = np.flatnonzero(sides > self._cell)
        small = np.flatnonzero(sides <= self._cell)
        places = cells[small, 1] * self._columns + cells[small, 0]
        order = np.argsort(places, kind="stable")
        self._numbers = small[order]
        self._middles = middles[self._numbers].astype(np.float32)
        self._moved = np.zeros(0, np.intp)
        self._starts = np.searchsorted(places[order], np.arange(self._columns * self._rows + 1))

    def place(self, numbers: NDArray[np.intp], bounds: NDArray[np.float64]) -> None:
        """Some boxes came or moved.

        Args:
            numbers: which.
            bounds: of all boxes, as at first; (N, 4) in level-0 pixels.
        """
        self._bounds = bounds
        self._loose = np.union1d(self._loose, numbers)
        self._moved = np.union1d(self._moved, numbers)

    def tally(self, shown: NDArray[np.bool_]) -> NDArray[np.int64]:
        """What `about` needs in order to count only some of the boxes: `shown` is (N,)."""
        return np.concatenate([[0], np.cumsum(shown[self._numbers])])

    def about(
        self, left: float, top: float, right: float, bottom: float, tally: NDArray[np.int64]
    ) -> int:
        """How many boxes lie in the cells that the rectangle touches; no box is looked at."""
        runs = self._runs(left, top, right, bottom)
        return sum(int(tally[stop] - tally[start]) for start, stop in runs)

    def touching(self, left: float, top: float, right: float, bottom: float) -> NDArray[np.intp]:
        """Numbers of the boxes that touch the rectangle, in their order."""
        runs = self._runs(left, top, right, bottom)
        parts = [self._numbers[start:stop] for start, stop in runs]
        found = np.concatenate([self._loose, *parts])
        near = self._bounds[found]
        touch = (near[:, 2] >= left) & (near[:, 0] <= right)
        touch &= (near[:, 3] >= top) & (near[:, 1] <= bottom)
        numbers = np.sort(found[touch])
        return numbers[np.diff(numbers, prepend=-1) > 0]  # unique() takes ten times as long

    def around(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Boxes in the cells that the rectangle touches, in no order: much faster than `touching`.

        An infinite rectangle touches all.

        Returns:
            Their numbers, (N,), each once, and their middles, (N, 2).
        """
        runs = self._runs(left, top, right, bottom)
        numbers = np.concatenate([self._loose[:0], *(self._numbers[a:b] for a, b in runs)])
        middles = np.concatenate([self._middles[:0], *(self._middles[a:b] for a, b in runs)])
        if len(self._moved):
            stayed = ~np.isin(numbers, self._moved)
            numbers, middles = numbers[stayed], middles[stayed]
        if len(self._loose):
            loose = self._bounds[self._loose]
            numbers = np.concatenate([numbers, self._loose])
            middles = np.concatenate([middles, (loose[:, :2] + loose[:, 2:]) / 2], dtype=np.float32)
        return numbers, middles

    def _runs(self, left: float, top: float, right: float, bottom: float) -> list[tuple[int, int]]:
        """From where to where in `_numbers` the boxes of each row of cells lie that could touch."""
        reach = self._cell / 2
        sides = np.array([[left - reach, top - reach], [right + reach, bottom + reach]])
        # Clipped as numbers with a point, because a rectangle may be infinite.
        cells = np.floor((sides - self._corner) / self._cell)
        least, most = np.zeros(2), np.array([self._columns - 1, self._rows - 1])
        first, first_row = np.maximum(cells[0], least).clip(max=most + 1).astype(int).tolist()
        last, last_row = np.minimum(cells[1], most).clip(min=least - 1).astype(int).tolist()
        if first > last:
            return []
        rows = range(first_row, last_row + 1)
        begins = [row * self._columns + first for row in rows]
        width = last + 1 - first
        return [(int(self._starts[at]), int(self._starts[at + width])) for at in begins]


def _cell(extent: NDArray[np.float64], sides: NDArray[np.float64]) -> float:
    """The side of a cell: the usual one, less in a crowd of small boxes."""
    if not len(sides):
        return CELL_L0
    crowded = float(np.sqrt(extent[0] * extent[1] * _FULL / len(sides)))
    return min(CELL_L0, max(crowded, 2 * float(np.quantile(sides, _MOST)), 1.0))
