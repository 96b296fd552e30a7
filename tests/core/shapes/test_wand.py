"""The wand on made-up nuclei."""

import numpy as np
import pytest

from medcls_core.geometry import Box, Point
from medcls_core.shapes import wand

BOX = Box(1000, 2000, 400, 400)


@pytest.fixture
def nuclei():
    """Two purple discs on pink, 200 px over 400 level-0 pixels, with a pale spot in the first."""
    y, x = np.mgrid[:200, :200]
    picture = np.full((200, 200, 3), (235, 190, 215), np.uint8)
    picture[(x - 60) ** 2 + (y - 60) ** 2 < 30**2] = (90, 50, 140)
    picture[(x - 60) ** 2 + (y - 60) ** 2 < 5**2] = (235, 190, 215)
    picture[(x - 150) ** 2 + (y - 150) ** 2 < 20**2] = (90, 50, 140)
    noise = np.random.default_rng(0).integers(-6, 7, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def test_the_touched_nucleus_is_taken_whole_and_the_other_is_not(nuclei):
    like = wand.likeness(nuclei, BOX, Point(1000 + 2 * 45, 2000 + 2 * 60))
    mask = wand.flood(like, 20)
    assert mask[60, 60]  # the pale spot inside is filled
    assert not mask[150, 150]
    assert mask.sum() == pytest.approx(np.pi * 30**2, rel=0.1)


def test_more_tolerance_takes_more(nuclei):
    like = wand.likeness(nuclei, BOX, Point(1090, 2120))
    sizes = [int(wand.flood(like, tolerance).sum()) for tolerance in (0, 5, 20, 60, 200)]
    assert sizes == sorted(sizes)
    assert sizes[0] >= 1
    assert sizes[-1] == nuclei.shape[0] * nuclei.shape[1]


def test_the_outline_lies_where_the_nucleus_does(nuclei):
    like = wand.likeness(nuclei, BOX, Point(1090, 2120))
    outline = wand.outline_of(wand.flood(like, 20), BOX)
    assert outline.center.x_l0 == pytest.approx(1120, abs=3)
    assert outline.center.y_l0 == pytest.approx(2120, abs=3)
    assert outline.area_l0 == pytest.approx(np.pi * 60**2, rel=0.1)


def test_a_mask_s_border_runs_along_its_pixels_edges():
    mask = np.zeros((10, 10), bool)
    mask[2:5, 3:7] = True
    bounds = wand.outline_of(mask, Box(0, 0, 100, 100)).bounds
    assert (bounds.x_l0, bounds.y_l0) == pytest.approx((30, 20), abs=5)
    assert (bounds.right_l0, bounds.bottom_l0) == pytest.approx((70, 50), abs=5)
    assert wand.outline_of(np.zeros((4, 4), bool), BOX) is None


def test_a_place_beside_the_patch_counts_as_its_nearest_pixel(nuclei):
    assert wand.likeness(nuclei, BOX, Point(0, 9999)).seed == (0, 199)
