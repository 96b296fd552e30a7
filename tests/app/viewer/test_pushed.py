"""A pan pushes along what is on screen; it must look as if all was drawn anew."""

from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app.rendering.images import to_array
from app.viewer import tile_layer
from app.viewer.camera import Spot
from app.viewer.marks import FindingMark
from app.viewer.overview_map import OverviewMap
from app.viewer.picture import Picture
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Outline, Point

SPECKLED = np.random.default_rng(3).integers(0, 256, (1500, 2000, 3), dtype=np.uint8)
WARM = np.random.default_rng(4).random((40, 50), dtype=np.float32)
WAYS = ((40, 0), (0, -33), (-17, 25), (130, 130))


def on_screen(view) -> np.ndarray:
    """The pixels that the window shows, not painted for the occasion."""
    view.repaint()
    shown = view.screen().grabWindow(view.winId())
    return to_array(shown.toImage()).astype(int)


def marks(count: int) -> list[FindingMark]:
    places = [Box(700 + 60 * n, 600 + 37 * n, 30, 30) for n in range(count)]
    return [
        FindingMark(
            uuid4(), Outline.of_box(place), "#d62728", "circle", "mitosis",
            confirmed=n % 2 > 0, rejected=False,
        )
        for n, place in enumerate(places)
    ]  # fmt: skip


@pytest.mark.parametrize("scale", [1.0, 0.83, 2.71])
@pytest.mark.parametrize("quarters", [0, 1])
def test_what_was_pushed_looks_as_drawn_anew(view, settle, image_of, monkeypatch, scale, quarters):
    pushed = []
    way = Picture.way
    monkeypatch.setattr(Picture, "way", lambda *a: pushed.append(way(*a)) or pushed[-1])
    view.set_source(image_of(SPECKLED))
    view.set_marks(marks(8))
    view.set_heatmap(Evidence(EvidenceMethod.GRAD_CAM, WARM, Box(600, 500, 500, 400), None, ""))
    view.turn_by(quarters)
    view.look_at(Point(900, 750), scale)
    settle()
    view.grab_image()
    on_screen(view)
    pushed.clear()
    for right, down in WAYS:
        view.pan(right, down)
        settle()
        seen = on_screen(view)
        assert np.abs(seen - to_array(view.grab_image()).astype(int)).max() <= 4
    assert all(each is not None and not each.isNull() for each in pushed[: len(WAYS)])


def test_another_scale_or_look_is_drawn_anew(view, settle, image_of, monkeypatch):
    monkeypatch.setattr("app.viewer.mark_layer.FEW", 3)
    view.set_source(image_of(SPECKLED))
    view.set_marks(marks(8))
    view.look_at(Point(100, 100), 1.0)
    settle()
    picture, here = view._picture, view.camera
    aside, near = here.panned(20, 0), here.panned(600, 500)
    size = view._widget_size()
    assert picture.way(here, aside, view.turn, size).toTuple() == (-20, 0)
    assert picture.way(here, near, view.turn, size) is None, "now they are drawn in squares"
    assert picture.way(here, here.anchored(0.5, here.center, Spot(0, 0)), view.turn, size) is None


def test_a_pan_draws_each_tile_and_the_map_once(view, settle, image_of, monkeypatch):
    view.set_source(image_of(SPECKLED))
    view.look_at(Point(900, 750), 1.0)
    settle()
    view.grab_image()
    view.set_scale(0.9)
    view.repaint()
    drawn, maps = [], []
    draw, sight = tile_layer._draw, OverviewMap._paint_sight
    monkeypatch.setattr(tile_layer, "_draw", lambda *a: drawn.append(a[-1]) or draw(*a))
    monkeypatch.setattr(OverviewMap, "_paint_sight", lambda *a: maps.append(1) or sight(*a))
    assert view._rest.isActive(), "a zoom has just been"
    view.pan(-30, -40)  # nothing new comes into sight where the map is
    QApplication.processEvents()
    assert len(drawn) == len(set(drawn)) > 0
    assert len(maps) == 1
