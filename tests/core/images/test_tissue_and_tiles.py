from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcls_core.geometry import Box
from medcls_core.images import TissueMask, read_overview, tile_grid, tissue_mask
from medcls_core.images.array_source import ArraySource
from medcls_core.images.tissue import find_tissue

GLASS, PINK, PALE = (243, 241, 243), (205, 120, 170), (228, 205, 222)


def picture(colour, size=(400, 300), noise=2.0):
    rng = np.random.default_rng(5)
    rgb = np.array(colour) + rng.normal(0, noise, (size[1], size[0], 3))
    return np.clip(rgb, 0, 255).astype(np.uint8)


def source_of(rgb, tmp_path):
    return ArraySource(tmp_path / "x.png", rgb, pixel_size=None, format_name="PNG")


@pytest.mark.parametrize("colour", [GLASS, (255, 255, 255), (225, 225, 225), (238, 242, 240)])
def test_glass_alone_is_empty(colour):
    assert not find_tissue(picture(colour)).any()


@pytest.mark.parametrize("colour", [PINK, PALE, (90, 60, 140), (10, 10, 10)])
def test_tissue_alone_is_full(colour):
    assert find_tissue(picture(colour)).all()


@pytest.mark.parametrize("colour", [PINK, PALE])
def test_finds_the_piece(tmp_path, colour):
    rgb = picture(GLASS)
    rgb[100:220, 80:300] = picture(colour)[100:220, 80:300]
    found = tissue_mask(source_of(rgb, tmp_path))
    truth = np.zeros(rgb.shape[:2], bool)
    truth[100:220, 80:300] = True
    assert (found.mask & truth).sum() / (found.mask | truth).sum() > 0.93
    assert found.area_l0 == pytest.approx(120 * 220, rel=0.07)
    assert found.fraction == pytest.approx(found.mask.mean())


def test_dark_field_is_seen_everywhere():
    rgb = picture((8, 8, 8))
    rgb[100:120, 100:130] = 255
    assert find_tissue(rgb).all()


def test_dust_is_left_out_and_pinholes_are_filled():
    rgb = picture(GLASS)
    rgb[20:22, 20:22] = (30, 30, 30)
    rgb[100:220, 80:300] = PINK
    rgb[150:153, 150:153] = GLASS
    mask = find_tissue(rgb)
    assert not mask[:60, :60].any()
    assert mask[145:160, 145:160].all()


@pytest.mark.parametrize("ink", [(40, 160, 90), (40, 90, 190), (20, 20, 22)])
def test_pen_marks_can_be_left_out(ink):
    rgb = picture(GLASS)
    rgb[100:220, 150:380] = (180, 90, 160)
    rgb[40:260, 40:60] = ink
    assert find_tissue(rgb)[60:240, 45:55].all()
    without = find_tissue(rgb, leave_out_pen=True)
    assert not without[60:240, 42:58].any()
    assert without[110:210, 160:370].all()


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (1, 700)])
def test_tiny_images(tmp_path, size):
    found = tissue_mask(source_of(picture(PINK, size), tmp_path))
    assert found.mask.all()


def test_mask_spans_the_image_at_any_resolution(tmp_path):
    rgb = picture(GLASS, (2000, 1001))
    rgb[:, 1500:] = PINK
    found = tissue_mask(source_of(rgb, tmp_path), longest_px=250)
    assert found.mask.shape == (125, 250)
    assert found.box_l0 == Box(0, 0, 2000, 1001)
    assert found.covers(Box(1600, 100, 300, 300)) == pytest.approx(1)
    assert found.covers(Box(100, 100, 300, 300)) == 0
    assert found.covers(Box(1400, 100, 200, 200)) == pytest.approx(0.5, abs=0.06)


def test_covers_counts_parts_of_mask_pixels():
    mask = TissueMask(np.array([[True, False], [False, False]]), Box(0, 0, 200, 100))
    assert mask.covers(Box(0, 0, 200, 100)) == pytest.approx(0.25)
    assert mask.covers(Box(50, 25, 100, 50)) == pytest.approx(0.25)
    assert mask.covers(Box(-100, -50, 200, 100)) == pytest.approx(0.25)
    assert mask.covers(Box(90, 40, 1, 1)) == pytest.approx(1)
    assert mask.covers(Box(-30, -30, 20, 20)) == 0
    assert mask.covers(Box(500, 500, 20, 20)) == 0


def test_a_grid_of_boxes_is_answered_as_each_of_them():
    rng = np.random.default_rng(3)
    mask = TissueMask(rng.random((23, 31)) < 0.05, Box(-40, 10, 620, 460))
    starts_x, starts_y = np.arange(-90.0, 700, 33.3), np.arange(-70.0, 560, 27.7)
    columns = np.stack([starts_x, starts_x + 41], axis=1)
    rows = np.stack([starts_y, starts_y + 36], axis=1)
    one_by_one = [[mask.covers(Box(x, y, 41, 36)) > 0 for x in starts_x] for y in starts_y]
    assert mask.is_in_each(columns, rows).tolist() == one_by_one
    assert 0 < np.mean(one_by_one) < 1


@given(
    x=st.floats(-300, 300), width=st.floats(1, 900), tile=st.floats(20, 400), part=st.floats(0.3, 1)
)
def test_tiles_cover_the_region(x, width, tile, part):
    region = Box(x, 10, width, 50)
    boxes = tile_grid(region, tile, tile * part)
    starts = sorted({box.x_l0 for box in boxes})
    assert starts[0] == region.x_l0
    assert starts[-1] + tile >= region.right_l0 - 1e-6
    assert all(later - earlier <= tile + 1e-6 for earlier, later in pairwise(starts))
    if width >= tile:
        assert starts[-1] + tile == pytest.approx(region.right_l0)


def test_tiles_on_tissue_only():
    mask = TissueMask(np.array([[True, False]]), Box(0, 0, 200, 100))
    region = Box(0, 0, 200, 100)
    assert [box.x_l0 for box in tile_grid(region, 50, 50, mask)] == [0, 50, 0, 50]
    assert len(tile_grid(region, 50, 50)) == 8
    half = tile_grid(Box(25, 0, 175, 50), 50, 50, mask, min_tissue=0.6)
    assert [box.x_l0 for box in half] == [25]


def test_a_stride_of_nothing_is_a_defect():
    with pytest.raises(ValueError, match="positive"):
        tile_grid(Box(0, 0, 10, 10), 5, 0)


def test_overview_keeps_the_shape_and_never_enlarges(tmp_path):
    source = source_of(picture(PINK, (400, 100)), tmp_path)
    assert read_overview(source, 200).shape == (50, 200, 3)
    assert read_overview(source, 4000).shape == (100, 400, 3)
    assert read_overview(source_of(picture(PINK, (900, 1)), tmp_path), 9).shape == (1, 9, 3)
