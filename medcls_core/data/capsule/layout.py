"""Where crops lie on sheets: rows of crops with a gutter between, so many a sheet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from medcls_core.geometry import Size

GUTTER_PX: Final = 16
MOST_CELLS: Final = 400
MOST_SIDE_PX: Final = 6000
"""A sheet is a flat picture that any machine opens."""


@dataclass(frozen=True, slots=True)
class Place:
    """Of one crop: the sheet's number from 1, and left and top on it."""

    sheet: int
    left: int
    top: int


def placed(sizes: Sequence[tuple[Size, float | None]]) -> list[Place]:
    """A place for every crop, in their order; a sheet has one pixel size.

    Args:
        sizes: of the crops, and their micrometres per pixel (None: not known).
    """
    wide = _width([size for size, _ in sizes])
    sheet, places, shelf = 0, list[Place](), _Shelf(wide)
    before: float | None = None
    for number, (size, mpp) in enumerate(sizes):
        if number == 0 or mpp != before or not shelf.has_room(size):
            sheet, shelf, before = sheet + 1, _Shelf(wide), mpp
        left, top = shelf.take(size)
        places.append(Place(sheet, left, top))
    return places


def _width(sizes: Sequence[Size]) -> int:
    """A sheet's width, so that a full one is about as high as wide."""
    if not sizes:
        return MOST_SIDE_PX
    areas = [(size.width + GUTTER_PX) * (size.height + GUTTER_PX) for size in sizes]
    side = math.isqrt(sum(areas) * min(len(areas), MOST_CELLS) // len(areas))
    widest = max(size.width for size in sizes) + 2 * GUTTER_PX
    return max(widest, min(side + 2 * GUTTER_PX, MOST_SIDE_PX))


@dataclass(slots=True)
class _Shelf:
    """Rows from top to bottom, each as high as its highest crop."""

    wide: int
    left: int = GUTTER_PX
    top: int = GUTTER_PX
    height: int = 0
    count: int = 0

    def has_room(self, size: Size) -> bool:
        """Whether one crop more fits; the first one always does."""
        _, top = self._next(size)
        fits = top + size.height + GUTTER_PX <= MOST_SIDE_PX
        return self.count == 0 or (self.count < MOST_CELLS and fits)

    def take(self, size: Size) -> tuple[int, int]:
        """Left and top of the next crop."""
        left, top = self._next(size)
        self.height = size.height if top != self.top else max(self.height, size.height)
        self.left, self.top, self.count = left + size.width + GUTTER_PX, top, self.count + 1
        return left, top

    def _next(self, size: Size) -> tuple[int, int]:
        if self.count == 0 or self.left + size.width + GUTTER_PX <= self.wide:
            return self.left, self.top
        return GUTTER_PX, self.top + self.height + GUTTER_PX
