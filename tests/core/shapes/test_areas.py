"""Outlines put together and taken apart; areas and vertices are checked against plain sums."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from medcls_core import shapes
from medcls_core.geometry import Box, Outline, Point

PLACES = st.floats(-1000, 1000).map(lambda value: round(value, 2))
POINTS = st.tuples(PLACES, PLACES).map(lambda xy: Point(*xy))
SIDES = st.floats(2, 400).map(lambda value: round(value, 2))
BOXES = st.builds(Box, PLACES, PLACES, SIDES, SIDES)
RINGS = st.lists(POINTS, min_size=3, max_size=24)


def square(x: float, y: float, side: float) -> Outline:
    return Outline.of_box(Box(x, y, side, side))


def area(outlines) -> float:
    return sum(outline.area_l0 for outline in outlines)


def valid(outline: Outline) -> bool:
    return Polygon(outline.vertices, outline.holes).is_valid


def test_union_of_touching_squares_is_one_and_of_distant_ones_two():
    near = shapes.merged([square(0, 0, 10), square(5, 0, 10)])
    assert [outline.area_l0 for outline in near] == [150]
    far = shapes.merged([square(0, 0, 10), square(50, 0, 20)])
    assert [outline.area_l0 for outline in far] == [400, 100]  # the largest first


def test_taking_the_middle_out_leaves_a_hole_that_can_be_filled():
    (ring,) = shapes.subtracted(square(0, 0, 30), [square(10, 10, 10)])
    assert ring.area_l0 == 800
    assert len(ring.holes) == 1
    assert shapes.without_holes(ring).area_l0 == 900


def test_taking_everything_leaves_nothing():
    assert shapes.subtracted(square(0, 0, 10), [square(-1, -1, 20)]) == ()


def test_a_line_through_touching_cells_parts_them():
    pieces = shapes.split(square(0, 0, 10), [Point(3, -5), Point(3, 15)])
    assert sorted(piece.area_l0 for piece in pieces) == pytest.approx([30, 70])
    assert shapes.split(square(0, 0, 10), [Point(3, 3), Point(6, 6)]) == (square(0, 0, 10),)
    assert shapes.split(square(0, 0, 10), [Point(30, 3), Point(60, 6)]) == (square(0, 0, 10),)
    point = Outline((Point(1, 1),))
    assert shapes.split(point, [Point(0, 0), Point(2, 2)]) == (point,)


def test_a_line_that_crosses_twice_makes_three_pieces():
    line = [Point(-5, 3), Point(15, 3), Point(15, 6), Point(-5, 6)]
    pieces = shapes.split(square(0, 0, 10), line)
    assert [piece.area_l0 for piece in pieces] == pytest.approx([40, 30, 30])


def test_a_brush_dab_is_a_circle_and_a_stroke_a_capsule():
    (dab,) = shapes.stroked([Point(5, 5)], 10)
    assert dab.area_l0 == pytest.approx(math.pi * 100, rel=0.01)
    (stroke,) = shapes.stroked([Point(0, 0), Point(100, 0)], 10)
    assert stroke.area_l0 == pytest.approx(math.pi * 100 + 2000, rel=0.01)
    assert shapes.stroked([], 10) == ()
    assert shapes.stroked([Point(0, 0)], 0) == ()


def test_a_ring_that_crosses_itself_is_cut_at_the_crossing():
    bow = [Point(0, 0), Point(10, 10), Point(10, 0), Point(0, 10)]
    assert [part.area_l0 for part in shapes.regions_of(bow)] == pytest.approx([25, 25])
    assert shapes.regions_of(bow[:2]) == ()


def test_dragging_a_vertex_across_the_border_keeps_the_largest_part():
    dragged = shapes.with_vertex(square(0, 0, 10), 1, Point(-5, 20))
    assert valid(dragged)
    kept = shapes.with_vertex(square(0, 0, 10), 1, Point(20, 0))
    assert kept.vertices[1] == Point(20, 0)


def test_vertices_are_counted_through_the_holes():
    (ring,) = shapes.subtracted(square(0, 0, 30), [square(10, 10, 10)])
    corner = ring.holes[0][0]
    place = Point(corner.x_l0 + (corner.x_l0 - 15) / 10, corner.y_l0)  # a little outwards
    changed = shapes.with_vertex(ring, len(ring.vertices), place)
    assert changed.vertices == ring.vertices
    assert place in changed.holes[0]


@given(RINGS)
def test_whatever_is_drawn_becomes_valid(ring):
    for outline in shapes.regions_of(ring):
        assert valid(outline)
        assert outline.area_l0 > 0


@given(BOXES, BOXES)
def test_union_and_difference_add_up(first, second):
    one, other = Outline.of_box(first), Outline.of_box(second)
    common = first.intersection(second)
    shared = 0.0 if common is None else common.area_l0
    assume(common is None or min(common.width_l0, common.height_l0) > 0.05)
    left = shapes.subtracted(one, [other])
    assert area(left) == pytest.approx(one.area_l0 - shared, abs=4)  # but for specks
    assert all(map(valid, left))
    assert area(shapes.merged([one, other])) == pytest.approx(
        one.area_l0 + other.area_l0 - shared, rel=1e-6
    )


@given(BOXES, POINTS, POINTS)
def test_splitting_keeps_the_area(box, start, end):
    pieces = shapes.split(Outline.of_box(box), [start, end])
    assert area(pieces) == pytest.approx(box.area_l0, abs=2)


@given(RINGS, PLACES, PLACES)
def test_moving_there_and_back_keeps_the_shape(ring, right, down):
    for outline in shapes.regions_of(ring):
        moved = shapes.moved(outline, right, down)
        assert moved.area_l0 == pytest.approx(outline.area_l0, rel=1e-6)
        back = shapes.moved(moved, -right, -down)
        assert back.bounds.x_l0 == pytest.approx(outline.bounds.x_l0, abs=1e-6)


@given(RINGS, BOXES)
def test_resizing_fills_the_box(ring, box):
    for outline in shapes.regions_of(ring)[:1]:
        resized = shapes.resized(outline, box).bounds
        assert (resized.x_l0, resized.y_l0, resized.width_l0, resized.height_l0) == pytest.approx(
            (box.x_l0, box.y_l0, box.width_l0, box.height_l0), abs=1e-6
        )


@given(RINGS, st.floats(0, 50))
def test_simplifying_takes_vertices_and_stays_valid(ring, tolerance):
    for outline in shapes.regions_of(ring):
        fewer = shapes.simplified(outline, tolerance)
        assert valid(fewer)
        assert len(fewer.vertices) <= len(outline.vertices)


def test_a_point_can_be_moved_and_goes_to_the_middle_of_a_box():
    point = Outline((Point(3, 4),))
    assert shapes.moved(point, 1, 2) == Outline((Point(4, 6),))
    assert shapes.resized(point, Box(0, 0, 10, 20)) == Outline((Point(5, 10),))
