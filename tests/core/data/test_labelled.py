import numpy as np
import pytest
from PIL import Image

from medcls_core.data.labelled import ImageFile, LabelledSet
from medcls_core.errors import ImageUnreadable


@pytest.fixture
def rgb():
    return np.arange(6 * 5 * 3, dtype=np.uint8).reshape(6, 5, 3)


def labelled(path, label="a"):
    return ImageFile(path, path.name, label, "patient 1")


def test_a_file_is_read_as_rgb(tmp_path, rgb):
    path = tmp_path / "图像.png"
    Image.fromarray(rgb).save(path)
    np.testing.assert_array_equal(labelled(path).read(), rgb)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1"])
def test_every_mode_becomes_rgb(tmp_path, rgb, mode):
    path = tmp_path / "x.tif"
    Image.fromarray(rgb).convert(mode).save(path)
    read = labelled(path).read()
    assert (read.shape, read.dtype) == ((6, 5, 3), np.uint8)


@pytest.mark.parametrize("content", [None, b"", b"not an image", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_missing_or_damaged_file_is_one_sentence(tmp_path, content):
    path = tmp_path / "坏.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImageUnreadable) as caught:
        labelled(path).read()
    assert caught.value.path == path


def test_a_cut_off_file_is_damaged(tmp_path):
    path = tmp_path / "x.png"
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(ImageUnreadable):
        labelled(path).read()


def test_counts_and_classes_are_sorted(tmp_path):
    items = tuple(labelled(tmp_path / f"{i}.png", label) for i, label in enumerate("cabca"))
    read = LabelledSet("set", "patient", items)
    assert list(read.counts.items()) == [("a", 2), ("b", 1), ("c", 2)]
    assert read.classes == ("a", "b", "c")


def test_an_empty_set_has_no_classes():
    assert LabelledSet("set", "image", ()).classes == ()


def test_without_a_subset_it_is_empty(tmp_path):
    assert labelled(tmp_path / "x.png").subset == ""
