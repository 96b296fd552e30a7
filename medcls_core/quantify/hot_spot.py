"""The place of a slide where most objects lie together: the densest circle of a given size."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from medcls_core.geometry import Point, Size

_CLOSE = 1 + 1e-9
"""What lies on the border lies within, whatever rounding makes of it."""

_CHORDS = 4096


@dataclass(frozen=True, slots=True)
class Circle:
    """A round field, in level-0 pixels."""

    center: Point
    radius_l0: float

    def holds(self, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which of the points (N, 2), x and y, lie within: bool (N,)."""
        away = points - (self.center.x_l0, self.center.y_l0)
        within: NDArray[np.bool_] = np.hypot(away[:, 0], away[:, 1]) <= self.radius_l0 * _CLOSE
        return within

    def area_within(self, size_l0: Size) -> float:
        """How much of it lies within an image, in square level-0 pixels, by its chords."""
        steps = (np.arange(_CHORDS) + 0.5) / _CHORDS * 2 - 1
        y = self.center.y_l0 + steps * self.radius_l0
        half = np.sqrt(1 - steps**2) * self.radius_l0
        left = np.clip(self.center.x_l0 - half, 0, size_l0.width)
        right = np.clip(self.center.x_l0 + half, 0, size_l0.width)
        lengths = np.where((y >= 0) & (y <= size_l0.height), right - left, 0.0)
        return float(lengths.sum()) * 2 * self.radius_l0 / _CHORDS


def densest_circle(points: NDArray[np.float64], radius_l0: float, size_l0: Size) -> Circle | None:
    """The circle with the most points, by exact search; None without a point.

    A circle that holds the most can be pushed until two of its points lie on its border, so it is
    enough to turn a circle around every point and watch the others come and go. Points with no
    more neighbours than the best circle holds are left out. Where the found circle leaves room, it
    is centred on its points and kept within the image.

    Args:
        points: float (N, 2), x and y in level-0 pixels.
        radius_l0: of the circle, in level-0 pixels.
        size_l0: of the image.
    """
    if not len(points):
        return None
    tree = cKDTree(points)
    most = tree.query_ball_point(points, 2 * radius_l0, return_length=True)
    best, found = 0, Point(0, 0)
    for row in np.argsort(-most, kind="stable").tolist():
        if most[row] <= best:
            break
        near = points[tree.query_ball_point(points[row], 2 * radius_l0)] - points[row]
        count, angle = _most_around(near, radius_l0)
        if count > best:
            best = count
            x, y = points[row].tolist()
            found = Point(x + radius_l0 * math.cos(angle), y + radius_l0 * math.sin(angle))
    return _settled(Circle(found, radius_l0), points, size_l0)


def _most_around(near: NDArray[np.float64], radius: float) -> tuple[int, float]:
    """Most of `near` in a circle with the origin on its border, and where its centre lies then."""
    away = np.hypot(near[:, 0], near[:, 1])
    others = away > 0
    always = int(np.count_nonzero(~others))
    if not others.any():
        return always, 0.0
    towards = np.arctan2(near[others, 1], near[others, 0])
    reach = np.arccos(np.clip(away[others] / (2 * radius), 0, 1)) + 1e-12
    begin = np.sort(np.mod(towards - reach, 2 * math.pi))
    end = np.sort(np.mod(towards - reach, 2 * math.pi) + 2 * reach)
    around = np.sort(end[end >= 2 * math.pi] - 2 * math.pi)
    come = np.searchsorted(begin, begin, "right")
    gone = np.searchsorted(end, begin, "left")
    still = len(around) - np.searchsorted(around, begin, "left")
    inside = come - gone + still
    at = int(np.argmax(inside))
    return always + int(inside[at]), float(begin[at])


def _settled(circle: Circle, points: NDArray[np.float64], size_l0: Size) -> Circle:
    """The circle moved over its points and into the image, as far as it keeps them all."""
    inside = circle.holds(points)
    x, y = points[inside].mean(axis=0).tolist()
    for center in (Point(x, y), circle.center):
        kept = Circle(
            Point(
                _into(center.x_l0, circle.radius_l0, size_l0.width),
                _into(center.y_l0, circle.radius_l0, size_l0.height),
            ),
            circle.radius_l0,
        )
        for moved in (kept, Circle(center, circle.radius_l0)):
            if np.count_nonzero(moved.holds(points)) >= np.count_nonzero(inside):
                return moved
    return circle


def _into(center: float, radius: float, length: float) -> float:
    return length / 2 if 2 * radius >= length else min(max(center, radius), length - radius)
