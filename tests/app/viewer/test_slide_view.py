from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from app.rendering.images import to_array
from app.translation import install_language
from app.viewer.heat_legend import HeatLegend
from app.viewer.info_strip import InfoStrip
from app.viewer.overview_map import OverviewMap
from app.viewer.tile_grid import TileGrid, TileKey
from app.viewer.tools.tool import Drawn, Tool
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Point
from medcls_core.images.source import PixelSize, PixelSizeOrigin
from medcls_core.language import Language

SPECKLED = np.random.default_rng(3).integers(0, 256, (1500, 2000, 3), dtype=np.uint8)
HEAT = Evidence(
    EvidenceMethod.GRAD_CAM, np.ones((8, 8), np.float32), Box(0, 0, 2000, 1500), None, ""
)


def test_one_to_one_shows_the_very_pixels(view, settle, image_of):
    view.set_source(image_of(SPECKLED))
    view.center_on(Point(1000.3, 700.7), objective=40)
    settle()
    origin = view.camera.origin
    left, top = round(-origin.x), round(-origin.y)
    seen = to_array(view.grab_image())[:500, :650]
    np.testing.assert_array_equal(seen, SPECKLED[top : top + 500, left : left + 650])


@pytest.mark.parametrize(
    ("scale", "whole_px"), [(0.47, 512), (0.83, 1024), (1.0, 1024), (2.71, 1024)]
)
def test_many_tiles_look_like_one(view, settle, image_of, monkeypatch, scale, whole_px):
    """Noise shows a shift of a tenth of a pixel, and every seam."""
    pictures = []
    for tile_px in (whole_px, 128):
        monkeypatch.setattr("app.viewer.tile_store.TileGrid", partial(TileGrid, tile_px=tile_px))
        view.set_source(image_of(SPECKLED[:1000, :1000]))
        view.look_at(Point(511, 520), scale)
        settle()
        pictures.append(to_array(view.grab_image()).astype(int)[:500, :650])
    one, many = pictures
    assert np.ptp(one) > 100
    assert np.abs(one - many).max() <= 4


def test_something_is_shown_before_the_tiles_are_there(view, runner, qtbot, image_of):
    source = image_of(np.full((6000, 6000, 3), 90, np.uint8))
    view.set_source(source)
    qtbot.waitUntil(lambda: runner.live() == 0)
    view.look_at(Point(3000, 3000), 1.0)
    assert not view.is_sharp
    seen = to_array(view.grab_image())[200:400, 200:400]
    assert (seen == 90).all(), "the overview should lie under tiles that are still on their way"
    qtbot.waitUntil(lambda: view.is_sharp and runner.live() == 0)


def test_settled_is_told(view, qtbot, image_of):
    with qtbot.waitSignal(view.settled):
        view.set_source(image_of(SPECKLED))


def test_levels_change_the_picture_and_neutral_ones_bring_it_back(view, settle, image_of):
    view.set_source(image_of(np.full((900, 1200, 3), 100, np.uint8)))
    settle()
    strip = view.findChild(InfoStrip)
    assert strip.note == ""
    view.set_levels(0.0, 100 / 255, 1.0)
    assert to_array(view.grab_image())[350, 450].tolist() == [255, 255, 255]
    assert strip.note == "levels adjusted"
    view.look_at(Point(400, 400), 1.0)
    settle()
    assert to_array(view.grab_image())[350, 450].tolist() == [255, 255, 255]
    view.set_levels(0.0, 1.0, 1.0)
    assert to_array(view.grab_image())[350, 450].tolist() == [100, 100, 100]
    assert strip.note == ""


