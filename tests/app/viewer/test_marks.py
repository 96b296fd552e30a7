from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from app.rendering.images import to_array
from app.viewer.camera import Camera, Spot
from app.viewer.mark_columns import Marks
from app.viewer.mark_index import MarkIndex
from app.viewer.mark_layer import MarkLayer
from app.viewer.marks import SYMBOLS, FindingMark, symbol_path
from medcls_core.geometry import Box, Outline, Point, Size

GLASS = np.full((1200, 1600, 3), 255, np.uint8)


def mark(outline: Outline, color: str = "#d62728", symbol: str = "circle", **state) -> FindingMark:
    return FindingMark(
        uuid4(), outline, color, symbol, "mitosis",
        **{"confirmed": False, "rejected": False, **state},
    )  # fmt: skip


def boxed(x: float, y: float, side: float, **state) -> FindingMark:
    return mark(Outline.of_box(Box(x, y, side, side)), **state)


@pytest.fixture
def near(view, settle, image_of):
    """The view at 1:1, level-0 (400, 300) in its middle."""
    view.set_source(image_of(GLASS))
    view.center_on(Point(400, 300), objective=40)
    settle()
    return view


def painted(view) -> np.ndarray:
    return to_array(view.grab_image()).astype(int)[:550, :650]


def reddish(image: np.ndarray) -> np.ndarray:
    return (image[..., 0] > 180) & (image[..., 1] < 110) & (image[..., 2] < 110)


def test_an_outline_lies_on_its_finding(near):
    near.set_marks([boxed(380, 280, 40, confirmed=True)])
    red = reddish(painted(near))
    corner = near.camera.to_view(Point(380, 280))
    row = round(corner.y + 20)
    columns = np.flatnonzero(red[row])
    assert columns.min() == pytest.approx(corner.x, abs=2)
    assert columns.max() == pytest.approx(corner.x + 40, abs=2)
    assert len(columns) <= 8, "the inside must stay clear"


def test_verdicts_look_different(near):
    shape = boxed(350, 250, 60)
    pictures = []
    for state in ({}, {"confirmed": True}, {"rejected": True}):
        near.set_marks([replace(shape, **state)])
        pictures.append(painted(near))
    unread, confirmed, rejected = pictures
    assert reddish(confirmed).sum() > 1.2 * reddish(unread).sum(), "dashes leave gaps"
    assert reddish(rejected).sum() < 0.1 * reddish(confirmed).sum(), "rejected ones fade"
    middle = near.camera.to_view(Point(380, 280))
    at = (round(middle.y), round(middle.x))
    assert rejected[at].max() < 200, "rejected ones are crossed out"
    assert confirmed[at].min() == 255


def test_the_selected_one_is_emphasised(near):
    shape = boxed(380, 280, 40)
    near.set_marks([shape])
    before = painted(near)
    near.set_selected(shape.uuid)
    changed = (painted(near) != before).any(axis=2)
    assert changed.sum() > 150
    corner = near.camera.to_view(Point(384, 284))
    inside = changed[round(corner.y) : round(corner.y) + 32, round(corner.x) : round(corner.x) + 30]
    assert not inside.any(), "the emphasis hides the cell"


def test_classes_differ_in_shape_not_only_in_colour(near):
    pictures = []
    for symbol in SYMBOLS:
        near.set_marks([mark(Outline((Point(400, 300),)), "#000000", symbol)])
        pictures.append(painted(near))
    for index, one in enumerate(pictures):
        for other in pictures[index + 1 :]:
            assert (one != other).any(axis=2).sum() > 30


def test_an_unknown_shape_is_a_circle():
    assert symbol_path("no such", 5) == symbol_path("circle", 5)


def test_from_afar_findings_are_dots(near, settle):
    near.set_marks([boxed(x, 300, 20, confirmed=True) for x in (200, 400, 600)])
    near.look_at(Point(500, 400), 0.3)
    settle()
    place = near.camera.to_view(Point(410, 310))
    red = reddish(painted(near))
    around = red[round(place.y) - 12 : round(place.y) + 12, round(place.x) - 12 :][:, :24]
    assert 25 < around.sum() < 120
    assert around[12, 12], "a confirmed dot is filled"


def test_a_click_tells_which_finding(near, qtbot):
    large, small = boxed(300, 200, 200), boxed(380, 280, 40)
    near.set_marks([large, small])
    for point, wanted in ((Point(400, 300), small), (Point(320, 220), large)):
        spot = near.camera.to_view(point)
        with qtbot.waitSignal(near.findingClicked) as told:
            qtbot.mouseClick(near, Qt.MouseButton.LeftButton, pos=QPointF(*spot).toPoint())
        assert told.args[0] == wanted.uuid


