"""How much of a slide was seen, at which power: the ledger of looks as a grid."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Box, Point, Size
from medcls_core.images.box_sums import box_sums
from medcls_core.images.tissue import TissueMask
from medcls_core.store.looks import Look

POWERS = (1.25, 2.5, 5.0, 10.0, 20.0, 40.0)
"""Objective powers that are told apart; 10x is 1 micrometre per pixel of the view."""

CELLS = 160
"""Of the grid along the image's longer side."""

SEEN_S = 0.5
"""What was in sight for less than that was not seen."""

LEAST_TISSUE = 0.05
"""A field with less unseen tissue than this share of it is not gone to."""

_UM_TIMES_POWER = 10.0
_ROUNDING = 1.02
"""A view at 9.9x is one at 10x: pixel sizes are good for no more."""


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Seconds that each part of an image was in sight.

    Attributes:
        seconds: float64 (P, H, W): at each of `POWERS` or higher, by row and column of the grid.
        size_l0: of the image, which the grid spans.
        native_power: objective power of the scan's own pixels.
    """

    seconds: NDArray[np.float64]
    size_l0: Size
    native_power: float

    def seen(self, power: float) -> NDArray[np.bool_]:
        """Which cells were seen at `power` (one of `POWERS`) or higher: bool (H, W)."""
        seen: NDArray[np.bool_] = self.seconds[POWERS.index(power)] >= SEEN_S
        return seen


def coverage(looks: Iterable[Look], size_l0: Size, native_power: float) -> Coverage:
    """Add up the looks at an image.

    A cell counts as in sight when its middle was.

    Args:
        looks: the ledger, of one reader or several; none is a grid to begin with.
        size_l0: of the image.
        native_power: objective power of the scan's own pixels (10 / mpp).
    """
    height, width = _grid(size_l0)
    x = (np.arange(width) + 0.5) * size_l0.width / width
    y = (np.arange(height) + 0.5) * size_l0.height / height
    seconds = np.zeros((len(POWERS), height, width))
    for look in looks:
        reached = sum(native_power / look.downsample * _ROUNDING >= power for power in POWERS)
        left, right = np.searchsorted(x, (look.box.x_l0, look.box.right_l0))
        top, bottom = np.searchsorted(y, (look.box.y_l0, look.box.bottom_l0))
        seconds[:reached, top:bottom, left:right] += look.seconds
    return Coverage(seconds, size_l0, native_power)


def with_looks(covered: Coverage, looks: Iterable[Look]) -> Coverage:
    """`covered` after more looks."""
    fresh = coverage(looks, covered.size_l0, covered.native_power)
    return replace(covered, seconds=covered.seconds + fresh.seconds)


def native_power_of(mpp: float) -> float:
    """Objective power of a scan's own pixels, `mpp` micrometres wide."""
    return _UM_TIMES_POWER / mpp


def tissue_cells(tissue: TissueMask, size_l0: Size) -> NDArray[np.float64]:
    """Share of each cell of the grid that is tissue, float64 (H, W) in [0, 1].

    Args:
        tissue: of the whole image.
        size_l0: of the image.
    """
    rows, columns = (
        _parts(cells, pixels)
        for cells, pixels in zip(_grid(size_l0), tissue.mask.shape, strict=True)
    )
    shares: NDArray[np.float64] = rows @ tissue.mask.astype(np.float64) @ columns.T
    return shares


def _parts(cells: int, pixels: int) -> NDArray[np.float64]:
    """Which share of each cell each pixel of a mask makes up along one side: (cells, pixels)."""
    edges = np.arange(cells + 1)[:, None] * pixels / cells
    first = np.arange(pixels)[None, :]
    common = np.minimum(edges[1:], first + 1) - np.maximum(edges[:-1], first)
    parts: NDArray[np.float64] = np.clip(common, 0, None) * cells / pixels
    return parts


def tissue_seen(covered: Coverage, tissue: NDArray[np.float64], power: float) -> float | None:
    """Share of the tissue that was seen at `power` or higher; None where there is no tissue."""
    whole = float(tissue.sum())
    return float(tissue[covered.seen(power)].sum()) / whole if whole > 0 else None


