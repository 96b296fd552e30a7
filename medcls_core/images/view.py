"""One box seen through one level: which pixels are read, and how they become the result.

All arithmetic is in real numbers until the last step, so nothing shifts, whatever the zoom and
however far from the origin.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from medcls_core.geometry import Box, Size
from medcls_core.images.levels import Level

WHITE = 255
WHOLE = 1e-6  # how near to a whole number counts as one


@dataclass(frozen=True, slots=True)
class Window:
    """Whole pixels of one level: left, top, width, height."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Patch:
    """Pixels of one level, and where their first corner truly lies in that level.

    `left` and `top` differ from the window that was asked for by less than a pixel where the
    file's library can only be addressed in whole level-0 pixels.
    """

    rgb: NDArray[np.uint8]
    left: float
    top: float


Fetch = Callable[[int, Window], Patch]
"""Reads a window, lying inside of the level with the given index."""


@dataclass(frozen=True, slots=True)
class Span:
    """One axis of a view, in pixels of the level."""

    start: float
    stop: float
    count: int  # output pixels
    held: int  # pixels that the level has
    image: float  # where the image truly ends

    @classmethod
    def of(cls, start: float, stop: float, count: int, held: int, image: float) -> "Span":
        """Ends that are whole numbers but for rounding are made whole."""
        near = abs(start - round(start)) < WHOLE and abs(stop - round(stop)) < WHOLE
        return (
            cls(round(start), round(stop), count, held, image)
            if near
            else cls(start, stop, count, held, image)
        )

    @property
    def scale(self) -> float:
        """Pixels of the level for each output pixel."""
        return (self.stop - self.start) / self.count

    @property
    def is_plain(self) -> bool:
        """Whether output pixels are the level's pixels."""
        return float(self.start).is_integer() and self.stop - self.start == self.count

    @property
    def crosses(self) -> bool:
        """Whether the view reaches beyond the image."""
        return self.start < 0 or self.stop > self.image + WHOLE

    @property
    def reach(self) -> tuple[int, int]:
        """First and end pixel that have a say, the filter's support included."""
        if self.is_plain:
            return int(self.start), int(self.stop)
        support = math.ceil(max(1.0, self.scale)) + 1
        return math.floor(self.start) - support, math.ceil(self.stop) + support

    @property
    def inside(self) -> tuple[int, int]:
        """The part of `reach` that the level holds, at least one pixel."""
        first, end = self.reach
        first = min(max(first, 0), self.held - 1)
        return first, max(min(end, self.held), first + 1)


class View:
    """One box, seen through one level."""

    def __init__(self, level: Level, index: int, size_l0: Size, box: Box, size: Size) -> None:
        self._index, self._size = index, size
        self._x = Span.of(
            box.x_l0 / level.scale_x,
            box.right_l0 / level.scale_x,
            size.width,
            level.size.width,
            size_l0.width / level.scale_x,
        )
        self._y = Span.of(
            box.y_l0 / level.scale_y,
            box.bottom_l0 / level.scale_y,
            size.height,
            level.size.height,
            size_l0.height / level.scale_y,
        )

    @property
    def window(self) -> Window:
        """What is read from the file."""
        (left, right), (top, bottom) = self._x.inside, self._y.inside
        return Window(left, top, right - left, bottom - top)

    @property
    def patch_px(self) -> int:
        """How many pixels that is."""
        return self.window.width * self.window.height

    def render(self, fetch: Fetch) -> NDArray[np.uint8]:
        """Read, surround and resample."""
        patch = fetch(self._index, self.window)
        framed = self._framed(patch.rgb)
        shift_x, shift_y = patch.left - self.window.left, patch.top - self.window.top
        if self._x.is_plain and self._y.is_plain and abs(shift_x) + abs(shift_y) < 0.5:  # noqa: PLR2004
            return framed
        return self._resampled(framed, shift_x, shift_y)

    def _framed(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """`rgb` grown to the whole reach: edge pixels repeated, white beyond the image."""
        window, (left, right), (top, bottom) = self.window, self._x.reach, self._y.reach
        before_x, after_x = window.left - left, right - window.left - window.width
        before_y, after_y = window.top - top, bottom - window.top - window.height
        if not (before_x or after_x or before_y or after_y):
            return rgb
        framed = _grown(_grown(rgb, 0, before_y, after_y), 1, before_x, after_x)
        _whiten(framed, self._y, top)
        _whiten(framed.swapaxes(0, 1), self._x, left)
        return framed

    def _resampled(
        self, framed: NDArray[np.uint8], shift_x: float, shift_y: float
    ) -> NDArray[np.uint8]:
        left, top = self._x.reach[0] + shift_x, self._y.reach[0] + shift_y
        height, width = framed.shape[:2]
        cut = (
            max(self._x.start - left, 0.0),
            max(self._y.start - top, 0.0),
            min(self._x.stop - left, float(width)),
            min(self._y.stop - top, float(height)),
        )
        image = Image.fromarray(framed)
        small = image.resize(self._size, Image.Resampling.BILINEAR, box=cut, reducing_gap=3.0)
        return np.asarray(small)


def _grown(rgb: NDArray[np.uint8], axis: int, before: int, after: int) -> NDArray[np.uint8]:
    """Edge pixels repeated; a negative count cuts (the view lies beside the image)."""
    length = rgb.shape[axis]
    places = np.clip(np.arange(-before, length + after), 0, length - 1)
    return np.take(rgb, places, axis=axis)


def _whiten(rows: NDArray[np.uint8], span: Span, first: int) -> None:
    """Make what lies beyond the image white, where the view shows it; `rows` is changed."""
    if not span.crosses:
        return
    end = math.ceil(span.image - WHOLE) - first
    rows[: max(-first, 0)] = WHITE
    rows[max(end, 0) :] = WHITE
