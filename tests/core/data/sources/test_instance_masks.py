import numpy as np
import pytest
from PIL import Image

from medcls_core.data.sources.instance_masks import read_instance_masks
from medcls_core.data.sources.layouts import layout_of, read_labelled
from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Box


@pytest.fixture
def folder(tmp_path, coordinates):
    place = tmp_path / "细胞核"
    place.mkdir()
    Image.fromarray(coordinates(100, 80)).save(place / "field__1.png")
    return place


def labels(dtype=np.uint16):
    """Two touching objects, one apart, and a speck."""
    drawn = np.zeros((80, 100), dtype)
    drawn[10:30, 10:30], drawn[10:30, 30:40] = 1, 2
    drawn[60:68, 80:96] = 3
    drawn[50, 50] = 4
    return drawn


def boxes(read):
    return [item.box for item in read.items]


def test_numbered_objects_are_told_apart_where_they_touch(folder):
    Image.fromarray(labels()).save(folder / "field__1__instances.png")
    assert layout_of(folder).name == "instance masks"
    read = read_labelled(folder)
    assert boxes(read) == [Box(8, 8, 25, 25), Box(23, 8, 25, 25), Box(78, 54, 20, 20)]
    assert {(item.label, item.unit) for item in read.items} == {("object", "field__1.png")}
    assert read.items[0].read().shape == (25, 25, 3)


def test_a_binary_mask_gives_connected_objects(folder):
    Image.fromarray(labels() > 0).save(folder / "field__1__mask.png")
    read = read_instance_masks(folder, label="Nucleus", side=16)
    assert boxes(read) == [Box(17, 12, 16, 16), Box(80, 56, 16, 16)]
    assert read.counts == {"nucleus": 2}


def test_colours_tell_objects_apart_and_the_masks_name_is_their_label(folder):
    colours = np.array(
        [[0, 0, 0, 0], [255, 0, 0, 255], [0, 255, 0, 255], [9, 9, 9, 255], [0, 0, 1, 255]], np.uint8
    )
    Image.fromarray(colours[labels()]).save(folder / "field__1__nuclei.png")
    read = read_labelled(folder)
    assert len(read.items) == 3
    assert read.classes == ("nuclei",)


def test_masks_in_a_folder_of_their_own(tmp_path, coordinates):
    for name in ("images", "masks"):
        (tmp_path / name).mkdir()
    Image.fromarray(coordinates(100, 80)).save(tmp_path / "images" / "a.jpg")
    Image.fromarray(labels(np.uint8)).save(tmp_path / "masks" / "a.png")
    read = read_labelled(tmp_path)
    assert len(read.items) == 3
    assert {item.unit for item in read.items} == {"images/a.jpg"}


def test_a_mask_of_another_size_and_a_damaged_one_are_named(folder):
    path = folder / "field__1__mask.png"
    Image.new("1", (50, 40)).save(path)
    with pytest.raises(ImageUnreadable, match="not of its image's size"):
        read_labelled(folder)
    path.write_bytes(b"nothing")
    with pytest.raises(ImageUnreadable, match="damaged or not an image"):
        read_labelled(folder)


@pytest.mark.real_data
def test_real_nuclei_are_cut(real_data):
    read = read_instance_masks(real_data("micronuclei_fluorescence"))
    assert read.classes == ("micronuclei", "nuclei")
    assert len(read.items) > 1000
