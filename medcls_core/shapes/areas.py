"""Outlines put together, taken apart and changed.

Every function takes and gives valid outlines: no border crosses itself, no hole leaves its area.
What comes apart comes as several outlines, the largest first; specks are left out.
"""

from collections.abc import Sequence

import numpy as np
from shapely import get_coordinates, make_valid
from shapely.affinity import affine_transform
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split as cut
from shapely.ops import unary_union

from medcls_core.geometry import Box, Outline, Point

LEAST_AREA_L0 = 1.0
"""Square level-0 pixels; a smaller piece or hole is an accident of drawing."""

_LEAST_RING = 3
_SAME_PLACE = 2
_ROUND = 16
"""Segments of a quarter circle of a brush."""


def regions_of(vertices: Sequence[Point]) -> tuple[Outline, ...]:
    """What a freely drawn ring encloses; one that crosses itself is cut at the crossings.

    Args:
        vertices: in their order, open or closed; fewer than three enclose nothing.
    """
    if len(vertices) < _LEAST_RING:
        return ()
    return _outlines(make_valid(Polygon(vertices)))


def stroked(path: Sequence[Point], radius_l0: float) -> tuple[Outline, ...]:
    """What a round brush of `radius_l0` covers on its way along `path`."""
    if not path or radius_l0 <= 0:
        return ()
    way = path if len(path) > 1 else (path[0], path[0])
    # A brush goes over a place again and again; a twentieth of it is never seen.
    covered = LineString(way).simplify(radius_l0 / 20).buffer(radius_l0, quad_segs=_ROUND)
    return _outlines(covered.simplify(radius_l0 / 100))


def box_around(center: Point, side_l0: float) -> Outline:
    """A square of that side around a place."""
    return Outline.of_box(Box.around(center, side_l0))


def merged(outlines: Sequence[Outline]) -> tuple[Outline, ...]:
    """All of them as one; several where they don't touch."""
    return _outlines(unary_union([_polygon(each) for each in outlines]))


def subtracted(outline: Outline, less: Sequence[Outline]) -> tuple[Outline, ...]:
    """What is left of `outline`; nothing, one piece or several."""
    return _outlines(_polygon(outline).difference(unary_union([_polygon(each) for each in less])))


def split(outline: Outline, line: Sequence[Point]) -> tuple[Outline, ...]:
    """The pieces of `outline` on both sides of a line; itself where the line doesn't cross it.

    Args:
        outline: an area.
        line: through it, in its order; it cuts only where it goes from border to border.
    """
    if len(line) < _SAME_PLACE or outline.is_point:
        return (outline,)
    pieces = cut(_polygon(outline), unary_union(LineString(line)))
    apart = _outlines(MultiPolygon([each for each in pieces.geoms if isinstance(each, Polygon)]))
    return apart if len(apart) > 1 else (outline,)


def touch(first: Outline, second: Outline) -> bool:
    """Whether two areas share a place."""
    return bool(_polygon(first).intersects(_polygon(second)))


def without_holes(outline: Outline) -> Outline:
    """The border alone."""
    return Outline(outline.vertices)


def simplified(outline: Outline, tolerance_l0: float) -> Outline:
    """With fewer vertices, none of the border further away than `tolerance_l0`."""
    if outline.is_point:
        return outline
    fewer = _outlines(_polygon(outline).simplify(tolerance_l0))
    return fewer[0] if fewer else outline


def longest_diameter(vertices: Sequence[Point]) -> float:
    """The longest straight way between two of a border's places, in the vertices' unit."""
    corners = get_coordinates(MultiPoint(vertices).convex_hull)
    return max(float(np.hypot(*(corners - one).T).max()) for one in corners)


def moved(outline: Outline, right_l0: float, down_l0: float) -> Outline:
    """Elsewhere, in the same shape."""
    return _mapped(outline, 1, 1, right_l0, down_l0)


def resized(outline: Outline, box: Box) -> Outline:
    """Stretched so that its bounds are `box`; a point goes to its middle."""
    was = outline.bounds
    if outline.is_point or not was.area_l0 or not box.area_l0:
        return moved(outline, box.center.x_l0 - was.center.x_l0, box.center.y_l0 - was.center.y_l0)
    across, down = box.width_l0 / was.width_l0, box.height_l0 / was.height_l0
    return _mapped(outline, across, down, box.x_l0 - was.x_l0 * across, box.y_l0 - was.y_l0 * down)


def with_vertex(outline: Outline, number: int, place: Point) -> Outline:
    """With one vertex elsewhere, counted through the border and then the holes.

    Where the border then crosses itself the largest part is kept.
    """
    rings = [list(outline.vertices), *(list(hole) for hole in outline.holes)]
    for ring in rings:
        if number < len(ring):
            ring[number] = place
            break
        number -= len(ring)
    border, *holes = (tuple(ring) for ring in rings)
    changed = Outline(border, tuple(holes))
    if changed.is_point or Polygon(border, holes).is_valid:
        return changed
    parts = _outlines(make_valid(Polygon(border, holes)))
    return parts[0] if parts else outline


def _mapped(outline: Outline, across: float, down: float, x_l0: float, y_l0: float) -> Outline:
    if outline.is_point:
        (only,) = outline.vertices
        return Outline((Point(only.x_l0 * across + x_l0, only.y_l0 * down + y_l0),))
    changed = affine_transform(_raw(outline), [across, 0, 0, down, x_l0, y_l0])
    return _outline(changed)


def _raw(outline: Outline) -> Polygon:
    return Polygon(outline.vertices, outline.holes)


def _polygon(outline: Outline) -> BaseGeometry:
    """As an area for shapely; a point has none."""
    if outline.is_point:
        return Polygon()
    area = _raw(outline)
    return area if area.is_valid else make_valid(area)


def _outlines(geometry: BaseGeometry) -> tuple[Outline, ...]:
    """The areas in a geometry, the largest first; lines, points and specks are left out."""
    parts = [geometry] if isinstance(geometry, Polygon) else getattr(geometry, "geoms", ())
    flat = [area for part in parts for area in _areas(part)]
    large = [area for area in flat if area.area >= LEAST_AREA_L0]
    return tuple(_outline(area) for area in sorted(large, key=lambda area: -area.area))


def _areas(part: BaseGeometry) -> list[Polygon]:
    if isinstance(part, Polygon):
        return [part]
    return [area for inner in getattr(part, "geoms", ()) for area in _areas(inner)]


def _outline(area: Polygon) -> Outline:
    holes = [hole for hole in area.interiors if Polygon(hole).area >= LEAST_AREA_L0]
    return Outline(_ring(area.exterior.coords), tuple(_ring(hole.coords) for hole in holes))


def _ring(places: Sequence[Sequence[float]]) -> tuple[Point, ...]:
    """Without the last place, which repeats the first."""
    return tuple(Point(float(x), float(y)) for x, y, *_ in list(places)[:-1])
