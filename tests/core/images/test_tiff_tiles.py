from dataclasses import replace

import numpy as np
import pytest
import tifffile

from medcls_core.geometry import Box, Size
from medcls_core.images import open_image
from medcls_core.images.tiff_tiles import tiled_levels
from medcls_core.images.view import Window

SIDE, TILE = 700, 256


@pytest.fixture(params=["rgb", "ycbcr"])
def slide(request, tmp_path):
    """A pyramid of JPEG tiles, the last of each row and column cut by the image's edge."""
    rng = np.random.default_rng(5)
    coarse = rng.integers(0, 256, (SIDE // 10, SIDE // 10, 3), dtype=np.uint8)
    pixels = coarse.repeat(10, axis=0).repeat(10, axis=1)
    path = tmp_path / "slide.tiff"
    with tifffile.TiffWriter(path) as writer:
        for reduced, level in enumerate((pixels, pixels[::2, ::2])):
            writer.write(
                np.ascontiguousarray(level),
                subfiletype=reduced,
                photometric="rgb" if request.param == "rgb" else "ycbcr",
                tile=(TILE, TILE),
                compression="jpeg",
                compressionargs={"level": 80},
                metadata=None,
            )
    return path


@pytest.mark.parametrize("level", [0, 1])
def test_tiles_are_what_openslide_shows_to_the_last_bit(slide, level):
    source = open_image(slide)
    side = SIDE // 2**level
    tiled = tiled_levels(slide, [Size(SIDE, SIDE), Size(SIDE // 2, SIDE // 2)])[level]
    assert tiled is not None
    for window in (
        Window(0, 0, side, side),
        Window(1, 2, 3, 4),
        Window(TILE - 5, TILE - 9, 60, 70),
        Window(side - 9, side - 1, 9, 1),
    ):
        np.testing.assert_array_equal(tiled.read(window), source._blended(level, window).rgb)
    source.close()


def test_a_tile_that_is_no_jpeg_is_left_to_openslide(slide):
    with tifffile.TiffFile(slide) as opened:
        offset = opened.pages[0].dataoffsets[0]
    tiled = tiled_levels(slide, [Size(SIDE, SIDE)])[0]
    assert tiled is not None
    with slide.open("r+b") as stream:
        stream.seek(offset)
        stream.write(bytes(64))
    assert tiled.read(Window(0, 0, 10, 10)) is None
    assert tiled.read(Window(300, 300, 10, 10)) is not None


def test_a_tile_of_another_size_is_left_to_openslide(slide):
    tiled = tiled_levels(slide, [Size(SIDE, SIDE)])[0]
    assert tiled is not None
    other = replace(tiled, tile=Size(TILE // 2, TILE))
    assert other.read(Window(0, 0, 10, 10)) is None


def test_a_cut_file_is_left_to_openslide(slide):
    tiled = tiled_levels(slide, [Size(SIDE // 2, SIDE // 2)])[0]
    assert tiled is not None
    with slide.open("r+b") as stream:
        stream.truncate(int(tiled.offsets[-1, -1]) + 10)
    assert tiled.read(Window(SIDE // 2 - 4, SIDE // 2 - 4, 4, 4)) is None


def test_levels_that_arent_jpeg_tiles_are_left_to_openslide(tmp_path):
    path = tmp_path / "deflated.tiff"
    tifffile.imwrite(path, np.zeros((300, 300, 3), np.uint8), tile=(256, 256), compression="zlib")
    assert tiled_levels(path, [Size(300, 300), Size(150, 150)]) == (None, None)
    assert tiled_levels(tmp_path / "missing.tiff", [Size(300, 300)]) == (None,)


def test_the_file_is_let_go_of_when_the_source_is_closed(slide):
    source = open_image(slide)
    source.read(Box(0, 0, 100, 100), Size(100, 100))
    source.close()
    with pytest.raises(ValueError, match="closed"):
        source.read(Box(0, 0, 100, 100), Size(100, 100))
