"""The drawing tools through the real window: mouse and keys in, findings and files out."""

import json
import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.commands import draw, marks, open_images, run_task, undoing, verdicts
from app.commands.export import ExportKind, export
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from app.state import ToolKind
from app.viewer.view_rects import point_to_view
from medcls_core.errors import StoreUnusable
from medcls_core.findings import Origin, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.store import findings, open_store, reads, shapes

NONE, SHIFT, ALT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def opened(window, context: AppContext, settle, picture) -> AppContext:
    """The window with a picture of 240 x 200 open, its pixels 0.25 um."""
    del window
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    set_pixel_size(context, 0.25)
    settle()
    return context


class Hand:
    """A mouse over the slide view, told level-0 places."""

    def __init__(self, view, qtbot) -> None:
        self.view = view
        self._qtbot = qtbot

    def at(self, x: float, y: float) -> QPoint:
        spot = point_to_view(self.view.camera, Point(x, y))
        turned = self.view.turn.transform(self.view._widget_size()).map(spot)
        return turned.toPoint()

    def click(self, x: float, y: float, held=NONE) -> None:
        self._qtbot.mouseClick(self.view, Qt.MouseButton.LeftButton, held, self.at(x, y))

    def press(self, x: float, y: float, held=NONE) -> None:
        self._qtbot.mousePress(self.view, Qt.MouseButton.LeftButton, held, self.at(x, y))

    def move(self, x: float, y: float, held=NONE) -> None:
        place = QPointF(self.at(x, y))
        QApplication.sendEvent(
            self.view,
            QMouseEvent(
                *(QEvent.Type.MouseMove, place, QPointF(self.view.mapToGlobal(place))),
                *(Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, held),
            ),
        )

    def release(self, x: float, y: float, held=NONE) -> None:
        self._qtbot.mouseRelease(self.view, Qt.MouseButton.LeftButton, held, self.at(x, y))

    def drag(self, *places: tuple[float, float], held=NONE) -> None:
        self.press(*places[0], held)
        for place in places[1:]:
            self.move(*place, held)
        self.release(*places[-1], held)

    def key(self, key: Qt.Key, held=NONE) -> None:
        self._qtbot.keyClick(self.view, key, held)


@pytest.fixture
def hand(window, opened, qtbot) -> Hand:
    del opened
    return Hand(window.slide.view, qtbot)


