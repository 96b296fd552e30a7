"""Places in an image, always in level-0 pixels of that image unless a name says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

_LEAST_RING = 3


class Size(NamedTuple):
    """Width and height in pixels of the frame that the name tells."""

    width: int
    height: int


class Point(NamedTuple):
    """A place in level-0 pixels; pixel centres lie at half coordinates."""

    x_l0: float
    y_l0: float


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in level-0 pixels, half open to the right and below."""

    x_l0: float
    y_l0: float
    width_l0: float
    height_l0: float

    @classmethod
    def around(cls, center: Point, width_l0: float, height_l0: float | None = None) -> "Box":
        """The box of that size with `center` in its middle; square unless a height is given."""
        height = width_l0 if height_l0 is None else height_l0
        return cls(center.x_l0 - width_l0 / 2, center.y_l0 - height / 2, width_l0, height)

    @property
    def right_l0(self) -> float:
        """First coordinate to the right of the box."""
        return self.x_l0 + self.width_l0

    @property
    def bottom_l0(self) -> float:
        """First coordinate below the box."""
        return self.y_l0 + self.height_l0

    @property
    def center(self) -> Point:
        """The middle."""
        return Point(self.x_l0 + self.width_l0 / 2, self.y_l0 + self.height_l0 / 2)

    @property
    def area_l0(self) -> float:
        """Area in square level-0 pixels."""
        return self.width_l0 * self.height_l0

    def intersection(self, other: "Box") -> "Box | None":
        """The common part; None if the boxes share no area."""
        left, top = max(self.x_l0, other.x_l0), max(self.y_l0, other.y_l0)
        right = min(self.right_l0, other.right_l0)
        bottom = min(self.bottom_l0, other.bottom_l0)
        if right <= left or bottom <= top:
            return None
        return Box(left, top, right - left, bottom - top)

    def contains(self, point: Point) -> bool:
        """Whether `point` lies inside, right and bottom edges excluded."""
        return self.x_l0 <= point.x_l0 < self.right_l0 and self.y_l0 <= point.y_l0 < self.bottom_l0


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of a finding: one vertex is a point, three and more a closed simple polygon.

    `holes` are closed polygons inside of it that don't belong to it.
    """

    vertices: tuple[Point, ...]
    holes: tuple[tuple[Point, ...], ...] = ()

    def __post_init__(self) -> None:
        if len(self.vertices) in {0, 2}:
            raise ValueError("an outline has one vertex (a point) or at least three")
        if any(len(hole) < _LEAST_RING for hole in self.holes) or (self.holes and self.is_point):
            raise ValueError("a hole has at least three vertices and lies in an area")

    @classmethod
    def of_box(cls, box: Box) -> "Outline":
        """The four corners of `box`, clockwise from the top left."""
        return cls(
            (
                Point(box.x_l0, box.y_l0),
                Point(box.right_l0, box.y_l0),
                Point(box.right_l0, box.bottom_l0),
                Point(box.x_l0, box.bottom_l0),
            )
        )

    @property
    def is_point(self) -> bool:
        """Whether this is a single place without area."""
        return len(self.vertices) == 1

    @property
    def bounds(self) -> Box:
        """The smallest upright box around it; a point has a box of no size."""
        xs = [vertex.x_l0 for vertex in self.vertices]
        ys = [vertex.y_l0 for vertex in self.vertices]
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    @property
    def area_l0(self) -> float:
        """Area in square level-0 pixels (shoelace), without the holes; 0 for a point."""
        if self.is_point:
            return 0.0
        return _ring_area(self.vertices) - sum(_ring_area(hole) for hole in self.holes)

    @property
    def center(self) -> Point:
        """Centre of the bounding box."""
        return self.bounds.center


def _ring_area(vertices: Sequence[Point]) -> float:
    ring = np.asarray(vertices, dtype=np.float64)
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)