def test_h_hides_while_held_and_toggles_when_tapped(view, settle, image_of, qtbot, monkeypatch):
    view.set_source(image_of(SPECKLED))
    settle()
    bare = to_array(view.grab_image())
    view.set_heatmap(HEAT)
    heated = to_array(view.grab_image())
    assert (bare != heated).any()
    shown = []
    view.overlaysShown.connect(shown.append)
    qtbot.keyPress(view, Qt.Key.Key_H)
    below = slice(60, None)  # of the note that says so
    np.testing.assert_array_equal(to_array(view.grab_image())[below], bare[below])
    monkeypatch.setattr("app.viewer.overlaid_view.TAP_MS", -1)
    qtbot.keyRelease(view, Qt.Key.Key_H)
    np.testing.assert_array_equal(to_array(view.grab_image()), heated)
    monkeypatch.setattr("app.viewer.overlaid_view.TAP_MS", 60_000)
    qtbot.keyClick(view, Qt.Key.Key_H)
    np.testing.assert_array_equal(to_array(view.grab_image())[below], bare[below])
    assert shown == [False, True, False]


def press(view, key, kind, timestamp):
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(timestamp)
    QApplication.sendEvent(view, event)


def test_a_hold_during_a_stall_is_no_tap(view, settle, image_of):
    view.set_source(image_of(SPECKLED))
    settle()
    press(view, Qt.Key.Key_H, QEvent.Type.KeyPress, 1000)
    assert view.notes == ("overlays hidden (H)",)
    press(view, Qt.Key.Key_H, QEvent.Type.KeyRelease, 3000)  # both handled only now
    assert view.notes == ()


def test_a_lost_release_is_made_up_for_by_the_next_key_and_by_going_away(
    view, settle, image_of, qtbot
):
    view.set_source(image_of(SPECKLED))
    settle()
    for leave in (
        lambda: qtbot.keyClick(view, Qt.Key.Key_Left),
        lambda: QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut)),
    ):
        qtbot.keyPress(view, Qt.Key.Key_H)
        assert view.notes == ("overlays hidden (H)",)
        leave()
        assert view.notes == ()


def test_hidden_by_a_tap_stays_hidden_and_is_said(view, settle, image_of, qtbot):
    view.set_source(image_of(SPECKLED))
    settle()
    qtbot.keyClick(view, Qt.Key.Key_H)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.notes == ("overlays hidden (H)",)
    view.set_tool_hint("tool")
    assert view.notes == ("tool", "overlays hidden (H)")
    qtbot.keyClick(view, Qt.Key.Key_H)
    assert view.notes == ("tool",)


def test_the_tool_s_cursor_outlives_the_mouse(view, settle, image_of, qtbot):
    view.set_source(image_of(SPECKLED))
    settle()
    view.set_tool(Tool(Drawn()))
    qtbot.mouseMove(view, QPoint(200, 200))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.cursor().shape() is Qt.CursorShape.CrossCursor
    view.set_tool(None)
    assert view.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_the_legend_names_the_method_only_while_heat_is_shown(view, settle, image_of):
    view.set_source(image_of(SPECKLED))
    legend = view.findChild(HeatLegend)
    assert not legend.isVisible()
    view.set_heatmap(HEAT)
    assert legend.isVisible()
    assert legend.text == "Grad-CAM 45 %"
    view.set_heatmap_opacity(0.0)
    assert not legend.isVisible()
    view.set_heatmap_opacity(0.7)
    assert legend.text == "Grad-CAM 70 %"
    view.set_heatmap(None)
    assert not legend.isVisible()
    settle()


@pytest.mark.parametrize(
    ("pixel_size", "nominal", "texts"),
    [
        (PixelSize(0.25, PixelSizeOrigin.FILE), 40.0, ("20 µm", "40.0×", "0.25 µm/px · from file")),
        (
            PixelSize(0.5, PixelSizeOrigin.USER),
            None,
            ("50 µm", "20.0×", "0.5 µm/px · given by reader"),
        ),
        (None, 20.0, ("100 px", "20.0× nominal", "pixel size unknown")),
        (None, None, ("100 px", "100 %", "pixel size unknown")),
    ],
)
def test_scale_and_its_origin_are_told(view, settle, image_of, pixel_size, nominal, texts):
    view.set_source(image_of(SPECKLED, pixel_size, nominal))
    view.look_at(Point(1000, 700), 1.0)
    strip = view.findChild(InfoStrip)
    assert strip.texts == texts
    assert not strip.is_beyond_scan
    view.zoom_by(1.5)
    assert strip.is_beyond_scan
    settle()


