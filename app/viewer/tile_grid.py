"""How an image is cut into tiles, level by level, each half as fine as the one before.

The levels are the view's own, powers of two whatever the file stores: a tile is at most twice as
fine as the screen shows it, so that its smooth drawing neither blurs nor flickers.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from medcls_core.geometry import Box, Point, Size

TILE_PX = 512
"""Side of a tile in its level's pixels."""

_BLUR_ALLOWED = 0.14
"""How far (log2) a level may be stretched before the next finer one is taken: 1.1 times."""


class TileKey(NamedTuple):
    """One tile: its level (downsample 2 ** level), column and row."""

    level: int
    column: int
    row: int


class TileSpan(NamedTuple):
    """A rectangle of tiles at one level; `columns` and `rows` count them."""

    level: int
    column: int
    row: int
    columns: int
    rows: int

    def tiles(self) -> tuple[TileKey, ...]:
        """Every tile of the span, the ones near its middle first."""
        return _from_the_middle(self)

    def covers(self, other: "TileSpan") -> bool:
        """Whether `other` lies inside, at the same level."""
        return (
            self.level == other.level
            and self.column <= other.column
            and self.row <= other.row
            and self.column + self.columns >= other.column + other.columns
            and self.row + self.rows >= other.row + other.rows
        )

    def holds(self, key: TileKey) -> bool:
        """Whether `key` is one of the tiles."""
        return self.covers(TileSpan(*key, 1, 1))


@lru_cache(maxsize=64)
def _from_the_middle(span: TileSpan) -> tuple[TileKey, ...]:
    """The tiles of a span; the same few spans are asked for in every frame of a pan."""
    middle_x, middle_y = span.column + (span.columns - 1) / 2, span.row + (span.rows - 1) / 2
    keys = [
        TileKey(span.level, column, row)
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
    ]
    keys.sort(key=lambda key: (key.column - middle_x) ** 2 + (key.row - middle_y) ** 2)
    return tuple(keys)


@dataclass(frozen=True, slots=True)
class TileGrid:
    """The tiles of an image of `size_l0`; `stored` are the downsamples that its file holds."""

    size_l0: Size
    stored: tuple[float, ...] = (1.0,)
    tile_px: int = TILE_PX

    @property
    def top_level(self) -> int:
        """The level at which the image fits into one tile."""
        longest = max(self.size_l0)
        return max(0, math.ceil(math.log2(longest / self.tile_px)))

    def level_for(self, screen_scale: float) -> int:
        """The level to show at so many screen pixels per level-0 pixel."""
        level = math.floor(math.log2(1 / screen_scale) + _BLUR_ALLOWED)
        return min(max(level, 0), self.top_level)

    def is_cheap(self, level: int) -> bool:
        """Whether the file holds about that level, so that it is read faster than finer ones."""
        step = 2.0**level
        return any(step / 2 <= downsample <= step * 1.01 for downsample in self.stored)

    def box(self, key: TileKey) -> Box:
        """What a tile covers; at the image's edge it ends on a whole pixel of its level."""
        step = 2.0**key.level
        side = self.tile_px * step
        size = self.size(key)
        return Box(key.column * side, key.row * side, size.width * step, size.height * step)

    def size(self, key: TileKey) -> Size:
        """Pixels of a tile: `tile_px` a side, fewer at the right and lower edge."""
        step = 2.0**key.level
        wide = math.ceil(self.size_l0.width / step) - key.column * self.tile_px
        high = math.ceil(self.size_l0.height / step) - key.row * self.tile_px
        return Size(min(wide, self.tile_px), min(high, self.tile_px))

    def span(self, level: int, box: Box, *, ring: int = 0) -> TileSpan | None:
        """The tiles of `level` that touch `box`, and a ring around; None off the image."""
        whole = Box(0.0, 0.0, self.size_l0.width, self.size_l0.height)
        seen = box.intersection(whole)
        if seen is None:
            return None
        side = self.tile_px * 2.0**level
        last_column = math.ceil(self.size_l0.width / side) - 1
        last_row = math.ceil(self.size_l0.height / side) - 1
        left = max(math.floor(seen.x_l0 / side) - ring, 0)
        top = max(math.floor(seen.y_l0 / side) - ring, 0)
        right = min(math.ceil(seen.right_l0 / side) - 1 + ring, last_column)
        bottom = min(math.ceil(seen.bottom_l0 / side) - 1 + ring, last_row)
        return TileSpan(level, left, top, right - left + 1, bottom - top + 1)

    def corner(self, span: TileSpan) -> Point:
        """Upper left corner of a span."""
        side = self.tile_px * 2.0**span.level
        return Point(span.column * side, span.row * side)
