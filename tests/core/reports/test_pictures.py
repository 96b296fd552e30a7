"""Scale bars have the length they claim; heat keeps its place and its peaks."""

import numpy as np
import pytest

from medcls_core.explain import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Size
from medcls_core.reports.colours import heat_colours, lay_heat, rgb_of
from medcls_core.reports.lettering import INK, draw_scale_bar, length_text, scale_length_um
from medcls_core.reports.pictures import heat_in, with_colour_bar


@pytest.mark.parametrize("um_per_px", [0.05, 0.25, 1.3, 40.0])
def test_the_bar_is_as_long_as_it_says(um_per_px):
    grey = np.full((600, 800, 3), 128, np.uint8)
    marked = draw_scale_bar(grey, um_per_px)
    ink = (marked == INK).all(axis=2)
    widest = max(int(row.sum()) for row in ink)  # the bar's rows; letters have gaps
    assert widest * um_per_px == pytest.approx(scale_length_um(800 * um_per_px), rel=0.02)


@pytest.mark.parametrize(("length", "text"), [(50, "50 µm"), (1000, "1 mm"), (2000, "2 mm")])
def test_lengths_are_said_in_the_nearer_unit(length, text):
    assert length_text(length) == text


def evidence(values: np.ndarray, box: Box) -> Evidence:
    return Evidence(EvidenceMethod.PROBABILITY, values.astype(np.float32), box, "mitosis", "0" * 64)


def test_a_single_hot_place_survives_a_coarse_picture():
    values = np.zeros((1000, 1000))
    values[613, 207] = 1
    heat = heat_in(evidence(values, Box(0, 0, 8000, 8000)), Box(0, 0, 8000, 8000), Size(50, 50))
    assert heat.max() == 1
    y, x = np.argwhere(heat > 0.5).mean(axis=0)
    assert (x, y) == pytest.approx((207.5 / 20 - 0.5, 613.5 / 20 - 0.5), abs=0.75)


@pytest.mark.parametrize("size", [Size(40, 40), Size(160, 160), Size(33, 33)])
def test_heat_lies_at_its_place_at_every_zoom(size):
    values = np.zeros((16, 16))
    values[4, 10] = 1
    box = Box(100, 200, 160, 160)  # the hot pixel covers x 200..210, y 240..250
    heat = heat_in(evidence(values, box), Box(100, 200, 160, 160), size)
    rows, columns = np.indices(heat.shape)
    x = (columns * heat).sum() / heat.sum() * 160 / size.width + 100 + 80 / size.width
    y = (rows * heat).sum() / heat.sum() * 160 / size.height + 200 + 80 / size.height
    assert (x, y) == pytest.approx((205, 245), abs=2)


def test_there_is_no_heat_outside_of_the_evidence():
    heat = heat_in(
        evidence(np.ones((8, 8)), Box(0, 0, 80, 80)), Box(-80, 0, 240, 80), Size(240, 80)
    )
    assert (heat[:, :79] == 0).all()
    assert (heat[:, 82:158] == 1).all()
    assert (heat[:, 161:] == 0).all()


def test_the_scale_of_heat_rises_in_lightness():
    colours = heat_colours(np.linspace(0, 1, 64, dtype=np.float32))
    lightness = colours @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(lightness) > 0).all()


def test_heat_in_files_has_the_colours_of_the_window():
    window = pytest.importorskip("app.rendering.colormaps")
    shown = window.table(window.ColorMap.VIRIDIS).astype(int)
    written = heat_colours(np.linspace(0, 1, 256, dtype=np.float32))
    assert np.abs(written - shown).max() <= 1


def test_no_heat_leaves_the_picture_as_it_is():
    rgb = np.random.default_rng(0).integers(0, 255, (20, 20, 3), np.uint8)
    assert (lay_heat(rgb, np.zeros((20, 20), np.float32)) == rgb).all()


def test_the_colour_bar_stands_beside_the_picture():
    rgb = np.full((200, 150, 3), 90, np.uint8)
    sheet = with_colour_bar(rgb, "probability")
    assert (sheet[:, :150] == rgb).all()
    assert sheet.shape[1] > 150


def test_class_colours_are_read():
    assert rgb_of("#009E73") == (0, 158, 115)
