"""Drawn findings are added to, cut, parted, merged, moved, locked and taken away."""

import math

import pytest
from PySide6.QtCore import Qt

from app.commands import draw, marks, run_task, undoing
from app.state import Mode
from medcls_core.findings import Verdict
from medcls_core.geometry import Outline, Point
from tests.app.commands.drawing.conftest import (
    ALT,
    CTRL,
    SHIFT,
    TURNS,
    area,
    draw_square,
    only,
    ring,
    square,
)


def test_shift_adds_to_what_is_chosen_and_alt_takes_from_it(opened, hand, settle):
    finding = draw_square(opened, 100, 100, 60)
    hand.key(Qt.Key.Key_D)
    hand.drag(*ring(130, 100, 25), held=SHIFT)
    grown = area(opened, finding)
    assert grown > 3600 + 500
    hand.drag(*ring(100, 100, 12), held=ALT)
    outline = opened.review.item(finding).finding.outline
    assert len(outline.holes) == 1
    assert outline.area_l0 == pytest.approx(grown - math.pi * 144, rel=0.05)
    hand.key(Qt.Key.Key_F, SHIFT)
    assert area(opened, finding) == pytest.approx(grown, rel=1e-6)
    assert len(opened.review.items) == 1
    settle()


def test_the_eraser_that_cuts_through_leaves_two_findings(opened, hand, settle):
    finding = draw_square(opened, 100, 100, 60)
    hand.key(Qt.Key.Key_E)
    hand.drag((90, 50), (90, 100), (90, 150))
    settle()
    assert len(opened.review.items) == 2
    assert all(
        opened.review.standing(item.finding.uuid).class_key == "mitosis"
        for item in opened.review.items
    )
    assert area(opened, finding) == max(
        item.finding.outline.area_l0 for item in opened.review.items
    )


def test_a_line_parts_touching_cells_and_one_undo_joins_them(opened, hand, settle):
    finding = draw_square(opened, 100, 100, 60)
    settle()
    hand.key(Qt.Key.Key_L)
    hand.drag((85, 50), (85, 150))
    settle()
    assert sorted(round(item.finding.outline.area_l0) for item in opened.review.items) == (
        pytest.approx([900, 2700], rel=0.05)
    )
    hand.key(Qt.Key.Key_Z, CTRL)
    settle()
    assert only(opened).area_l0 == 3600
    hand.key(Qt.Key.Key_Z, CTRL | SHIFT)
    settle()
    assert len(opened.review.items) == 2
    assert area(opened, finding) == pytest.approx(2700, rel=0.05)


def test_chosen_findings_merge_and_undo_parts_them(opened, hand, settle):
    first, second = draw_square(opened, 80, 100, 60), draw_square(opened, 130, 100, 60)
    settle()
    hand.key(Qt.Key.Key_V)
    hand.click(60, 100)
    hand.click(150, 100, SHIFT)
    assert opened.review.selected.finding.uuid == first
    assert opened.drawing.also == (second,)
    hand.key(Qt.Key.Key_J)
    settle()
    assert only(opened).area_l0 == pytest.approx(2 * 3600 - 10 * 60)
    undoing.undo(opened)
    settle()
    assert [area(opened, each) for each in (first, second)] == [3600, 3600]
    assert opened.review.standing(second).class_key == "mitosis"


def test_those_apart_do_not_merge(opened):
    first, second = draw_square(opened, 40, 100, 30), draw_square(opened, 180, 100, 30)
    opened.review.select(first)
    opened.drawing.choose_also((second,))
    draw.merge(opened)
    assert len(opened.review.items) == 2
    assert opened.messages.log[-1].text == "They don't touch each other."


def test_a_digit_is_the_class_of_all_that_are_chosen_in_one_step(opened, hand, settle):
    first, second = draw_square(opened, 60, 100, 40), draw_square(opened, 160, 100, 40)
    settle()  # drawn, so that a click can meet them
    hand.key(Qt.Key.Key_V)
    hand.click(60, 100)
    hand.click(160, 100, SHIFT)
    hand.key(Qt.Key.Key_2)
    said = [opened.review.standing(each).class_key for each in (first, second)]
    assert said == ["non_mitotic", "non_mitotic"]
    undoing.undo(opened)
    settle()
    said = [opened.review.standing(each).class_key for each in (first, second)]
    assert said == ["mitosis", "mitosis"]


