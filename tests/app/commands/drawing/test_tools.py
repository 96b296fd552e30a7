"""The drawing tools through the real window: mouse and keys in, findings out."""

import math

import pytest
from PySide6.QtCore import Qt

from app.commands import draw, open_images, run_task
from app.state import ToolKind
from medcls_core.geometry import Point
from tests.app.commands.drawing.conftest import NONE, TURNS, Hand, only, ring


@TURNS
def test_a_click_with_the_point_tool_is_a_finding_there(opened, hand, settle, quarters, mirrored):
    hand.view.turn_by(quarters)
    if mirrored:
        hand.view.mirror()
    hand.key(Qt.Key.Key_M)
    hand.click(60, 50)
    settle()
    outline = only(opened)
    assert outline.is_point
    within = 1 / hand.view.camera.scale  # a pixel of the screen
    assert outline.center.x_l0 == pytest.approx(60, abs=within)
    assert outline.center.y_l0 == pytest.approx(50, abs=within)


@TURNS
def test_a_border_drawn_freely_lies_where_it_was_drawn(opened, hand, settle, quarters, mirrored):
    hand.view.turn_by(quarters)
    if mirrored:
        hand.view.mirror()
    hand.key(Qt.Key.Key_D)
    hand.drag(*ring(100, 80, 40))
    settle()
    bounds = only(opened).bounds
    assert (bounds.x_l0, bounds.y_l0) == pytest.approx((60, 40), abs=1.5)
    assert (bounds.width_l0, bounds.height_l0) == pytest.approx((80, 80), abs=3)


def test_one_click_of_the_cell_tool_is_a_box_of_the_task_s_size(opened, hand, settle):
    hand.key(Qt.Key.Key_C)
    for x in (40, 110, 180):
        hand.click(x, 100)
    settle()
    boxes = [item.finding.outline.bounds for item in opened.review.items]
    assert len(boxes) == 3
    assert [box.width_l0 for box in boxes] == pytest.approx([12.5 / 0.25] * 3)
    assert opened.outlines.unsaved() == opened.review.unsaved() == 0


def test_the_cell_tool_says_what_it_needs(context, settle, picture):
    open_images.open_paths(context, [picture])
    settle()
    context.drawing.choose_class("mitosis")
    context.drawing.take(ToolKind.CELL)
    draw.place(context, Point(50, 50))
    assert context.review.items == ()
    assert "pixel size" in context.messages.log[-1].text
    assert context.messages.log[-1].action == "pixel_size"


def test_a_digit_changes_the_class_in_hand_and_not_the_finding(window, opened, hand, settle):
    hand.key(Qt.Key.Key_M)
    hand.click(60, 50)
    hand.key(Qt.Key.Key_2)
    hand.click(160, 50)
    settle()
    said = [opened.review.standing(item.finding.uuid).class_key for item in opened.review.items]
    assert said == ["mitosis", "non_mitotic"]
    assert "Other" in hand.view.notes[0] or "Not mitotic" in hand.view.notes[0]
    hand.key(Qt.Key.Key_Escape)
    assert opened.drawing.tool is None
    assert not window.actions_by_key["mark"].isChecked()


def test_a_polygon_is_closed_by_enter_and_loses_its_last_corner_by_backspace(opened, hand, settle):
    hand.key(Qt.Key.Key_P)
    for x, y in ((40, 40), (120, 40), (120, 120), (40, 120), (200, 190)):
        hand.click(x, y)
    hand.key(Qt.Key.Key_Backspace)
    hand.key(Qt.Key.Key_Return)
    settle()
    assert only(opened).area_l0 == pytest.approx(80 * 80, rel=0.03)
    assert len(opened.review.reads) == 1  # Enter closed the polygon and accepted nothing


def test_a_click_on_the_first_corner_or_a_double_click_closes_too(opened, hand, settle, qtbot):
    hand.key(Qt.Key.Key_P)
    for x, y in ((40, 40), (120, 40), (120, 120), (40, 40)):
        hand.click(x, y)
    assert len(opened.review.items) == 1
    for x, y in ((150, 40), (220, 40), (220, 120)):
        hand.click(x, y)
    qtbot.mouseDClick(hand.view, Qt.MouseButton.LeftButton, NONE, hand.at(220, 120))
    assert len(opened.review.items) == 2
    settle()


def test_esc_gives_up_the_polygon_first_and_then_the_tool(opened, hand):
    hand.key(Qt.Key.Key_P)
    hand.click(40, 40)
    hand.click(90, 40)
    hand.key(Qt.Key.Key_Escape)
    assert opened.drawing.tool is ToolKind.POLYGON
    hand.key(Qt.Key.Key_Return)
    assert opened.review.items == ()
    hand.key(Qt.Key.Key_Escape)
    assert opened.drawing.tool is None


def test_the_brush_paints_grows_and_is_sized_by_brackets(window, opened, hand, settle):
    hand.key(Qt.Key.Key_B)
    tool = hand.view.tool
    before = tool.diameter_px
    hand.key(Qt.Key.Key_BracketRight)
    assert tool.diameter_px > before
    assert window.slide.strip.size_label.text() == f"⌀ {tool.diameter_px:.0f}"
    hand.drag((80, 80), (120, 80))
    first = only(opened).area_l0
    radius = tool.diameter_px / 2 / hand.view.camera.scale
    assert first == pytest.approx(math.pi * radius**2 + 40 * 2 * radius, rel=0.05)
    hand.drag((110, 80), (110, 140))  # begins inside: it grows
    assert only(opened).area_l0 > first
    hand.drag((30, 170), (50, 170))  # begins outside: another one
    assert len(opened.review.items) == 2
    settle()


def test_the_wand_takes_a_nucleus(window, context, settle, tmp_path, qtbot):
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    y, x = np.mgrid[:300, :400]
    pixels = np.full((300, 400, 3), (235, 190, 215), np.uint8)
    pixels[(x - 150) ** 2 + (y - 120) ** 2 < 40**2] = (90, 50, 140)
    Image.fromarray(pixels).save(tmp_path / "nucleus.png")
    run_task.look_up_models(context)
    open_images.open_paths(context, [tmp_path / "nucleus.png"])
    settle()
    hand = Hand(window.slide.view, qtbot)
    hand.key(Qt.Key.Key_W)
    hand.press(140, 130)
    settle()
    hand.move(141, 130)
    hand.release(141, 130)
    settle()
    outline = only(context)
    assert outline.area_l0 == pytest.approx(math.pi * 1600, rel=0.08)
    assert outline.center.x_l0 == pytest.approx(150, abs=1.5)
