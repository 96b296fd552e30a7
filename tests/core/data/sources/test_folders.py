"""Layouts whose folders and file names say everything."""

import numpy as np
import pytest

from medcls_core.data.sources.breakhis import parse_name, patient_of, read_breakhis
from medcls_core.data.sources.layouts import layout_of, read_labelled
from medcls_core.errors import InputInvalid


def facts(read):
    return [(item.name, item.label, item.unit, item.subset) for item in read.items]


def test_a_folder_per_class(tmp_path, image, text):
    folder = tmp_path / "细胞"
    image(folder / "Mononucleate cell" / "a.png")
    image(folder / "Mononucleate cell" / "deeper" / "b.JPG")
    image(folder / "杂质" / "c.bmp")
    image(folder / ".cache" / "hidden.png")
    image(folder / "杂质" / ".thumb.png")
    text(folder / "杂质" / "notes.txt", "no image")
    (folder / "empty").mkdir()
    read = read_labelled(folder, "micronucleus")
    assert layout_of(folder).name == "folder per class"
    assert read.unit_name == "image"
    assert [item.name for item in read.items] == [
        "Mononucleate cell/a.png",
        "Mononucleate cell/deeper/b.JPG",
        "杂质/c.bmp",
    ]
    assert read.counts == {"debris": 1, "mononucleate": 2}


def test_parts_of_a_split_become_subsets(tmp_path, image):
    for part in ("train", "test"):
        for label in ("benign", "malignant"):
            image(tmp_path / part / label / "1.png")
    read = read_labelled(tmp_path)
    assert read.classes == ("benign", "malignant")
    assert [item.subset for item in read.items] == ["test", "test", "train", "train"]


def test_a_set_in_one_more_folder_is_found(tmp_path, image):
    image(tmp_path / "archive" / "set" / "a" / "1.png")
    image(tmp_path / "archive" / "set" / "b" / "1.png")
    assert read_labelled(tmp_path).classes == ("a", "b")


def test_one_class_folder_is_a_set_too(tmp_path, image):
    image(tmp_path / "malignant" / "1.png")
    assert read_labelled(tmp_path).classes == ("malignant",)


def test_films_of_one_patient_stay_together(tmp_path, image):
    for name in ("benign/mdb001_0.png", "malignant/mdb002_1.png", "benign/mdb003_2.png"):
        image(tmp_path / name)
    read = read_labelled(tmp_path, "mammography")
    assert read.unit_name == "patient"
    assert {item.name: item.unit for item in read.items} == {
        "benign/mdb001_0.png": "1",
        "malignant/mdb002_1.png": "1",
        "benign/mdb003_2.png": "2",
    }
    image(tmp_path / "benign" / "other.png")
    assert read_labelled(tmp_path).unit_name == "image"


def test_a_dicom_file_in_a_class_folder_is_read(tmp_path, dicom, image):
    dicom(tmp_path / "benign" / "1.dcm", np.arange(600, dtype=np.uint16).reshape(20, 30))
    image(tmp_path / "malignant" / "2.png")
    read = read_labelled(tmp_path)
    assert read.items[0].read().shape == (20, 30, 3)
    assert read.items[0].read().max() == 255


def test_sipakmed(tmp_path, image, text):
    folder = tmp_path / "下载"
    image(folder / "im_Superficial-Intermediate" / "CROPPED" / "001_01.bmp")
    image(folder / "im_Superficial-Intermediate" / "CROPPED" / "001_02.bmp")
    text(folder / "im_Superficial-Intermediate" / "CROPPED" / "001_01_cyt01.dat", "1,2")
    image(folder / "im_Superficial-Intermediate" / "001.bmp")
    image(folder / "im_Koilocytotic" / "im_Koilocytotic" / "CROPPED" / "014_03.bmp")
    read = read_labelled(folder, "cervical")
    assert layout_of(folder).name == "SIPaKMeD"
    assert read.unit_name == "group"
    assert [(item.label, item.unit) for item in read.items] == [
        ("koilocytotic", "im_Koilocytotic/014"),
        ("superficial_intermediate", "im_Superficial-Intermediate/001"),
        ("superficial_intermediate", "im_Superficial-Intermediate/001"),
    ]


