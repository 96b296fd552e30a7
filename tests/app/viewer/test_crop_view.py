from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.rendering.images import to_array, to_qimage
from app.viewer.crop_view import CropView
from app.viewer.marks import FindingMark
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Outline

CROP = np.full((64, 64, 3), 180, np.uint8)
BOX = Box(1000, 2000, 64, 64)


@pytest.fixture
def crop_view(qtbot):
    view = CropView()
    qtbot.addWidget(view)
    view.resize(256, 256)
    view.show()
    return view


def pixels(view) -> np.ndarray:
    return to_array(view.grab().toImage()).astype(int)


def test_nothing_is_shown_without_a_crop(crop_view):
    assert np.ptp(pixels(crop_view).reshape(-1, 3), axis=0).max() == 0


def test_the_crop_fills_the_widget_and_keeps_its_proportions(crop_view):
    crop_view.set_centre_mark(False)
    crop_view.set_crop(to_qimage(CROP))
    assert (pixels(crop_view) == 180).all()
    crop_view.set_crop(to_qimage(CROP[:32]))
    seen = pixels(crop_view)
    assert (seen[66:190, 2:-2] == 180).all()
    assert (seen[:60] != 180).any(axis=2).all()


def test_a_heatmap_lies_at_its_place_in_the_image(crop_view):
    values = np.zeros((4, 4), np.float32)
    values[1, 2] = 1
    evidence = Evidence(EvidenceMethod.GRAD_CAM, values, BOX, "mitosis", "")
    crop_view.set_centre_mark(False)
    crop_view.set_crop(to_qimage(CROP), BOX)
    crop_view.set_heatmap(evidence)
    crop_view.set_heatmap_opacity(1.0)
    hot = pixels(crop_view)
    hot = hot[..., 1] > hot[..., 2] + 2
    rows, columns = np.nonzero(hot)
    assert rows.mean() == pytest.approx(1.5 * 64, abs=2)
    assert columns.mean() == pytest.approx(2.5 * 64, abs=2)
    crop_view.set_overlays_hidden(True)
    assert (pixels(crop_view) == 180).all()


def test_a_new_crop_drops_heat_and_outline_of_the_last(crop_view):
    crop_view.set_centre_mark(False)
    crop_view.set_crop(to_qimage(CROP), BOX)
    crop_view.set_heatmap(Evidence(EvidenceMethod.MASK, np.ones((2, 2), np.float32), BOX, None, ""))
    outline = Outline.of_box(Box(1020, 2020, 20, 20))
    crop_view.set_mark(FindingMark(uuid4(), outline, "#d62728", "circle", "", False, False))
    assert (pixels(crop_view) != 180).any()
    crop_view.set_crop(to_qimage(CROP), Box(0, 0, 64, 64))
    assert (pixels(crop_view) == 180).all()


def test_the_centre_is_pointed_at_from_the_edges(crop_view):
    crop_view.set_crop(to_qimage(CROP))
    seen = pixels(crop_view)
    assert (seen[2:10, 124:132] != 180).any()
    assert (seen[40:216, 40:216] == 180).all()


def test_a_bar_is_drawn_only_when_the_scale_is_known(crop_view):
    crop_view.set_centre_mark(False)
    crop_view.set_crop(to_qimage(CROP), BOX, mpp=0.25)
    corner = pixels(crop_view)[220:, 120:]
    assert (corner < 60).any()
    crop_view.set_crop(to_qimage(CROP), BOX)
    assert (pixels(crop_view) == 180).all()


def test_clicks_are_told(crop_view, qtbot):
    with qtbot.waitSignal(crop_view.clicked):
        qtbot.mouseClick(crop_view, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(crop_view.activated):
        qtbot.mouseDClick(crop_view, Qt.MouseButton.LeftButton)
