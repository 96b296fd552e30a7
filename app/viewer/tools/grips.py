"""Where a chosen outline can be taken hold of, and what pulling there makes of it."""

from dataclasses import dataclass

import numpy as np

from app.viewer.camera import Camera, Spot
from app.viewer.view_rects import box_to_view
from medcls_core.geometry import Box, Outline, Point

# ruff: noqa: PLC0415  (the geometry library is loaded with the first pull, not with the window)

REACH_PX = 7.0
"""How far beside a grip it can still be taken hold of, in view pixels."""

_SPACING_PX = 12.0
"""Vertices closer together than this, on average, get no grips of their own."""

_AWAY_PX = 8.0
_LEAST_PX = 24.0
_LEAST_L0 = 1.0
_CORNERS = 4

SIDES = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0))
"""The grips around an outline, by the way they lie from its middle."""


@dataclass(frozen=True, slots=True)
class Grip:
    """A hold on an outline: a vertex by its number, a side or corner, or (neither) all of it."""

    vertex: int | None = None
    side: tuple[int, int] | None = None


WHOLE = Grip()


def side_spots(outline: Outline, camera: Camera) -> dict[tuple[int, int], Spot]:
    """The grips around an outline, a little away from it; none around what is tiny or a point."""
    frame = box_to_view(camera, outline.bounds)
    if outline.is_point or min(frame.width(), frame.height()) < _LEAST_PX:
        return {}
    frame = frame.adjusted(-_AWAY_PX, -_AWAY_PX, _AWAY_PX, _AWAY_PX)
    middle, across, down = frame.center(), frame.width() / 2, frame.height() / 2
    return {(x, y): Spot(middle.x() + x * across, middle.y() + y * down) for x, y in SIDES}


def vertex_spots(outline: Outline, camera: Camera) -> dict[int, Spot]:
    """The vertices in sight, by their numbers; none where they would lie on one another."""
    if outline.is_point or _is_upright(outline):
        return {}
    rings = [np.asarray(ring) for ring in (outline.vertices, *outline.holes)]
    way = sum(
        float(np.linalg.norm(np.diff(ring, axis=0, append=ring[:1]), axis=1).sum())
        for ring in rings
    )
    places = np.concatenate(rings) * camera.scale + np.array(camera.origin)
    if way * camera.scale / len(places) < _SPACING_PX:
        return {}
    inside = np.all((places >= 0) & (places <= np.array(camera.view)), axis=1)
    return {int(n): Spot(*places[n].tolist()) for n in np.flatnonzero(inside)}


def grip_at(outline: Outline, camera: Camera, spot: Spot) -> Grip | None:
    """The grip under a place of the view, the nearest first; None beside the outline."""
    near: list[tuple[float, Grip]] = []
    for number, place in vertex_spots(outline, camera).items():
        near.append((_distance(place, spot), Grip(vertex=number)))
    for side, place in side_spots(outline, camera).items():
        near.append((_distance(place, spot), Grip(side=side)))
    distance, grip = min(near, key=lambda each: each[0], default=(REACH_PX + 1, WHOLE))
    if distance <= REACH_PX:
        return grip
    return WHOLE if holds(outline, camera, spot) else None


def holds(outline: Outline, camera: Camera, spot: Spot) -> bool:
    """Whether a place of the view lies in an outline, or near to a point."""
    if outline.is_point:
        return _distance(camera.to_view(outline.center), spot) <= 2 * REACH_PX
    return encloses(outline, camera.to_l0(spot))


def encloses(outline: Outline, point: Point) -> bool:
    """Whether a level-0 place lies in an area, and not in a hole of it."""
    return sum(_ring_holds(ring, point) for ring in (outline.vertices, *outline.holes)) % 2 == 1


def pulled(outline: Outline, grip: Grip, start: Point, now: Point) -> Outline:
    """The outline when `grip` was pulled from one level-0 place to another."""
    from medcls_core.shapes import moved, resized, with_vertex

    right, down = now.x_l0 - start.x_l0, now.y_l0 - start.y_l0
    if grip.vertex is not None:
        was = [*outline.vertices, *(place for hole in outline.holes for place in hole)][grip.vertex]
        return with_vertex(outline, grip.vertex, Point(was.x_l0 + right, was.y_l0 + down))
    if grip.side is not None:
        return resized(outline, _stretched(outline.bounds, grip.side, right, down))
    return moved(outline, right, down)


def _stretched(box: Box, side: tuple[int, int], right: float, down: float) -> Box:
    """The box with one side or corner elsewhere, never turned inside out."""
    x, wide = _span(box.x_l0, box.width_l0, side[0], right)
    y, high = _span(box.y_l0, box.height_l0, side[1], down)
    return Box(x, y, wide, high)


def _span(start: float, length: float, side: int, way: float) -> tuple[float, float]:
    if side > 0:
        return start, max(length + way, _LEAST_L0)
    if side < 0:
        moved = max(length - way, _LEAST_L0)
        return start + length - moved, moved
    return start, length


def _is_upright(outline: Outline) -> bool:
    """Whether it is a box, whose corners the grips around it move already."""
    if len(outline.vertices) != _CORNERS or outline.holes:
        return False
    xs = {vertex.x_l0 for vertex in outline.vertices}
    ys = {vertex.y_l0 for vertex in outline.vertices}
    return len(xs) == len(ys) == 2  # noqa: PLR2004  (left and right, top and bottom)


def _ring_holds(ring: tuple[Point, ...], point: Point) -> bool:
    """Whether a ray to the right of `point` crosses the ring an odd number of times."""
    ends = np.asarray(ring)
    x, y = ends.T
    next_x, next_y = np.roll(ends, -1, axis=0).T
    crosses = (y > point.y_l0) != (next_y > point.y_l0)
    x, y, next_x, next_y = x[crosses], y[crosses], next_x[crosses], next_y[crosses]
    at = x + (point.y_l0 - y) * (next_x - x) / (next_y - y)
    return bool(np.count_nonzero(at > point.x_l0) % 2)


def _distance(first: Spot, second: Spot) -> float:
    return float(np.hypot(first.x - second.x, first.y - second.y))