def test_breakhis(tmp_path, image):
    place = tmp_path / "BreaKHis_v1" / "histology_slides" / "breast"
    image(place / "benign/SOB/tubular/SOB_B_TA_14-4659/40X/SOB_B_TA-14-4659-40-001.png")
    image(place / "benign/SOB/adenosis/x/400X/SOB_B_A-14-22549AB-400-007.png")
    image(place / "malignant/SOB/lobular/y/100X/SOB_M_LC-14-22549G-100-012.png")
    read = read_labelled(tmp_path, "breast_histology")
    assert layout_of(tmp_path).name == "BreakHis"
    assert read.unit_name == "patient"
    assert [(item.label, item.unit, item.subset) for item in read.items] == [
        ("benign", "14-22549", "400x"),
        ("benign", "14-4659", "40x"),
        ("malignant", "14-22549", "100x"),
    ]
    assert len({item.name for item in read.items}) == 3


def test_breakhis_names():
    said = parse_name("SOB_M_MC-13-18842D-200-003")
    assert (said.label, said.subtype, said.patient, said.power) == (
        "malignant",
        "MC",
        "13-18842",
        200,
    )
    assert patient_of("A-14-22549AB") == patient_of("14-22549G") == "14-22549"
    assert patient_of("patient 7") is None
    assert parse_name("SOB_B_TA-14-4659-40") is None


def test_a_foreign_image_among_breakhis_is_named(tmp_path, image):
    image(tmp_path / "SOB_B_TA-14-4659-40-001.png")
    image(tmp_path / "holiday.png")
    with pytest.raises(InputInvalid, match=r"holiday\.png.*not like SOB_B"):
        read_breakhis(tmp_path)


def test_herlev(tmp_path, image):
    folder = tmp_path / "smear2005" / "New database pictures"
    image(folder / "normal_superficiel" / "153916009-153916026-001.BMP")
    image(folder / "normal_superficiel" / "153916009-153916026-001-d.bmp")
    image(folder / "carcinoma_in_situ" / "149143370-149143378-001.BMP")
    image(folder / "light_dysplastic" / "1.BMP")
    read = read_labelled(tmp_path, "cervical")
    assert layout_of(folder).name == "Herlev"
    assert read.counts == {"carcinoma_in_situ": 1, "light_dysplastic": 1, "normal_superficial": 1}
    assert {item.unit for item in read.items} == {item.name for item in read.items}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "no labelled set is recognised; expected is a manifest.csv"),
        (["manifest.csv", "a/1.png", "b/1.png"], "needs the columns 'file' and 'label'"),
        (["1.png"], "no labelled set is recognised"),
        (["images/1.png"], "no labelled set is recognised"),
    ],
)
def test_what_was_expected_is_said(tmp_path, image, text, files, sentence):
    for name in files:
        if name.endswith(".csv"):
            text(tmp_path / name, "file,kind\na/1.png,x\n")
        else:
            image(tmp_path / name)
    with pytest.raises(InputInvalid, match=sentence) as caught:
        read_labelled(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_missing_folder_and_an_unknown_task_are_said(tmp_path):
    with pytest.raises(InputInvalid, match="no such folder"):
        read_labelled(tmp_path / "gone")
    with pytest.raises(InputInvalid, match="known tasks"):
        read_labelled(tmp_path, "dentistry")


def test_a_manifest_with_only_a_header_is_said(tmp_path, text):
    text(tmp_path / "manifest.csv", "file,label\n")
    with pytest.raises(InputInvalid, match="no labelled images"):
        read_labelled(tmp_path)
