"""Every source keeps the promises of `ImageSource`, whatever the file."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import ndimage

from medcls_core.geometry import Box, Size


def test_knows_its_size_and_levels(source, made_rgb):
    assert source.size_l0 == (made_rgb.shape[1], made_rgb.shape[0])
    assert source.level_downsamples[0] == 1.0
    assert list(source.level_downsamples) == sorted(source.level_downsamples)
    assert source.format_name


def test_format_name_says_nothing_of_the_patient(source):
    assert "Zhang" not in source.format_name
    assert "SECRET" not in source.format_name


@pytest.mark.parametrize("corner", [(0, 0), (37, 411), (1311 - 96, 1007 - 64), (500, 255)])
def test_level_0_is_the_direct_crop(source, made_rgb, corner):
    x, y = corner
    shown = source.read(Box(x, y, 96, 64), Size(96, 64))
    assert shown.dtype == np.uint8
    np.testing.assert_array_equal(shown, made_rgb[y : y + 64, x : x + 96])


def test_outside_is_white(source, made_rgb):
    shown = source.read(Box(-50, -40, 120, 100), Size(120, 100))
    assert (shown[:40] == 255).all()
    assert (shown[:, :50] == 255).all()
    np.testing.assert_array_equal(shown[40:, 50:], made_rgb[:60, :70])


def test_beyond_the_right_and_lower_edge_is_white(source, made_rgb):
    shown = source.read(Box(1300, 1000, 40, 30), Size(40, 30))
    np.testing.assert_array_equal(shown[:7, :11], made_rgb[1000:, 1300:])
    assert (shown[7:] == 255).all()
    assert (shown[:, 11:] == 255).all()


@pytest.mark.parametrize(
    "box", [Box(-500, 0, 100, 100), Box(5000, 5000, 64, 64), Box(0, 1007, 10, 10)]
)
def test_far_away_is_white(source, box):
    assert (source.read(box, Size(20, 30)) == 255).all()


def test_fractional_boxes_lie_between_pixels(source, made_rgb):
    box = Box(610.25, 470.75, 80, 60)
    shown = source.read(box, Size(80, 60)).astype(float)
    rows, columns = np.mgrid[:60, :80]
    for channel in range(3):
        between = ndimage.map_coordinates(
            made_rgb[:, :, channel].astype(float), [rows + 470.75, columns + 610.25], order=1
        )
        assert np.abs(shown[:, :, channel] - between).max() < 2


@pytest.mark.parametrize("downsample", [0.5, 1, 1.7, 2, 3.3, 4, 6, 8, 11.9, 16, 20])
def test_landmarks_are_where_they_should_be_at_every_zoom(source, landmarks, downsample):
    for at_x, at_y in landmarks:
        side = max(96.0, 6 * downsample)
        count = round(side / downsample)
        box = Box(at_x - side / 2 + 3.3, at_y - side / 2 - 2.6, side, side)
        shown = source.read(box, Size(count, count))
        x, y = _darkest_place(shown)
        scale = side / count
        assert abs(box.x_l0 + x * scale - at_x) < 0.12 * max(1, downsample) + 0.1
        assert abs(box.y_l0 + y * scale - at_y) < 0.12 * max(1, downsample) + 0.1


@pytest.mark.parametrize("longest", [41, 82, 164, 400])
def test_landmarks_lie_right_in_the_whole_image(source, landmarks, longest):
    scale = source.size_l0.width / longest
    size = Size(longest, round(source.size_l0.height / scale))
    shown = source.read(Box(0, 0, *source.size_l0), size)
    scale_y = source.size_l0.height / size.height
    reach = max(2, round(40 / scale))
    for at_x, at_y in landmarks:
        left, top = max(0, int(at_x / scale) - reach), max(0, int(at_y / scale_y) - reach)
        part = shown[top : top + 2 * reach + 1, left : left + 2 * reach + 1]
        x, y = _darkest_place(part)
        assert abs((left + x) * scale - at_x) < 0.25 * scale + 0.3
        assert abs((top + y) * scale_y - at_y) < 0.25 * scale + 0.3


def _darkest_place(rgb):
    """Centroid of the dot, in pixels of the picture."""
    green = rgb[:, :, 1].astype(float)
    dark = np.clip(np.median(green) - 8 - green, 0, None)
    assert dark.sum() > 0
    rows, columns = np.mgrid[: rgb.shape[0], : rgb.shape[1]] + 0.5
    return (dark * columns).sum() / dark.sum(), (dark * rows).sum() / dark.sum()


def test_neighbouring_tiles_join_without_a_seam(source):
    whole = source.read(Box(200, 200, 700, 350), Size(200, 100)).astype(int)
    left = source.read(Box(200, 200, 350, 350), Size(100, 100)).astype(int)
    right = source.read(Box(550, 200, 350, 350), Size(100, 100)).astype(int)
    assert np.abs(whole - np.concatenate([left, right], axis=1)).max() <= 2


def test_large_reads_in_parts_equal_one_read(source, monkeypatch):
    box, size = Box(-30.5, 10.25, 900, 700), Size(150, 117)
    once = source.read(box, size).astype(int)
    monkeypatch.setattr("medcls_core.images.resampling.MAX_PATCH_PX", 20_000)
    assert np.abs(source.read(box, size).astype(int) - once).max() <= 2


def test_eight_threads_read_the_same(source):
    boxes = [Box(11.3 * n, 7.9 * n, 90 + 5 * n, 70 + 5 * n) for n in range(40)]
    alone = [source.read(box, Size(50, 40)) for box in boxes]
    ready = threading.Barrier(8)

    def read_all(_):
        ready.wait()
        return [source.read(box, Size(50, 40)) for box in boxes]

    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(read_all, range(8)):
            for one, other in zip(alone, together, strict=True):
                np.testing.assert_array_equal(one, other)


def test_nothing_to_read_is_a_defect(source):
    with pytest.raises(ValueError, match="nothing to read"):
        source.read(Box(0, 0, 0, 10), Size(1, 1))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    box=st.builds(
        Box,
        st.floats(-2000, 3000),
        st.floats(-2000, 3000),
        st.floats(0.01, 4000),
        st.floats(0.01, 4000),
    ),
    size=st.builds(Size, st.integers(1, 60), st.integers(1, 60)),
)
def test_any_box_can_be_read(source, box, size):
    shown = source.read(box, size)
    assert shown.shape == (size.height, size.width, 3)
    assert shown.dtype == np.uint8
