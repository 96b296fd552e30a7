import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.rendering.colormaps import ColorMap, colour_bar, heat_to_image, table
from app.rendering.images import to_array


def lightness(colors: np.ndarray) -> np.ndarray:
    """CIE L* of sRGB colours (N, 3)."""
    linear = np.where(colors <= 10, colors / 3294.6, ((colors / 255 + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    return np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)


@pytest.mark.parametrize("color_map", ColorMap)
def test_lightness_rises_evenly(color_map: ColorMap):
    rise = np.diff(lightness(table(color_map).astype(np.float64))[::15])
    assert rise.min() > 0, "two values could be taken for each other in grey"
    assert rise.max() < 2.2 * rise.mean()


def pixel(value: float, color_map: ColorMap = ColorMap.VIRIDIS) -> QColor:
    heat = heat_to_image(np.array([[value]], np.float32), color_map)
    return heat.pixelColor(0, 0)


def test_cold_tissue_is_untouched_and_heat_covers_as_much_as_it_can():
    alphas = [pixel(value).alpha() for value in (0.0, 0.3, 0.6, 1.0)]
    assert alphas[0] == 0
    assert 0 < alphas[1] < alphas[2]
    assert alphas[2] == alphas[3] == 255


def test_colours_are_those_of_the_map():
    red, green, blue = table(ColorMap.INFERNO)[255].tolist()
    assert pixel(1.0, ColorMap.INFERNO) == QColor(red, green, blue)


def test_values_outside_do_no_harm():
    assert pixel(-1.0).alpha() == 0
    assert pixel(7.0) == pixel(1.0)


def test_the_bar_runs_from_cold_to_hot():
    bar = to_array(colour_bar(50, 4, ColorMap.VIRIDIS))
    assert bar.shape == (4, 50, 3)
    assert bar[2, 0].tolist() == table(ColorMap.VIRIDIS)[0].tolist()
    assert bar[2, -1].tolist() == table(ColorMap.VIRIDIS)[255].tolist()
