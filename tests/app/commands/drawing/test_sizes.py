"""How large what is drawn or found is, and the ruler."""

import math

import pytest
from PySide6.QtCore import Qt

from app.commands import marks, open_images, run_task
from app.panels.verdict import VerdictPanel
from app.state import ToolKind
from app.viewer.sizes import area_text, drawn_note, length_text, size_line, size_note
from medcls_core.geometry import Box, Outline, Point
from medcls_core.shapes import longest_diameter
from tests.app.commands.drawing.conftest import TURNS, Hand, ring


@pytest.fixture
def written(monkeypatch):
    """What tools write at the cursor, in turn."""
    said: list[str] = []
    modules = ("drawing", "brushes", "wand_tool", "select", "ruler")
    for name in modules:
        monkeypatch.setattr(
            f"app.viewer.tools.{name}.write_beside",
            lambda _painter, _place, text: said.append(text),
        )
    return said


def _in_panel(window) -> str:
    return window.findChild(VerdictPanel)._size.text()


def test_lengths_and_areas_have_three_figures_and_a_unit():
    assert [length_text(length, 0.25) for length in (3, 57, 8000)] == [
        "0.75 µm",
        "14.2 µm",
        "2.00 mm",
    ]
    assert [area_text(area, 0.5) for area in (50, 4e6, 6e6)] == ["12.5 µm²", "1.00 mm²", "1.50 mm²"]
    assert (length_text(1234.4, None), area_text(99.97, None)) == ("1,234 px", "100 px²")


def test_holes_don_t_count_and_the_diameter_lies_anywhere():
    outline = Outline(
        (Point(0, 0), Point(30, 0), Point(30, 40), Point(0, 40), Point(10, 20)),
        ((Point(20, 10), Point(25, 10), Point(25, 20), Point(20, 20)),),
    )
    assert longest_diameter(outline.vertices) == 50
    assert size_line(outline, 2.0) == "Area 3,800 µm² · longest diameter 100 µm"
    assert size_line(outline, None).endswith("longest diameter 50.0 px (pixel size unknown)")
    assert size_note(outline, 2.0) == "3,800 µm² · ⌀ 100 µm"


def test_a_box_has_sides_and_a_point_nothing():
    assert size_line(Outline.of_box(Box(5, 5, 50, 40)), 0.25) == "Box 12.5 µm × 10.0 µm"
    assert size_line(Outline((Point(3, 3),)), 0.25) == ""


def test_what_crosses_itself_counts_both_parts():
    bow_tie = [Point(0, 0), Point(20, 20), Point(20, 0), Point(0, 20)]
    assert drawn_note(bow_tie, 1.0) == "200 µm² · ⌀ 28.3 µm"
    assert drawn_note(bow_tie[:1], 1.0) == ""


def test_the_panel_tells_the_size_of_a_border_and_follows_its_changes(
    window, opened, hand: Hand, settle
):
    hand.key(Qt.Key.Key_D)
    hand.drag(*ring(100, 80, 40))
    settle()
    item = opened.review.items[0]
    opened.review.select(item.finding.uuid)
    assert _in_panel(window) == size_line(item.finding.outline, 0.25)
    area = float(_in_panel(window).split()[1])
    assert area == pytest.approx(math.pi * (40 * 0.25) ** 2, rel=0.05)
    hand.key(Qt.Key.Key_B)
    hand.drag((100, 80), (190, 80))
    settle()
    assert float(_in_panel(window).split()[1]) > area
    opened.review.select(None)
    assert _in_panel(window) == ""


def test_without_a_pixel_size_it_says_pixels(window, context, settle, picture):
    run_task.look_up_models(context)
    open_images.open_paths(context, [picture])
    settle()
    triangle = Outline((Point(10, 10), Point(50, 10), Point(10, 40)))
    marks.add_outlines(context, [triangle], "mitosis")
    settle()
    context.review.select(context.review.items[0].finding.uuid)
    assert _in_panel(window) == "Area 600 px² · longest diameter 50.0 px (pixel size unknown)"


def test_the_size_is_written_while_one_draws(window, opened, hand: Hand, written):
    del opened
    hand.key(Qt.Key.Key_D)
    places = ring(100, 80, 40)
    hand.press(*places[0])
    for place in places[1:]:
        hand.move(*place)
    window.slide.view.repaint()
    area, unit, _, _, diameter, _ = written[-1].split()
    assert (float(area), unit) == (pytest.approx(math.pi * 100, rel=0.05), "µm²")
    assert float(diameter) == pytest.approx(20, rel=0.05)
    hand.key(Qt.Key.Key_Escape)


@TURNS
def test_the_ruler_measures_from_press_to_release(
    window, opened, hand: Hand, settle, quarters, mirrored
):
    hand.view.turn_by(quarters)
    if mirrored:
        hand.view.mirror()
    hand.key(Qt.Key.Key_I)
    ruler = window.slide._desk.tools.tool(ToolKind.RULER)
    hand.drag((20, 30), (60, 60), (140, 120))
    figure, unit = ruler.note.split()
    assert unit == "µm"
    assert float(figure) == pytest.approx(150 * 0.25, abs=0.5)
    bare = window.slide.view.grab_image()
    hand.key(Qt.Key.Key_Escape)
    assert ruler.note == ""
    assert opened.drawing.tool is ToolKind.RULER, "the first Esc takes the line alone"
    assert window.slide.view.grab_image() != bare
    hand.key(Qt.Key.Key_Escape)
    assert opened.drawing.tool is None
    settle()
    assert opened.review.items == ()


def test_the_ruler_s_line_goes_with_the_tool_and_says_pixels(
    window, context, settle, picture, qtbot
):
    open_images.open_paths(context, [picture])
    settle()
    hand = Hand(window.slide.view, qtbot)
    hand.key(Qt.Key.Key_I)
    ruler = window.slide._desk.tools.tool(ToolKind.RULER)
    hand.drag((20, 30), (60, 30))
    assert ruler.note.endswith("px (pixel size unknown)")
    context.drawing.take(None)
    assert ruler.note == ""
