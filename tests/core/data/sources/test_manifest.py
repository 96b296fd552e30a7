import pytest

from medcls_core.data.sources.layouts import layout_of
from medcls_core.data.sources.manifest import read_manifest
from medcls_core.errors import InputInvalid


@pytest.fixture
def folder(tmp_path, image):
    place = tmp_path / "数据 集"
    for name in ("a/1.png", "a/2.png", "b/3.png"):
        image(place / name)
    return place


def table(*lines):
    return "\n".join(lines) + "\n"


def test_units_and_subsets_are_read(folder, text):
    text(
        folder / "manifest.csv",
        table(
            "file,label,patient,magnification,note",
            "a/1.png,Benign,p1,40,x",
            "a/2.png,benign,p1,100X,",
            "b/3.png,malignant,p2,200x,",
        ),
    )
    assert layout_of(folder).name == "manifest.csv"
    read = read_manifest(folder, "breast_histology")
    assert (read.name, read.unit_name) == ("数据 集", "patient")
    assert [(i.name, i.label, i.unit, i.subset) for i in read.items] == [
        ("a/1.png", "benign", "p1", "40x"),
        ("a/2.png", "benign", "p1", "100x"),
        ("b/3.png", "malignant", "p2", "200x"),
    ]
    assert read.items[0].read().shape == (10, 12, 3)


def test_without_a_unit_every_image_stands_for_itself(folder, text):
    text(folder / "manifest.csv", table("file,label", "a/1.png,x", "a/2.png,x"))
    read = read_manifest(folder)
    assert read.unit_name == "image"
    assert [item.unit for item in read.items] == ["a/1.png", "a/2.png"]


def test_the_column_called_unit_is_a_group(folder, text):
    text(folder / "manifest.csv", table("file,label,unit", "a/1.png,x,g", "a/2.png,x,g"))
    read = read_manifest(folder)
    assert read.unit_name == "group"
    assert {item.unit for item in read.items} == {"g"}


def test_blocks_of_one_breakhis_patient_stay_together(folder, text, image):
    names = [f"SOB_B_A-14-22549{block}-40-001.png" for block in ("AB", "CD", "G")]
    for name in names:
        image(folder / name)
    rows = [f"{name},benign,A-14-{name[11:].split('-')[0]}" for name in names]
    text(folder / "manifest.csv", table("file,label,patient", *rows))
    assert {item.unit for item in read_manifest(folder).items} == {"14-22549"}


def test_without_a_unit_published_names_tell_the_patient(folder, text, image):
    names = ("SOB_B_A-14-22549AB-40-001.png", "SOB_B_A-14-22549G-400-002.png")
    for name in names:
        image(folder / name)
    text(folder / "manifest.csv", table("file,label", *(f"{name},benign" for name in names)))
    read = read_manifest(folder)
    assert read.unit_name == "patient"
    assert [(item.unit, item.subset) for item in read.items] == [
        ("14-22549", "40x"),
        ("14-22549", "400x"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_spreadsheets_of_both_kinds_are_read(folder, text, encoding):
    text(folder / "manifest.csv", "File;Label;Case\r\na\\1.png;双核细胞;病例 1\r\n\r\n", encoding)
    (item,) = read_manifest(folder, "micronucleus").items
    assert (item.name, item.label, item.unit) == ("a/1.png", "binucleate", "病例 1")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["a/1.png,x", "a/9.png,x"], r"row 3: there is no file a/9\.png"),
        (["a/1.png,x", "", "a/2.png,"], r"row 4: 'label' is empty"),
        (["a/1.png,x", "a/1.png,y"], r"row 3: a/1\.png is listed twice"),
        (['"a/1.png\0",x'], r"row 2: there is no file"),
        (["a/1.png,x,more"], r"row 2: more values than"),
    ],
)
def test_a_wrong_row_is_named(folder, text, rows, sentence):
    text(folder / "manifest.csv", table("file,label", *rows))
    with pytest.raises(InputInvalid, match=sentence) as caught:
        read_manifest(folder)
    assert "manifest.csv" in str(caught.value)


def test_an_empty_unit_is_refused(folder, text):
    text(folder / "manifest.csv", table("file,label,case", "a/1.png,x,1", "a/2.png,x,"))
    with pytest.raises(InputInvalid, match="row 3: 'case' is empty"):
        read_manifest(folder)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("pack", "count", "units", "classes"),
    [
        ("herlev", 734, 734, 7),
        ("lc25000_lung", 1110, 555, 3),
        ("breakhis_part", 49, None, 2),
        ("mias_roi", 139, 105, 3),
        ("sipakmed_examples", 10, 10, 5),
    ],
)
def test_the_packs_are_read(real_data, pack, count, units, classes):
    read = read_manifest(real_data(pack))
    assert len(read.items) == count
    assert len(read.classes) == classes
    found = {item.unit for item in read.items}
    assert units is None or len(found) == units
    if pack == "breakhis_part":
        assert "14-22549" in found
        assert not any(unit[-1].isalpha() for unit in found)
        assert {item.subset for item in read.items} == {"40x", "100x", "200x", "400x"}
    assert read.items[0].read().ndim == 3


def test_a_file_that_is_no_text_is_said(folder):
    (folder / "manifest.csv").write_bytes(b"file,label\n\xff\xff\xff")
    with pytest.raises(InputInvalid, match="not text in UTF-8 or GB18030"):
        read_manifest(folder)
