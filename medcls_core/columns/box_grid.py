"""Which of many boxes touch a rectangle: boxes sorted into the cells of a coarse grid."""

import numpy as np
from numpy.typing import NDArray

CELL_L0 = 1024.0
_MOST_CELLS = 512
"""Cells a side at most; boxes further apart share larger cells."""


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
        extent = float((middles.max(axis=0) - self._corner).max()) if len(bounds) else 0.0
        self._cell = max(CELL_L0, extent / _MOST_CELLS)
        cells = np.floor((middles - self._corner) / self._cell).astype(np.int64)
        self._columns = int(cells[:, 0].max(initial=-1)) + 1
        self._rows = int(cells[:, 1].max(initial=-1)) + 1
        sides = (bounds[:, 2:] - bounds[:, :2]).max(axis=1, initial=0.0)
        # Whatever is larger than a cell is looked at every time; the rest reaches half a cell.
        self._loose = np.flatnonzero(sides > self._cell)
        small = np.flatnonzero(sides <= self._cell)
        places = cells[small, 1] * self._columns + cells[small, 0]
        order = np.argsort(places, kind="stable")
        self._numbers = small[order]
        self._starts = np.searchsorted(places[order], np.arange(self._columns * self._rows + 1))

    def place(self, numbers: NDArray[np.intp], bounds: NDArray[np.float64]) -> None:
        """Some boxes came or moved.

        Args:
            numbers: which.
            bounds: of all boxes, as at first; (N, 4) in level-0 pixels.
        """
        self._bounds = bounds
        self._loose = np.union1d(self._loose, numbers)

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
        return np.unique(found[touch])

    def _runs(self, left: float, top: float, right: float, bottom: float) -> list[tuple[int, int]]:
        """From where to where in `_numbers` the boxes of each row of cells lie that could touch."""
        reach = self._cell / 2
        low = np.floor((np.array([left, top]) - reach - self._corner) / self._cell).astype(int)
        high = np.floor((np.array([right, bottom]) + reach - self._corner) / self._cell).astype(int)
        first, last = max(0, int(low[0])), min(self._columns - 1, int(high[0]))
        if first > last:
            return []
        rows = range(max(0, int(low[1])), min(self._rows - 1, int(high[1])) + 1)
        begins = [row * self._columns + first for row in rows]
        width = last + 1 - first
        return [(int(self._starts[at]), int(self._starts[at + width])) for at in begins]
