"""Flat files of every mode, depth and orientation; what their resolution tags are worth."""

import numpy as np
import pytest
import tifffile
from PIL import Image

from medcls_core.geometry import Box, Size
from medcls_core.images import open_image
from medcls_core.images.flat_pixels import to_eight_bits


def pixels(path):
    source = open_image(path)
    return source.read(Box(0, 0, *source.size_l0), source.size_l0)


@pytest.fixture
def gray():
    return np.tile(np.arange(64, dtype=np.uint8) * 4, (48, 1))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_mode_of_pillow(tmp_path, gray, mode):
    image = Image.fromarray(gray)
    if mode == "I;16":
        image = Image.fromarray(gray.astype(np.uint16) * 257)
    elif mode == "F":
        image = Image.fromarray(gray.astype(np.float32) / 255)
    else:
        image = image.convert(mode)
    path = tmp_path / ("x.png" if mode not in {"F", "CMYK", "I"} else "x.tif")
    image.save(path)
    shown = pixels(path)
    assert shown.shape == (48, 64, 3)
    expected = np.asarray(Image.fromarray(gray).convert("1").convert("L")) if mode == "1" else gray
    assert np.abs(shown.astype(int) - expected[:, :, None]).max() <= 1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparent_is_white(tmp_path, gray, mode):
    image = Image.fromarray(gray).convert("RGBA")
    image.putalpha(Image.fromarray(np.where(gray > 128, 255, 0).astype(np.uint8)))
    path = tmp_path / ("x.png" if mode != "PA" else "x.tif")
    (image if mode == "RGBA" else image.convert("LA")).save(path)
    shown = pixels(path)
    assert (shown[gray <= 128] == 255).all()
    assert np.abs(shown[gray > 128].astype(int) - gray[gray > 128][:, None]).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(tmp_path, orientation):
    upright = np.zeros((40, 60, 3), np.uint8)
    upright[:10, :20] = 255  # a light corner at the top left
    turned = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.swapaxes(0, 1),
        6: np.rot90(upright, 1),
        7: np.rot90(upright.swapaxes(0, 1), 2),
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[274] = orientation
    Image.fromarray(np.ascontiguousarray(turned)).save(tmp_path / "x.png", exif=exif)
    source = open_image(tmp_path / "x.png")
    assert source.size_l0 == (60, 40)
    np.testing.assert_array_equal(pixels(tmp_path / "x.png"), upright)


@pytest.mark.parametrize(
    ("values", "largest"),
    [
        (np.array([[0, 255]], np.uint16), 255),
        (np.array([[0, 1023]], np.uint16), 255),
        (np.array([[0, 4095, 2048]], np.uint16), 255),
        (np.array([[0, 40000]], np.uint16), round(40000 / 65535 * 255)),
        (np.array([[0, 0.5]], np.float32), 128),
        (np.array([[0, 200.0, np.nan]], np.float32), 200),
        (np.array([[False, True]]), 255),
        (np.array([[-5, 70000]], np.int32), 255),
    ],
)
def test_depths_are_scaled_by_the_camera_not_the_content(values, largest):
    shown = to_eight_bits(values)
    assert shown.dtype == np.uint8
    assert shown.max() == largest
    assert shown[0, 0] == 0


def test_sixteen_bit_colour_tiff(tmp_path, made_rgb):
    deep = made_rgb[:100, :80].astype(np.uint16) * 257
    tifffile.imwrite(tmp_path / "x.tif", deep, photometric="rgb")
    np.testing.assert_array_equal(pixels(tmp_path / "x.tif"), made_rgb[:100, :80])


def test_planar_sixteen_bit_tiff(tmp_path, made_rgb):
    deep = np.moveaxis(made_rgb[:100, :80].astype(np.uint16) * 257, -1, 0)
    tifffile.imwrite(tmp_path / "x.tif", deep, photometric="rgb", planarconfig="separate")
    np.testing.assert_array_equal(pixels(tmp_path / "x.tif"), made_rgb[:100, :80])


@pytest.mark.parametrize("dpi", [1, 72, 96, 150, 200, 300, 600, 1200, 2400, 4800])
@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "tif"])
def test_dots_per_inch_are_no_pixel_size(tmp_path, dpi, suffix):
    Image.new("RGB", (50, 40)).save(tmp_path / f"x.{suffix}", dpi=(dpi, dpi))
    assert open_image(tmp_path / f"x.{suffix}").pixel_size is None


@pytest.mark.parametrize("suffix", ["png", "bmp", "tif"])
def test_a_microscopes_resolution_is_believed(tmp_path, suffix):
    dpi = 25400 / 0.25
    Image.new("RGB", (50, 40)).save(tmp_path / f"x.{suffix}", dpi=(dpi, dpi))
    assert open_image(tmp_path / f"x.{suffix}").pixel_size.mpp == pytest.approx(0.25, rel=1e-3)


def test_no_statement_is_no_pixel_size(tmp_path):
    Image.new("RGB", (50, 40)).save(tmp_path / "x.png")
    assert open_image(tmp_path / "x.png").pixel_size is None


def test_pixels_that_are_not_square_have_no_single_size(tmp_path):
    Image.new("RGB", (50, 40)).save(tmp_path / "x.png", dpi=(100_000, 50_000))
    assert open_image(tmp_path / "x.png").pixel_size is None


def test_imagej_micrometres(tmp_path):
    values = np.zeros((40, 50), np.uint8)
    tifffile.imwrite(
        tmp_path / "x.tif", values, imagej=True, resolution=(4, 4), metadata={"unit": "um"}
    )
    assert open_image(tmp_path / "x.tif").pixel_size.mpp == pytest.approx(0.25)


def test_ome_physical_size(tmp_path):
    tifffile.imwrite(
        tmp_path / "x.ome.tif",
        np.zeros((40, 50), np.uint8),
        metadata={"axes": "YX", "PhysicalSizeX": 0.3, "PhysicalSizeY": 0.3},
    )
    assert open_image(tmp_path / "x.ome.tif").pixel_size.mpp == pytest.approx(0.3)


def test_first_frame_of_several(tmp_path):
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "x.tif", save_all=True, append_images=frames[1:])
    shown = open_image(tmp_path / "x.tif").read(Box(0, 0, 30, 20), Size(30, 20))
    assert (shown == (255, 0, 0)).all()
