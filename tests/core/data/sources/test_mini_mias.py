import numpy as np
import pytest
from PIL import Image

from medcls_core.data.sources.layouts import layout_of, read_labelled
from medcls_core.data.sources.mini_mias import patient_of, read_mini_mias
from medcls_core.errors import InputInvalid
from medcls_core.geometry import Box

INFO = """REFNUM  BG  CLASS SEVERITY  X  Y  RADIUS
mdb001 G CIRC B 535 425 197
mdb003 D NORM
mdb005 F CIRC B 477 133 30
mdb005 F CIRC M 500 168 26
mdb059 F CIRC B
mdb216 F CALC M *NOTE 3*
"""


@pytest.fixture
def folder(tmp_path, text):
    place = tmp_path / "乳腺 X线"
    text(place / "Info.txt", INFO)
    for number in (1, 3, 5):
        film = np.zeros((1024, 1024), np.uint8)
        film[30:130, 30:90] = 255  # the label on the film
        film[500:900, 200:700] = 120  # the breast
        if number == 1:
            film[1024 - 425, 535] = 255
        Image.fromarray(film).save(place / f"mdb{number:03}.pgm")
    return place


def test_cuts_are_made_as_the_packed_set_documents_them(folder):
    assert layout_of(folder).name == "mini-MIAS"
    read = read_labelled(folder, "mammography")
    assert read.unit_name == "patient"
    facts = {item.name: (item.label, item.unit) for item in read.items}
    assert facts == {
        "mdb001_1": ("benign", "1"),
        "mdb003_1": ("normal", "2"),
        "mdb005_1": ("benign", "3"),
        "mdb005_2": ("malignant", "3"),
    }
    boxes = {item.name: item.box for item in read.items}
    # As in the pack's manifest: the lesion of mdb001 lies at (149, 149) of its cut, the first of
    # mdb005 at (149, 166), since it lies near the bottom of the film.
    assert boxes["mdb001_1"] == Box(535 - 149, 1024 - 425 - 149, 299, 299)
    assert boxes["mdb005_1"] == Box(477 - 149, 1024 - 133 - 166, 299, 299)
    assert boxes["mdb005_1"].bottom_l0 == 1024


def test_the_lesion_is_in_the_middle(folder):
    rgb = next(i for i in read_mini_mias(folder).items if i.name == "mdb001_1").read()
    assert rgb.shape == (299, 299, 3)
    np.testing.assert_array_equal(np.argwhere(rgb[:, :, 0] == 255), [[149, 149]])


def test_normal_films_are_cut_in_the_breast_and_not_at_the_label(folder):
    rgb = next(i for i in read_mini_mias(folder).items if i.label == "normal").read()
    assert (rgb == 120).all()


def test_pairs_of_films_are_of_one_patient():
    assert [patient_of(f"mdb{n:03}") for n in (1, 2, 3, 4, 322)] == ["1", "1", "2", "2", "161"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("mdb001 G CIRC X 535 425 197", "row 1: the severity is neither B nor M"),
        ("mdb001 G CIRC", "row 1: the severity is neither B nor M"),
        ("mdb001 G CIRC B 535 4x5 197", "row 1: x, y and radius are not whole numbers"),
        ("mdb001 G CIRC B 535", "row 1: x, y and radius are not whole numbers"),
        ("mdb001 G CIRC B 535 2000 20", "row 1: the place lies outside"),
        ("mdb001 G", "row 1: film, tissue and class expected"),
        ("mdb077 G NORM", r"row 1: there is no film mdb077\.pgm"),
    ],
)
def test_a_wrong_row_is_named(folder, text, line, sentence):
    text(folder / "Info.txt", line)
    with pytest.raises(InputInvalid, match=sentence):
        read_labelled(folder)
