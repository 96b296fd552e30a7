"""Crowds of findings: drawn in squares, kept while the reader pans, complete in the end."""

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app.rendering.images import to_array
from app.viewer import mark_layer, mark_tiles
from app.viewer.marks import FindingMark
from medcls_core.geometry import Box, Outline, Point

GLASS = np.full((2000, 2000, 3), 255, np.uint8)


def marks_at(count: int, side: float = 30.0) -> list[FindingMark]:
    rng = np.random.default_rng(1)
    return [
        FindingMark(
            uuid4(), Outline.of_box(Box(x, y, side, side)), "#d62728", "circle", "mitosis",
            confirmed=True, rejected=False,
        )
        for x, y in rng.uniform(50, 1900, (count, 2)).tolist()
    ]  # fmt: skip


@pytest.fixture
def glass(view, settle, image_of):
    view.set_source(image_of(GLASS))
    view.look_at(Point(900, 900), 1.0)
    settle()
    return view


def finished(view, qtbot) -> np.ndarray:
    """What is painted once nothing is missing."""
    view.grab_image()
    qtbot.waitUntil(lambda: bool(view.grab_image()) and view._overlays.marks.is_complete)
    return to_array(view.grab_image())[:500, :600].astype(int)


def test_squares_show_what_drawing_all_at_once_shows(glass, qtbot, monkeypatch):
    found = marks_at(900)
    glass.set_marks(found)
    squares = finished(glass, qtbot)
    monkeypatch.setattr(mark_layer, "FEW", 10_000)
    glass.set_marks(found)
    assert np.abs(squares - finished(glass, qtbot)).max() <= 40  # edges lie upon edges


def test_panning_keeps_the_squares_and_draws_only_new_ones(glass, qtbot):
    glass.set_marks(marks_at(900))
    finished(glass, qtbot)
    tiles = glass._overlays.marks._tiles
    before = dict(tiles._squares)
    assert before, "they are drawn in squares"
    glass.pan(40, 0)
    finished(glass, qtbot)
    assert all(tiles._squares[square] is picture for square, picture in before.items())


def test_a_paint_without_time_goes_on_later(glass, qtbot, monkeypatch):
    monkeypatch.setattr(mark_tiles, "BUDGET_S", -1.0)
    glass.set_marks(marks_at(900))
    glass.repaint()
    assert not glass._overlays.marks.is_complete
    monkeypatch.setattr(mark_tiles, "BUDGET_S", 1.0)
    qtbot.waitUntil(lambda: glass._overlays.marks.is_complete)


def test_what_a_pan_had_no_time_for_is_on_screen_in_the_end(glass, qtbot, monkeypatch):
    glass.set_marks(marks_at(2000))
    finished(glass, qtbot)
    marks = glass._overlays.marks
    assert marks._tiles._squares, "they are drawn in squares"
    for right, budget_s in ((280, -1.0), (60, 1.0)):  # squares that are partly on screen already
        monkeypatch.setattr(mark_tiles, "BUDGET_S", budget_s)
        glass._go_on.stop()  # the second pan comes before the first one's rest is drawn
        glass.pan(right, 0)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: marks.is_complete and not glass._go_on.isActive())
    QApplication.processEvents()
    shown = glass.screen().grabWindow(glass.winId())
    seen = to_array(shown.toImage()).astype(int)
    assert np.abs(seen - to_array(glass.grab_image()).astype(int)).max() <= 4


def test_a_verdict_is_seen_in_a_crowd(glass, qtbot):
    found = marks_at(900)
    glass.set_marks(found)
    before = finished(glass, qtbot)
    seen = glass.view_box()
    inside = next(one for one in found if seen.contains(one.outline.center))
    glass.change_mark(replace(inside, confirmed=False, rejected=True))
    after = finished(glass, qtbot)
    changed = np.abs(after - before).max(axis=2) > 30
    rows, columns = np.nonzero(changed)
    spot = glass.camera.to_view(inside.outline.center)
    assert len(rows) > 0
    assert np.abs(columns - spot.x).max() < 60
    assert np.abs(rows - spot.y).max() < 60


def test_the_map_draws_only_what_lies_around_a_verdict_again(glass):
    found = marks_at(900)
    glass.set_marks(found)
    drawn = glass._furniture.map
    drawn.grab()
    for each in found[5:600:60]:
        glass.change_mark(replace(each, confirmed=False, rejected=True))
    patched = to_array(drawn.grab().toImage()).astype(int)
    drawn._redraw_dots()
    assert np.array_equal(patched, to_array(drawn.grab().toImage()))


def test_while_zooming_the_squares_before_stand_in(glass, qtbot):
    glass.set_marks(marks_at(900))
    finished(glass, qtbot)
    glass.set_scale(0.8)
    shown = to_array(glass.grab_image())[:500, :600].astype(int)
    assert ((shown[..., 0] > 180) & (shown[..., 1] < 120)).any()
    finished(glass, qtbot)


def test_a_dense_crowd_is_dots_and_the_chosen_one_stands_out(glass, qtbot):
    glass.set_marks(marks_at(12_000))
    dense = finished(glass, qtbot)
    assert ((dense[..., 0] > 180) & (dense[..., 1] < 120)).mean() > 0.1
    chosen = glass._overlays.marks._index.marks[0]
    glass.set_selected(chosen.uuid)
    glass.center_on(chosen.outline.center)
    around = finished(glass, qtbot)
    assert ((around[..., 0] < 60) & (around[..., 2] > 200)).any(), "its bright corners"