def to_be_seen(covered: Coverage, tissue: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    """How much of each cell is tissue that is still to be seen, (H, W) in [0, 1].

    Tissue that was seen, but at a lower power than `power`, counts half.
    """
    glimpsed = np.where(covered.seen(POWERS[0]), 0.5, 1.0)
    left: NDArray[np.float64] = np.where(covered.seen(power), 0.0, glimpsed) * tissue
    return left


def unseen_fields(
    covered: Coverage, tissue: NDArray[np.float64], power: float, view: Size
) -> tuple[Box, ...]:
    """Fields of view with tissue that was not seen at `power`, in the order of a meander.

    Args:
        covered: what was seen.
        tissue: share of tissue by cell, of `tissue_cells`.
        power: one of `POWERS`.
        view: size of a view in its own pixels, which shows one field at that power.
    """
    downsample = covered.native_power / power
    unseen = np.where(covered.seen(power), 0.0, tissue)
    size = covered.size_l0
    columns = max(1, math.ceil(size.width / (view.width * downsample)))
    rows = max(1, math.ceil(size.height / (view.height * downsample)))
    wide, high = size.width / columns, size.height / rows
    fields = []
    for row, left in enumerate(_shares(unseen, rows, columns) >= LEAST_TISSUE):
        along = np.flatnonzero(left).tolist()
        along = along if row % 2 == 0 else along[::-1]
        fields += [Box(column * wide, row * high, wide, high) for column in along]
    return tuple(fields)


def next_field(fields: tuple[Box, ...], here: Point) -> Box | None:
    """The field to go to from `here`: the nearest; None when all was seen."""
    return min(
        fields,
        key=lambda box: (box.center.x_l0 - here.x_l0) ** 2 + (box.center.y_l0 - here.y_l0) ** 2,
        default=None,
    )


def field_beside(fields: tuple[Box, ...], here: Point, step: int) -> Box | None:
    """The field `step` places further than the one at `here`, stopping at both ends.

    The nearest if none is there, None when all was seen.
    """
    near = next_field(fields, here)
    if near is None or not near.contains(here):
        return near
    return fields[max(0, min(len(fields) - 1, fields.index(near) + step))]


def unseen_share(covered: Coverage, tissue: NDArray[np.float64], power: float, field: Box) -> float:
    """Share of `field` that is tissue not seen at `power`, [0, 1]."""
    return _share(np.where(covered.seen(power), 0.0, tissue), field, covered.size_l0)


def _shares(unseen: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.float64]:
    """`_share` of every box of a grid that divides the image evenly, (rows, columns)."""
    height, width = unseen.shape
    down, across = _cells(rows, height), _cells(columns, width)
    areas = np.outer(down[1] - down[0], across[1] - across[0]).clip(min=1)
    shares: NDArray[np.float64] = box_sums(unseen, down, across) / areas
    return shares


def _cells(count: int, cells: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First cell of each of `count` even parts of one side, and the one after its last."""
    edges = np.rint(np.arange(count + 1) / count * cells).astype(np.int64)
    return edges[:-1], edges[1:].clip(min=edges[:-1] + 1, max=cells)


def _share(unseen: NDArray[np.float64], box: Box, size_l0: Size) -> float:
    """Mean of the grid within `box`, cells counted where their middle lies inside."""
    height, width = unseen.shape
    left, right = (round(x / size_l0.width * width) for x in (box.x_l0, box.right_l0))
    top, bottom = (round(y / size_l0.height * height) for y in (box.y_l0, box.bottom_l0))
    part = unseen[top : max(bottom, top + 1), left : max(right, left + 1)]
    return float(part.mean()) if part.size else 0.0


def _grid(size_l0: Size) -> tuple[int, int]:
    """Rows and columns for an image."""
    longest = max(size_l0)
    height = max(1, round(CELLS * size_l0.height / longest))
    return height, max(1, round(CELLS * size_l0.width / longest))
