import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.viewer.tile_grid import TileGrid, TileKey
from medcls_core.geometry import Box, Size

sizes = st.builds(Size, st.integers(1, 5000), st.integers(1, 5000))


@given(sizes, st.integers(0, 4))
def test_tiles_cover_the_image_edge_to_edge(size: Size, level: int):
    grid = TileGrid(size)
    span = grid.span(level, Box(0, 0, size.width, size.height))
    assert span is not None
    boxes = [grid.box(key) for key in span.tiles()]
    step = 2.0**level
    area = sum(box.area_l0 for box in boxes)
    across = -(-size.width // step) * step
    down = -(-size.height // step) * step
    assert area == across * down
    assert all(a is b or a.intersection(b) is None for a in boxes for b in boxes)


@given(sizes, st.integers(0, 4))
def test_a_tiles_pixels_are_whole_pixels_of_its_level(size: Size, level: int):
    grid = TileGrid(size)
    for key in (
        grid.span(level, Box(0, 0, size.width, size.height)) or pytest.fail("no tiles")
    ).tiles():
        box, pixels = grid.box(key), grid.size(key)
        assert (box.width_l0, box.height_l0) == (pixels.width * 2**level, pixels.height * 2**level)
        assert 1 <= pixels.width <= grid.tile_px
        assert 1 <= pixels.height <= grid.tile_px


@pytest.mark.parametrize(
    ("scale", "level"), [(8.0, 0), (1.0, 0), (0.95, 0), (0.9, 0), (0.5, 1), (0.28, 1), (0.25, 2)]
)
def test_levels_are_never_much_coarser_than_the_screen(scale: float, level: int):
    assert TileGrid(Size(40_000, 40_000)).level_for(scale) == level


def test_no_tiles_beside_the_image():
    assert TileGrid(Size(100, 100)).span(0, Box(200, 0, 50, 50)) is None


def test_the_middle_is_fetched_first_and_a_ring_widens_the_span():
    grid = TileGrid(Size(512 * 9, 512 * 9))
    span = grid.span(0, Box(512 * 3, 512 * 3, 512 * 3, 512 * 3))
    assert span is not None
    assert span.tiles()[0] == TileKey(0, 4, 4)
    wider = grid.span(0, Box(512 * 3, 512 * 3, 512 * 3, 512 * 3), ring=1)
    assert wider is not None
    assert wider.covers(span)
    assert not span.covers(wider)
    assert (wider.columns, wider.rows) == (5, 5)


def test_quick_levels_are_those_the_file_holds():
    grid = TileGrid(Size(40_000, 40_000), stored=(1.0, 4.0003, 16.01))
    assert [grid.is_cheap(level) for level in range(7)] == [
        True, True, True, True, True, True, False,
    ]  # fmt: skip
    assert not TileGrid(Size(9000, 9000)).is_cheap(2)