@TURNS
def test_a_finding_is_moved_and_its_side_pulled(opened, hand, settle, quarters, mirrored):
    finding = draw_square(opened, 80, 80, 60)
    hand.view.turn_by(quarters)
    if mirrored:
        hand.view.mirror()
    hand.key(Qt.Key.Key_V)
    hand.drag((80, 80), (90, 85), (120, 90))
    bounds = opened.review.item(finding).finding.outline.bounds
    assert bounds.center.x_l0 == pytest.approx(120, abs=1)
    assert bounds.center.y_l0 == pytest.approx(90, abs=1)
    away = 8 / hand.view.camera.scale
    hand.drag((bounds.right_l0 + away, 90), (180, 90), (200 + away, 90))
    after = opened.review.item(finding).finding.outline.bounds
    assert after.right_l0 == pytest.approx(200, abs=1.5)
    assert after.x_l0 == pytest.approx(bounds.x_l0, abs=0.01)
    assert after.height_l0 == pytest.approx(60, abs=0.01)
    settle()


def test_a_vertex_is_dragged(opened, hand, settle):
    border = Outline((Point(40, 40), Point(140, 50), Point(130, 150), Point(50, 140)))
    marks.add_outlines(opened, [border], "mitosis")
    hand.key(Qt.Key.Key_V)
    hand.drag((140, 50), (150, 45), (180, 40))
    settle()
    vertices = only(opened).vertices
    assert vertices[0] == Point(40, 40)
    assert tuple(vertices[1]) == pytest.approx((180, 40), abs=1)


def test_dragging_beside_what_is_chosen_moves_the_picture(opened, hand):
    draw_square(opened, 60, 60, 40)
    hand.view.set_scale(2 * hand.view.camera.scale)
    hand.key(Qt.Key.Key_V)
    before = hand.view.camera.center
    start = hand.view.camera.center
    hand.drag(
        (start.x_l0, start.y_l0), (start.x_l0 + 20, start.y_l0), (start.x_l0 + 40, start.y_l0)
    )
    assert hand.view.camera.center != before
    assert len(opened.outlines.of_reader("Dr. Test")) == 0


def test_what_is_locked_is_not_changed_by_drawing(opened, hand, settle):
    finding = draw_square(opened, 80, 80, 60)
    hand.key(Qt.Key.Key_V)
    hand.key(Qt.Key.Key_L, SHIFT)
    assert opened.outlines.is_locked(finding)
    hand.drag((80, 80), (100, 80), (140, 80))
    draw.enclose(opened, [square(110, 80, 40)], draw.Mode.ADD)
    assert opened.review.item(finding).finding.outline.bounds.x_l0 == 50
    assert "locked" in opened.messages.log[-1].text
    hand.key(Qt.Key.Key_Delete)
    assert opened.review.is_in_force(finding)
    undoing.undo(opened)
    assert not opened.outlines.is_locked(finding)
    settle()


def test_del_takes_an_own_mark_away_and_rejects_a_model_s_finding(opened, hand, settle):
    run_task.run_task(opened)
    settle()
    found = opened.review.queue[0]
    mark = draw_square(opened, 80, 80, 30)
    hand.key(Qt.Key.Key_Delete)
    assert not opened.review.is_in_force(mark)
    opened.review.select(found)
    hand.key(Qt.Key.Key_Delete)
    assert opened.review.standing(found).verdict is Verdict.REJECT
    for _ in range(2):
        hand.key(Qt.Key.Key_Z, CTRL)
    assert opened.review.is_in_force(mark)
    assert opened.review.standing(found) is None
    settle()


def test_simplifying_says_how_many_corners_went(opened, settle):
    draw.enclose(opened, [Outline(tuple(Point(x, y) for x, y in ring(100, 100, 40)))], Mode.NEW)
    settle()
    before = len(only(opened).vertices)
    draw.simplify(opened)
    after = len(only(opened).vertices)
    assert after < before
    assert opened.messages.log[-1].text == f"Simplified: {before} corners became {after}."
    draw.simplify(opened)
    assert opened.messages.log[-1].text == "Its border has no corner to spare."
    assert len(only(opened).vertices) == after
    settle()
