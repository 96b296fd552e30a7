import numpy as np
import pytest

from app.viewer.magnification import bar_length, crisp, power_at, power_text, scale_at
from medcls_core.images.source import PixelSize, PixelSizeOrigin

BLANK = np.zeros((4, 4, 3), np.uint8)


def test_power_comes_from_the_pixel_size_not_from_the_label(image_of):
    source = image_of(BLANK, PixelSize(0.5, PixelSizeOrigin.FILE), objective_power=40.0)
    assert power_at(source, 1.0) == 20.0
    assert power_at(source, 0.25) == 5.0


def test_without_pixel_size_the_nominal_power_serves_and_without_both_none(image_of):
    assert power_at(image_of(BLANK, None, objective_power=20.0), 0.5) == 10.0
    assert power_at(image_of(BLANK, None, objective_power=None), 0.5) is None
    assert scale_at(image_of(BLANK, None, objective_power=None), 20.0) is None


def test_almost_one_to_one_becomes_one_to_one(image_of):
    source = image_of(BLANK, PixelSize(0.2522, PixelSizeOrigin.FILE))
    assert scale_at(source, 40.0) == 1.0
    assert scale_at(source, 20.0) == 0.5
    assert scale_at(source, 20.0, pixel_ratio=2.0) == 0.5
    assert scale_at(source, 30.0) == pytest.approx(0.7566)
    assert crisp(1.02) == 1.02


@pytest.mark.parametrize(
    ("power", "text"), [(40.08, "40.0×"), (12.24, "12.2×"), (1.25, "1.25×"), (160.0, "160×")]
)
def test_powers_for_people(power: float, text: str):
    assert power_text(power) == text


@pytest.mark.parametrize(
    ("per_px", "length"), [(0.25, 20), (0.5, 50), (1.0, 100), (1 / 1.4, 100), (10, 1000), (0.1, 10)]
)
def test_bars_are_one_two_or_five(per_px: float, length: float):
    assert bar_length(per_px, 140) == pytest.approx(length)
    assert bar_length(per_px, 140) / per_px <= 140 * (1 + 1e-9)
