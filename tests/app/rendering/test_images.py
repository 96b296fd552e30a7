import gc

import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.rendering.images import (
    inside_to_qimage,
    pixels_of,
    rgba_to_qimage,
    to_array,
    to_qimage,
)
from medcls_core.geometry import Box, Size


def test_an_image_has_the_arrays_pixels_in_their_places():
    rgb = np.zeros((3, 5, 3), np.uint8)
    rgb[1, 4] = (200, 100, 50)
    image = to_qimage(rgb)
    assert (image.width(), image.height()) == (5, 3)
    assert image.pixelColor(4, 1).getRgb()[:3] == (200, 100, 50)
    assert image.pixelColor(3, 1).getRgb()[:3] == (0, 0, 0)


@pytest.mark.parametrize("width", [1, 2, 3, 7, 255])
def test_an_array_comes_back_as_it_went_whatever_its_width(width: int):
    rgb = np.random.default_rng(width).integers(0, 256, (4, width, 3), dtype=np.uint8)
    np.testing.assert_array_equal(to_array(to_qimage(rgb)), rgb)


def test_slices_and_mirrored_arrays_are_taken_as_they_look():
    rgb = np.random.default_rng(0).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    np.testing.assert_array_equal(to_array(to_qimage(rgb[1:5, ::-2])), rgb[1:5, ::-2])


def test_an_image_outlives_its_array():
    rgb = np.full((64, 64, 3), 77, np.uint8)
    image = to_qimage(rgb)
    rgb[:] = 0
    del rgb
    gc.collect()
    assert (to_array(image) == 77).all()


def test_alpha_is_multiplied_in_once():
    image = rgba_to_qimage(np.array([[[200, 100, 0, 128]]], np.uint8))
    color: QColor = image.pixelColor(0, 0)
    assert color.alpha() == 128
    assert abs(color.red() - 200) <= 1
    assert abs(color.green() - 100) <= 1


def test_the_memory_of_an_image_can_be_written():
    image = to_qimage(np.full((4, 3, 3), 10, np.uint8))
    pixels_of(image)[2, 1] = 99
    assert to_array(image)[2, 1].tolist() == [99, 99, 99]
    assert to_array(image)[1, 1].tolist() == [10, 10, 10]


@pytest.mark.parametrize(
    "wrong", [np.zeros((2, 2, 4), np.uint8), np.zeros((2, 2, 3)), np.zeros((0, 2, 3), np.uint8)]
)
def test_other_arrays_are_refused(wrong: np.ndarray):
    with pytest.raises(ValueError, match="expected uint8"):
        to_qimage(wrong)


def test_what_lies_beyond_the_image_is_transparent():
    rgb = np.full((8, 8, 3), 200, np.uint8)
    picture = inside_to_qimage(rgb, Box(-20, 0, 40, 40), Size(100, 100))
    assert picture.pixelColor(3, 4).alpha() == 0
    assert picture.pixelColor(4, 4).getRgb() == (200, 200, 200, 255)
    assert not inside_to_qimage(rgb, Box(0, 0, 40, 40), Size(100, 100)).hasAlphaChannel()