def test_the_map_shows_up_when_zoomed_in_and_a_click_jumps(view, settle, image_of, qtbot):
    view.set_source(image_of(SPECKLED))
    little = view.findChild(OverviewMap)
    assert not little.isVisible()
    view.look_at(Point(1000, 700), 1.0)
    assert little.isVisible()
    qtbot.mouseClick(little, Qt.MouseButton.LeftButton, pos=QPoint(little.width() // 4, 30))
    assert view.camera.center.x_l0 == pytest.approx(500, abs=10)
    assert view.camera.center.y_l0 == pytest.approx(30 / little.height() * 1500, abs=10)
    assert view.camera.scale == 1.0
    settle()


def test_a_broken_place_is_told_and_the_rest_is_shown(view, runner, qtbot, image_of):
    source = image_of(SPECKLED, broken=Box(1600, 1100, 100, 100))
    with qtbot.waitSignal(view.readFailed) as told:
        view.set_source(source)
    assert "made up to be broken" in str(told.args[0])
    view.look_at(Point(300, 250), 1.0)
    qtbot.waitUntil(lambda: view.is_sharp and runner.live() == 0)
    origin = view.camera.origin
    seen = to_array(view.grab_image())[300:400, 300:400]
    left, top = 300 - round(origin.x), 300 - round(origin.y)
    np.testing.assert_array_equal(seen, SPECKLED[top : top + 100, left : left + 100])


def test_a_replaced_image_is_released_and_leaves_nothing_behind(view, settle, image_of, qtbot):
    first, second = image_of(SPECKLED), image_of(np.full((800, 900, 3), 40, np.uint8))
    view.set_source(first)
    view.set_heatmap(HEAT)
    with qtbot.waitSignal(view.sourceReleased) as told:
        view.set_source(second)
    assert told.args[0] is first
    settle()
    assert (to_array(view.grab_image())[300:400, 400:500] == 40).all()
    with qtbot.waitSignal(view.sourceReleased) as told:
        view.set_source(None)
    assert told.args[0] is second
    assert view.source is None


@pytest.mark.usefixtures("settings")  # which put the language back
def test_the_plates_speak_the_language_that_is_on(view, settle, image_of, qapp, qtbot):
    view.set_source(image_of(SPECKLED))
    view.set_heatmap(HEAT)
    view.set_levels(0.2, 0.9, 1.0)
    settle()
    strip, legend = view.findChild(InfoStrip), view.findChild(HeatLegend)
    install_language(qapp, Language.CHINESE)
    qtbot.waitUntil(lambda: "来自文件" in strip.texts[2])
    assert strip.note == "已调整色阶"
    view.set_heatmap(replace(HEAT, method=EvidenceMethod.PROBABILITY))
    assert legend.text == "概率图 45%"
    install_language(qapp, Language.ENGLISH)
    qtbot.waitUntil(lambda: legend.text == "Probability map 45 %")


def test_only_a_tile_in_sight_is_drawn_again(view, settle, image_of):
    view.set_source(image_of(SPECKLED))
    view.look_at(Point(700, 700), 1.0)
    settle()
    view.grab_image()
    tiles, camera = view._picture.tiles, view.camera
    span = tiles._span(camera, camera.view_box)
    inside, outside = span.tiles()[0], TileKey(span.level, span.column + 40, span.row)
    assert tiles.take(inside, camera) == tiles._grid.box(inside)
    assert tiles.take(outside, camera) is None