def test_clicks_beside_findings_and_on_hidden_ones_tell_nothing(near, qtbot):
    near.set_marks([boxed(380, 280, 40)])
    with qtbot.assertNotEmitted(near.findingClicked):
        qtbot.mouseClick(near, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        near.set_marks_visible(False)
        spot = near.camera.to_view(Point(400, 300))
        qtbot.mouseClick(near, Qt.MouseButton.LeftButton, pos=QPointF(*spot).toPoint())


def test_points_and_dots_are_hit_with_a_shaky_hand():
    layer = MarkLayer()
    layer.set_pixel_size(0.25)
    point, dot = mark(Outline((Point(100, 100),))), boxed(500, 500, 4)
    layer.set_marks([point, dot])
    camera = Camera(Point(300, 300), 0.5, Size(800, 800))
    beside = camera.to_view(Point(110, 92))
    assert layer.at(camera, beside) == point
    near_dot = camera.to_view(Point(502, 502))
    assert layer.at(camera, Spot(near_dot.x + 6, near_dot.y)) == dot
    assert layer.at(camera, Spot(near_dot.x + 30, near_dot.y)) is None


def test_crowds_are_thinned_from_afar_and_whole_from_near():
    rng = np.random.default_rng(0)
    marks = [boxed(*place, 10) for place in rng.uniform(0, 20_000, (20_000, 2))]
    index = MarkIndex(marks, 30)
    afar = Camera(Point(10_000, 10_000), 0.02, Size(400, 400))
    seen = index.in_sight(afar)
    assert len(seen) == 20_000
    dots = index.thinned(seen, afar.scale)
    assert 1000 < len(dots) <= (400 / 6 + 2) ** 2
    moved = index.thinned(index.in_sight(afar.panned(3, 2)), afar.scale)
    assert len(np.intersect1d(dots, moved)) > 0.95 * len(dots), "dots would flicker in a pan"
    close = Camera(Point(10_000, 10_000), 2.0, Size(400, 400))
    wanted = {m.uuid for m in marks if m.outline.bounds.intersection(close.view_box)}
    assert wanted <= {marks[number].uuid for number in index.in_sight(close)}


def test_the_selected_one_shows_in_a_crowd(near, settle):
    rng = np.random.default_rng(0)
    crowd = [boxed(*place, 8, rejected=True) for place in rng.uniform(400, 600, (4000, 2))]
    chosen = boxed(500, 400, 8, confirmed=True)
    near.set_marks([chosen, *crowd])
    near.look_at(Point(500, 400), 0.3)
    settle()
    place = near.camera.to_view(Point(504, 404))
    assert not reddish(painted(near))[round(place.y), round(place.x)]
    near.set_selected(chosen.uuid)
    assert reddish(painted(near))[round(place.y), round(place.x)]


def test_no_marks_no_harm():
    layer = MarkLayer()
    layer.set_marks([])
    assert layer.at(Camera(Point(0, 0), 1.0, Size(10, 10)), Spot(5, 5)) is None


def test_one_mark_is_changed_without_the_others(near):
    first, second = boxed(380, 280, 40), boxed(300, 280, 40)
    near.set_marks([first, second])
    assert near.change_mark(replace(first, rejected=True))
    changed = painted(near)
    near.set_marks([replace(first, rejected=True), second])
    np.testing.assert_array_equal(changed, painted(near))
    assert not near.change_mark(boxed(380, 280, 40)), "an unknown finding"
    elsewhere = replace(first, outline=Outline.of_box(Box(0, 0, 9, 9)))
    assert not near.change_mark(elsewhere)


def test_bounds_of_many_outlines_are_those_of_each():
    marks = [
        boxed(10, 20, 30),
        mark(Outline((Point(5.5, 6.5),))),
        mark(Outline((Point(0, 0), Point(8, -2), Point(3, 9)))),
    ]
    expected = [
        (box.x_l0, box.y_l0, box.right_l0, box.bottom_l0)
        for box in (each.outline.bounds for each in marks)
    ]
    np.testing.assert_allclose(Marks.of(marks).boxes, expected)
    assert Marks.of([]).boxes.shape == (0, 4)


def test_on_top_of_a_crowd_lies_what_thinning_it_leaves():
    marks = [
        mark(Outline.of_box(Box(x, y, 20, 20)))
        for x, y in np.random.default_rng(5).uniform(0, 3000, (4000, 2)).tolist()
    ]
    index = MarkIndex(marks, 30.0)
    camera = Camera(Point(1400, 1300), 0.25, Size(300, 200))
    top = index.on_top(camera)
    thinned = index.thinned(index.in_sight(camera), camera.scale)

    def inside(rows: np.ndarray) -> list[int]:
        box = camera.view_box
        return [
            row
            for row, middle in zip(rows.tolist(), index.centers_l0(rows).tolist(), strict=True)
            if box.contains(Point(*middle))
        ]

    assert len(inside(top)) > 200
    assert inside(top) == inside(thinned)


def test_in_a_near_view_of_a_crowd_only_what_is_near_is_weighed(monkeypatch):
    places = np.random.default_rng(6).uniform(0, 3000, (4000, 2)).tolist()
    index = MarkIndex([boxed(*place, 20) for place in places], 30)
    sizes, full = [], np.full
    monkeypatch.setattr(np, "full", lambda shape, *rest: sizes.append(shape) or full(shape, *rest))
    assert len(index.on_top(Camera(Point(1400, 1300), 8.0, Size(800, 800)))) > 0
    assert 0 < max(sizes) < 20_000
