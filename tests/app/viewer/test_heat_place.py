"""The heatmap lies where it should, at every zoom."""

from dataclasses import replace

import numpy as np
import pytest

from app.rendering.images import to_array
from app.viewer.heat_layer import halve_by_maximum, refine
from medcls_core.explain.evidence import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Point

SIDE = 2048
SQUARE = Box(1280, 768, 128, 128)
MIDDLE = SQUARE.center


def black_square() -> np.ndarray:
    pixels = np.full((SIDE, SIDE, 3), 255, np.uint8)
    pixels[768:896, 1280:1408] = 0
    return pixels


def hot_square(cells: int, box: Box = Box(0, 0, SIDE, SIDE)) -> Evidence:  # noqa: B008  (frozen)
    """Heat of `cells` x `cells` over `box`, 1 where the square is; cells fit its edges."""
    values = np.zeros((cells, cells), np.float32)
    step = box.width_l0 / cells
    left, top = round((SQUARE.x_l0 - box.x_l0) / step), round((SQUARE.y_l0 - box.y_l0) / step)
    count = round(SQUARE.width_l0 / step)
    values[top : top + count, left : left + count] = 1
    return Evidence(EvidenceMethod.PROBABILITY, values, box, "mitosis", "0" * 64)


def edges(inside: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom edge of the true pixels."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def seen(view) -> np.ndarray:
    """The part of the view that no furniture stands on."""
    return to_array(view.grab_image()).astype(int)[:500, :700]


def hot(image: np.ndarray) -> np.ndarray:
    """Where heat is at least half: viridis turns there from more blue to more green.

    That holds over black tissue and over white glass, which both have as much of either.
    """
    return image[..., 1] > image[..., 2] + 2


def show_square(view, settle, image_of, scale: float) -> tuple[int, int, int, int]:
    """Show the black square in the upper left of the view; returns its edges there."""
    view.set_source(image_of(black_square()))
    view.look_at(Point(MIDDLE.x_l0 + 101.3 / scale, MIDDLE.y_l0 + 97.7 / scale), scale)
    settle()
    return edges(seen(view).max(axis=2) < 128)


@pytest.mark.parametrize("cells", [16, 64, 512, 2048])
@pytest.mark.parametrize("scale", [0.21, 0.33, 0.5, 0.77, 1.0, 1.37, 2.9, 3.6])
def test_heat_covers_the_square_to_a_pixel(view, settle, image_of, cells, scale):
    black = show_square(view, settle, image_of, scale)
    assert black[2] - black[0] == pytest.approx(SQUARE.width_l0 * scale, abs=1)
    view.set_heatmap(hot_square(cells))
    view.set_heatmap_opacity(1.0)
    # The colour turns at a value of 0.49, so by a hundredth of a cell outside of its border.
    allowed = 1 + 0.02 * SIDE / cells * scale
    for found, true in zip(edges(hot(seen(view))), black, strict=True):
        assert abs(found - true) <= allowed


@pytest.mark.parametrize("scale", [0.4, 1.0, 2.5])
def test_a_heatmap_of_its_own_box_lies_in_its_box(view, settle, image_of, scale):
    black = show_square(view, settle, image_of, scale)
    view.set_heatmap(hot_square(256, Box(1024, 512, 512, 512)))
    view.set_heatmap_opacity(1.0)
    for found, true in zip(edges(hot(seen(view))), black, strict=True):
        assert abs(found - true) <= 1.1


def test_a_shifted_heatmap_would_be_seen(view, settle, image_of):
    """The test above can fail: two level-0 pixels are noticed."""
    black = show_square(view, settle, image_of, 2.5)
    view.set_heatmap(hot_square(256, Box(1024, 512, 512, 512)))
    shifted = hot_square(256, Box(1024, 512, 512, 512))
    view.set_heatmap(replace(shifted, box_l0=Box(1026, 512, 512, 512)))
    view.set_heatmap_opacity(1.0)
    assert abs(edges(hot(seen(view)))[0] - black[0]) > 3


def test_huge_magnification_doesnt_shift_the_heat(view, settle, image_of):
    """Cells of 512 screen pixels: Qt's own steps would be wrong by many pixels here."""
    source = image_of(np.full((64, 64, 3), 255, np.uint8))
    view.set_source(source)
    values = np.zeros((8, 8), np.float32)
    values[3, :] = 1
    view.set_heatmap(Evidence(EvidenceMethod.GRAD_CAM, values, Box(0, 0, 64, 64), None, ""))
    view.set_heatmap_opacity(1.0)
    view.look_at(Point(32, 28), 1e9)
    settle()
    scale = view.camera.scale
    column = to_array(view.grab_image()).astype(int)[:, 850]
    rows = np.flatnonzero(column[:, 1] > column[:, 2] + 2)
    top = view.camera.to_view(Point(0, 24)).y
    bottom = view.camera.to_view(Point(0, 32)).y
    assert (rows[0] + rows[-1] + 1) / 2 == pytest.approx((top + bottom) / 2, abs=1.5)
    assert rows[-1] + 1 - rows[0] == pytest.approx(8 * scale, rel=0.03)


def test_refining_keeps_half_the_step_on_the_border():
    values = np.array([[0, 0, 1, 1]], np.float32).repeat(4, axis=0)
    fine = refine(values, (0, 4), (0, 4), 8)
    assert fine.shape == (32, 32)
    assert fine[5, 15] < 0.5 < fine[5, 16]
    assert fine[5, 15] + fine[5, 16] == pytest.approx(1.0)


def test_cuts_of_one_heatmap_agree():
    values = np.random.default_rng(0).random((9, 11), dtype=np.float32)
    whole = refine(values, (0, 9), (0, 11), 4)
    part = refine(values, (2, 6), (3, 9), 4)
    np.testing.assert_allclose(part, whole[8:24, 12:36])


def test_from_afar_the_hottest_survives():
    values = np.zeros((5, 7), np.float32)
    values[4, 6] = 0.9
    halved = halve_by_maximum(values)
    assert halved.shape == (3, 4)
    assert halved[2, 3] == np.float32(0.9)
