"""Sums over the boxes of a grid, all at once: a picture of sums (Crow 1984) answers for each."""

import numpy as np
from numpy.typing import NDArray

Edges = tuple[NDArray[np.int64], NDArray[np.int64]]
"""First cell of every box along one side, and the one after its last."""


def box_sums(cells: NDArray[np.generic], rows: Edges, columns: Edges) -> NDArray[np.float64]:
    """What lies in each box of a grid: float64 (M, N) for M spans of rows and N of columns.

    Args:
        cells: numbers or bool (H, W).
        rows: from top to bottom, 0 to H.
        columns: from left to right, 0 to W.
    """
    height, width = cells.shape
    sums = np.zeros((height + 1, width + 1))
    sums[1:, 1:] = cells.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    (tops, bottoms), (lefts, rights) = rows, columns
    found = sums[bottoms][:, rights] - sums[tops][:, rights]
    found += sums[tops][:, lefts] - sums[bottoms][:, lefts]
    return found