def ring(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    turns = [2 * math.pi * step / 24 for step in range(24)]
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def square(x: float, y: float, side: float) -> Outline:
    return Outline.of_box(Box.around(Point(x, y), side))


def draw_square(context: AppContext, x: float, y: float, side: float) -> Outline:
    marks.add_outlines(context, [square(x, y, side)], "mitosis")
    return context.review.selected.finding.uuid


def area(context: AppContext, finding) -> float:
    return context.review.item(finding).finding.outline.area_l0


def only(context: AppContext) -> Outline:
    (item,) = context.review.items
    assert item.finding.origin is Origin.READER
    assert context.review.standing(item.finding.uuid).class_key == "mitosis"
    return item.finding.outline


TURNS = pytest.mark.parametrize(
    ("quarters", "mirrored"), [(0, False), (1, False), (2, True), (3, True)]
)


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


def test_the_changed_outline_is_in_the_store_and_in_the_files(opened, settle, tmp_path):
    finding = draw_square(opened, 100, 100, 60)
    draw.enclose(opened, [square(100, 100, 20)], draw.Mode.SUBTRACT)
    settle()
    export(opened, ExportKind.GEOJSON, tmp_path / "out.geojson")
    export(opened, ExportKind.CSV, tmp_path / "out.csv")
    settle()
    (feature,) = json.loads((tmp_path / "out.geojson").read_text())["features"]
    assert len(feature["geometry"]["coordinates"]) == 2
    assert feature["properties"]["measurements"]["Area µm^2"] == pytest.approx(3200 / 16)
    assert "200.000" in (tmp_path / "out.csv").read_text("utf-8-sig")
    with open_store(opened.settings.store_url) as store, store.session() as session:
        image = opened.images.current.uuid
        assert findings.as_found(session, image)[0].outline.area_l0 == 3600  # nothing is changed
        assert findings.find(session, finding).outline.area_l0 == 3200


def test_undo_and_redo_go_on_after_a_restart(opened, settle, restart):
    finding = draw_square(opened, 100, 100, 60)
    draw.reshape(opened, finding, square(100, 100, 40))
    opened.review.select(finding)
    verdicts.give_digit(opened, 2)
    draw.reshape(opened, finding, square(100, 100, 20))
    undoing.undo(opened)
    settle()
    assert area(opened, finding) == 1600

    again = restart()

    def undo() -> None:
        undoing.undo(again)
        while again.runner.live():  # what was done before the start comes from the store
            QApplication.processEvents()

    assert area(again, finding) == 1600
    undoing.redo(again)
    assert area(again, finding) == 400
    undo()
    undo()
    assert again.review.standing(finding).class_key == "mitosis"
    undo()
    assert area(again, finding) == 3600
    undo()
    assert again.review.items == ()
    undo()
    assert again.messages.log[-1].text == "Nothing to undo here."
    for _ in range(4):
        undoing.redo(again)
    assert area(again, finding) == 400
    assert again.review.standing(finding).class_key == "non_mitotic"
    undoing.redo(again)
    assert again.messages.log[-1].text == "Nothing to do again here."
    while again.runner.live():
        QApplication.processEvents()

    third = restart()
    assert area(third, finding) == 400
    with open_store(opened.settings.store_url) as store, store.session() as session:
        assert reads.verify_chain(session).ok


def test_a_step_that_cannot_be_stored_is_taken_back_whole(opened, settle, monkeypatch):
    finding = draw_square(opened, 100, 100, 60)
    settle()

    def refuse(*_args: object) -> None:
        raise StoreUnusable("labels", "the disk is full")

    monkeypatch.setattr(shapes, "append", refuse)
    opened.review.select(finding)
    draw.part(opened, (Point(85, 50), Point(85, 150)))
    assert len(opened.review.items) == 2
    settle()
    assert only(opened).area_l0 == 3600
    assert opened.outlines.unsaved() == opened.review.unsaved() == 0


def test_a_run_after_drawing_finds_the_same_object_with_the_drawn_outline(opened, settle):
    run_task.run_task(opened)
    settle()
    finding = opened.review.queue[0]
    bounds = opened.review.item(finding).finding.outline.bounds
    draw.reshape(opened, finding, Outline.of_box(Box.around(bounds.center, 60)))
    settle()
    run_task.run_task(opened)
    settle()
    assert len(opened.review.items) == 4
    assert area(opened, finding) == 3600


def test_a_report_has_the_drawn_outlines_of_a_model_s_findings(
    opened, settle, tmp_path, monkeypatch
):
    run_task.run_task(opened)
    settle()
    finding = opened.review.queue[0]
    center = opened.review.item(finding).finding.outline.center
    draw.reshape(opened, finding, Outline.of_box(Box.around(center, 28)))
    settle()
    told = []
    monkeypatch.setattr(
        "medcls_core.reports.build_report", lambda _source, run, *_rest: told.append(run)
    )
    monkeypatch.setattr("medcls_core.reports.write_pdf", lambda *_: None)
    export(opened, ExportKind.PDF, tmp_path / "out.pdf")
    settle()
    (run,) = told
    scored = {each.finding.uuid: each for each in run.scored}
    assert scored[finding].finding.outline.area_l0 == pytest.approx(28**2)
    assert scored[finding].area_um2 == pytest.approx(28**2 / 16)
    assert sorted(each.area_um2 for each in run.scored)[:3] == [25.0] * 3  # the others as found
