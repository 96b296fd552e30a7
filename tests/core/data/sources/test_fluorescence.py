import numpy as np
import pytest
from PIL import Image

from medcls_core.data.sources.fluorescence import MICRONUCLEI, NUCLEI
from medcls_core.data.sources.layouts import layout_of, read_labelled
from medcls_core.errors import ImageUnreadable, InputInvalid

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def drawn(*objects):
    field = np.zeros((120, 160, 3), np.uint8)
    for top, left, side, color in objects:
        field[top : top + side, left : left + side] = color
    return field


@pytest.fixture
def folder(tmp_path):
    """A nucleus with a micronucleus, one without, one cut by the edge, and a fragment."""
    place = tmp_path / "荧光"
    place.mkdir()
    (place / "manifest.csv").write_text("file,acquisition\na.png,day 1\n", "utf-8")
    nuclei = [(20, 30, 20, RED), (70, 100, 20, GREEN), (0, 120, 20, BLUE), (100, 10, 8, (9, 9, 9))]
    micro = [(28, 54, 4, RED)]
    grey = drawn(*nuclei, *micro).max(axis=2) // 8 + 10
    Image.fromarray(grey.astype(np.uint8)).save(place / "a.png")
    Image.fromarray(drawn(*nuclei)).save(place / f"a{NUCLEI}")
    Image.fromarray(drawn(*micro)).save(place / f"a{MICRONUCLEI}")
    return place


def test_a_nucleus_has_the_micronucleus_that_its_crop_shows(folder):
    assert layout_of(folder).name == "fluorescence nuclei"
    read = read_labelled(folder, "micronucleus")
    assert [item.label for item in read.items] == ["with_micronucleus", "without_micronucleus"]
    assert {item.unit for item in read.items} == {"day 1"}
    assert read.unit_name == "acquisition"


def redrawn(folder, *micro):
    Image.fromarray(drawn(*micro)).save(folder / f"a{MICRONUCLEI}")
    return [item.label for item in read_labelled(folder).items]


def test_the_nearest_nucleus_counts_whatever_parent_a_micronucleus_is_painted_as(folder):
    assert redrawn(folder, (28, 54, 4, GREEN)) == ["with_micronucleus", "without_micronucleus"]


def test_a_micronucleus_beyond_the_crop_is_not_shown(folder):
    assert redrawn(folder, (28, 62, 4, RED)) == ["without_micronucleus"] * 2
    assert redrawn(folder, (28, 57, 4, RED))[0] == "with_micronucleus"


def test_crops_show_the_nucleus_in_the_middle_dark_on_light_as_in_a_smear(folder):
    for item in read_labelled(folder).items:
        pixels = item.read().astype(int)
        assert pixels.shape == (40, 40, 3)
        assert pixels[20, 20, 1] < pixels[6, 20, 1] - 40  # nucleus, cytoplasm
        assert pixels[6, 20, 1] < pixels[1, 1, 1] - 5  # cytoplasm, empty slide
    with_micronucleus = read_labelled(folder).items[0].read()
    assert with_micronucleus[20, 36, 1] < with_micronucleus[20, 4, 1] - 40


def test_a_neighbours_micronucleus_is_emptied(folder):
    field = np.asarray(Image.open(folder / "a.png")).copy()
    nuclei = np.asarray(Image.open(folder / f"a{NUCLEI}")).copy()
    field[44:64, 50:70] = field[30, 40]
    nuclei[44:64, 50:70] = BLUE
    Image.fromarray(field).save(folder / "a.png")
    Image.fromarray(nuclei).save(folder / f"a{NUCLEI}")
    first = read_labelled(folder).items[0].read().astype(int)
    assert first[38, 36, 1] > first[20, 20, 1] + 60
    assert first[20, 36, 1] < first[20, 4, 1] - 40


def test_a_row_without_acquisition_is_named(folder):
    (folder / "manifest.csv").write_text("file,acquisition\na.png,\n", "utf-8")
    with pytest.raises(InputInvalid, match="row 2"):
        read_labelled(folder)


def test_a_missing_mask_is_named(folder):
    (folder / f"a{MICRONUCLEI}").rename(folder / f"b{MICRONUCLEI}")
    with pytest.raises(ImageUnreadable, match=f"a{MICRONUCLEI}"):
        read_labelled(folder)
