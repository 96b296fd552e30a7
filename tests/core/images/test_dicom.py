"""Radiographs as a viewer would first show them."""

from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Box
from medcls_core.images import find_images, open_image


def sample(name):
    return Path(get_testdata_file(name))


def shown(path):
    source = open_image(path)
    rgb = source.read(Box(0, 0, *source.size_l0), source.size_l0)
    assert (rgb == rgb[:, :, :1]).all()
    return rgb[:, :, 0]


@pytest.fixture
def ramp():
    return np.arange(4096, dtype=np.uint16).reshape(64, 64)


def test_without_a_window_all_values_are_spread(tmp_path, write, ramp):
    gray = shown(write["dicom"](tmp_path / "x.dcm", ramp, BitsStored=12))
    np.testing.assert_array_equal(gray, np.rint(ramp / 4095 * 255))


def test_padding_has_no_say(tmp_path, write, ramp):
    values = 1000 + ramp // 8
    values[:8] = 4095
    gray = shown(write["dicom"](tmp_path / "x.dcm", values, BitsStored=12, PixelPaddingValue=4095))
    assert gray[8:].min() < 40
    assert gray[8:].max() == 255


def test_monochrome1_is_inverted(tmp_path, write, ramp):
    light = shown(write["dicom"](tmp_path / "a.dcm", ramp, BitsStored=12))
    dark = shown(
        write["dicom"](
            tmp_path / "b.dcm", ramp, BitsStored=12, PhotometricInterpretation="MONOCHROME1"
        )
    )
    assert np.abs(light.astype(int) + dark - 255).max() <= 1


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
def test_window_agrees_with_pydicom(tmp_path, write, ramp, function):
    path = write["dicom"](
        tmp_path / "x.dcm",
        ramp,
        BitsStored=12,
        WindowCenter=[1500, 9],
        WindowWidth=[900, 9],
        VOILUTFunction=function,
        RescaleSlope=1.5,
        RescaleIntercept=-200,
    )
    header = pydicom.dcmread(path)
    rescaled = pydicom.pixels.processing.apply_rescale(ramp, header)
    windowed = pydicom.pixels.processing.apply_windowing(rescaled, header)
    least, largest = -200, 4095 * 1.5 - 200
    expected = np.rint((windowed - least) / (largest - least) * 255)
    assert np.abs(shown(path).astype(int) - expected).max() <= 1


def test_voi_lut(tmp_path, write, ramp):
    table = Dataset()
    table.LUTDescriptor = [4096, 0, 12]
    table.LUTData = [4095 - value for value in range(4096)]
    table["LUTData"].VR = "US"
    table["LUTDescriptor"].VR = "US"
    path = write["dicom"](tmp_path / "x.dcm", ramp, BitsStored=12, VOILUTSequence=Sequence([table]))
    assert np.abs(shown(path).astype(int) - (4095.0 - ramp) / 4095 * 255).max() <= 1


def test_signed_values(tmp_path, write):
    values = np.linspace(-1000, 1000, 400, dtype=np.int16).reshape(20, 20)
    gray = shown(write["dicom"](tmp_path / "x.dcm", values, WindowCenter=0, WindowWidth=2000))
    assert gray[0, 0] == 0
    assert gray[-1, -1] == 255
    assert abs(int(gray[10, 0]) - 128) <= 2


@pytest.mark.parametrize(
    ("facts", "mpp"),
    [
        ({"ImagerPixelSpacing": [0.07, 0.07]}, 70.0),
        ({"PixelSpacing": [0.05, 0.05], "ImagerPixelSpacing": [0.07, 0.07]}, 50.0),
        ({"PixelSpacing": [0.05, 0.2]}, None),
        ({"PixelSpacing": [0.0, 0.0]}, None),
        ({}, None),
    ],
)
def test_pixel_spacing_becomes_mpp(tmp_path, write, ramp, facts, mpp):
    said = open_image(write["dicom"](tmp_path / "x.dcm", ramp, **facts)).pixel_size
    assert (said and said.mpp) == (None if mpp is None else pytest.approx(mpp))


def test_format_name_holds_the_modality_only(tmp_path, write, ramp):
    assert open_image(write["dicom"](tmp_path / "x.dcm", ramp)).format_name == "DICOM MG"
    odd = write["dicom"](tmp_path / "y.dcm", ramp, Modality="ZHANG SAN 1980")
    assert open_image(odd).format_name == "DICOM"


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("MR_small_RLE.dcm", (64, 64)),
        ("MR_small_jp2klossless.dcm", (64, 64)),
        ("MR_small_jpeg_ls_lossless.dcm", (64, 64)),
        ("MR_small_bigendian.dcm", (64, 64)),
    ],
)
def test_compressed_files_show_the_same(name, size):
    plain = shown(sample("MR_small.dcm"))
    gray = shown(sample(name))
    assert gray.shape[::-1] == size
    np.testing.assert_array_equal(gray, plain)


@pytest.mark.parametrize(
    "name",
    [
        "SC_rgb_dcmtk_+eb+cr.dcm",
        "SC_rgb_dcmtk_+eb+cy+s4.dcm",
        "SC_ybr_full_422_uncompressed.dcm",
        "SC_rgb_rle_16bit.dcm",
    ],
)
def test_colour_models(name):
    source = open_image(sample(name))
    rgb = source.read(Box(0, 0, *source.size_l0), source.size_l0)
    assert np.abs(rgb[5, 50].astype(int) - (255, 0, 0)).max() <= 3
    assert np.abs(rgb[45, 50].astype(int) - (0, 0, 255)).max() <= 25 or rgb[45, 50, 2] > 200
    assert (rgb[95, 50] >= 250).all()


def test_twelve_bit_jpeg():
    gray = shown(sample("JPGExtended.dcm"))
    assert gray.shape == (1024, 256)
    assert gray.std() > 5


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("rtplan.dcm", "no picture"),
        ("SC_rgb_rle_2frame.dcm", "several frames"),
        ("MR_truncated.dcm", "damaged"),
        ("badVR.dcm", "damaged"),
    ],
)
def test_refusals(name, word):
    with pytest.raises(ImageUnreadable, match=word):
        open_image(sample(name))


def test_folders_give_one_file_of_a_dicom_slide(tmp_path, write, made_rgb, ramp):
    first = write["dicom_slide"](tmp_path / "a", made_rgb, factors=(4, 8))
    second = write["dicom_slide"](tmp_path / "b", made_rgb)
    photo = write["dicom"](tmp_path / "c.dcm", ramp)
    assert find_images([tmp_path]) == [first, second, photo]


def test_a_label_is_never_shown(tmp_path, write, made_rgb):
    path = write["dicom_slide"](tmp_path, made_rgb, factors=())
    header = pydicom.dcmread(path)
    header.ImageType = ["ORIGINAL", "PRIMARY", "LABEL", "NONE"]
    header.save_as(path)
    with pytest.raises(ImageUnreadable, match="photograph of the label"):
        open_image(path)
