"""MIDOG's and COCO's JSON."""

import json

import numpy as np
import pytest
from PIL import Image

from medcls_core.data.sources.coco import read_coco
from medcls_core.data.sources.layouts import layout_of, read_labelled
from medcls_core.data.sources.midog import read_midog
from medcls_core.errors import InputInvalid
from medcls_core.geometry import Box

MIDOG_CATEGORIES = [{"id": 1, "name": "mitotic figure"}, {"id": 2, "name": "hard negative"}]


@pytest.fixture
def folder(tmp_path, coordinates):
    place = tmp_path / "核分裂"
    (place / "images").mkdir(parents=True)
    for name in ("001.tiff", "002.tiff"):
        Image.fromarray(coordinates(300, 200)).save(place / "images" / name)
    return place


def write(path, annotations, categories):
    whole = {
        "images": [
            {"id": 1, "file_name": "001.tiff", "width": 300, "height": 200},
            {"id": 2, "file_name": "images/002.tiff", "width": 300, "height": 200},
        ],
        "annotations": annotations,
        "categories": categories,
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(whole), "utf-8")


def box(image, category, *bbox, **more):
    return {"image_id": image, "category_id": category, "bbox": list(bbox), **more}


def test_midog(folder, coordinates):
    write(
        folder / "MIDOG.json",
        [box(1, 1, 100, 80, 150, 130), box(2, 2, 10, 20, 60, 70)],
        MIDOG_CATEGORIES,
    )
    assert layout_of(folder).name == "MIDOG JSON"
    read = read_labelled(folder, "mitosis")
    assert read.unit_name == "case"
    assert [(item.label, item.unit) for item in read.items] == [
        ("mitosis", "images/001.tiff"),
        ("non_mitotic", "images/002.tiff"),
    ]
    # The figure's centre (125, 105) is the crop's.
    np.testing.assert_array_equal(
        read.items[0].read(), coordinates(300, 200)[105 - 64 : 105 + 64, 125 - 64 : 125 + 64]
    )
    assert read_midog(folder, side=64).items[0].read().shape == (64, 64, 3)


def test_midog_boxes_turned_into_coco_are_recognised(folder):
    write(folder / "MIDOG.json", [box(1, 1, 100, 80, 50, 50)], MIDOG_CATEGORIES)
    assert read_midog(folder).items[0].box.center == (125, 105)


def test_coco(folder):
    categories = [{"id": 7, "name": "双核细胞"}, {"id": 9, "name": "Debris"}]
    write(
        folder / "annotations" / "instances.json",
        [
            box(1, 7, 10, 20, 40, 20),
            box(2, 9, 0, 0, 30.5, 10),
            box(2, 9, 0, 0, 9, 9, iscrowd=1),
        ],
        categories,
    )
    assert layout_of(folder).name == "COCO JSON"
    read = read_labelled(folder, "micronucleus")
    assert read.unit_name == "image"
    assert [(item.label, item.unit, item.subset) for item in read.items] == [
        ("binucleate", "images/001.tiff", ""),
        ("debris", "images/002.tiff", ""),
    ]
    assert read.items[0].box == Box(10, 10, 40, 40)  # square around the centre, not squeezed
    assert read.items[0].read().shape == (40, 40, 3)
    assert read_coco(folder, side=24).items[1].read().shape == (24, 24, 3)


def test_several_coco_files_are_subsets(folder):
    for name in ("train", "val"):
        write(folder / f"{name}.json", [box(1, 1, 0, 0, 9, 9)], [{"id": 1, "name": "a"}])
    read = read_coco(folder)
    assert [item.subset for item in read.items] == ["train", "val"]
    assert len({item.name for item in read.items}) == 2


@pytest.mark.parametrize("categories", [MIDOG_CATEGORIES, [{"id": 1, "name": "cell"}]])
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (box(9, 1, 0, 0, 50, 50), "annotation 2: its image is not listed"),
        (box(1, 9, 0, 0, 50, 50), "annotation 2: its category is not listed"),
        (box(1, 1, 0, 0, 50), "annotation 2: its bbox is not four numbers"),
        (box(1, 1, 0, 0, "5", None), "annotation 2: its bbox is not four numbers"),
        (box(1, 1, 0, 0, float("nan"), 9), "annotation 2: its bbox is not four numbers"),
        (box(1, 1, 60, 60, 0, 0), "annotation 2: its bbox has no area"),
    ],
)
def test_a_wrong_annotation_is_named(folder, categories, wrong, sentence):
    write(folder / "boxes.json", [box(1, 1, 10, 10, 60, 60), wrong], categories)
    with pytest.raises(InputInvalid, match=sentence) as caught:
        read_labelled(folder)
    assert "boxes.json" in str(caught.value)


def test_a_missing_image_is_named(folder):
    (folder / "images" / "001.tiff").unlink()
    write(folder / "MIDOG.json", [box(1, 1, 100, 80, 150, 130)], MIDOG_CATEGORIES)
    with pytest.raises(InputInvalid, match=r"annotation 1: there is no image 001\.tiff"):
        read_labelled(folder)


def test_other_json_is_no_set(folder):
    (folder / "settings.json").write_text('{"images": 3}')
    (folder / "broken.json").write_text("{")
    with pytest.raises(InputInvalid, match="no labelled set is recognised"):
        read_labelled(folder)
