"""Files of other programs, and damaged ones: what is understood, and how the rest is refused."""

import csv
import json
import sqlite3
from contextlib import closing

import numpy as np
import pytest
import tifffile
from PIL import Image

from medcls_core.errors import InputInvalid
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.store.exchange import DrawnOn, read_file

IMAGE = DrawnOn("A.svs", Size(200, 100), "b" * 64)

SLIDERUNNER = """
CREATE TABLE Slides (uid INTEGER PRIMARY KEY, filename TEXT, width INTEGER, height INTEGER);
CREATE TABLE Persons (uid INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE Classes (uid INTEGER PRIMARY KEY, name TEXT, color TEXT);
CREATE TABLE Annotations (uid INTEGER PRIMARY KEY, slide INTEGER, guid TEXT,
    lastModified REAL, deleted INTEGER DEFAULT 0, type INTEGER, agreedClass INTEGER);
CREATE TABLE Annotations_coordinates (uid INTEGER PRIMARY KEY, coordinateX INTEGER,
    coordinateY INTEGER, slide INTEGER, annoId INTEGER, orderIdx INTEGER);
CREATE TABLE Annotations_label (uid INTEGER PRIMARY KEY, person INTEGER, class INTEGER,
    annoId INTEGER);
INSERT INTO Slides VALUES (1, 'A.svs', 200, 100), (2, 'B.svs', 9, 9);
INSERT INTO Persons VALUES (1, 'Christof'), (2, 'Robert');
INSERT INTO Classes VALUES (1, 'mitosis', NULL), (2, 'Tumor', NULL);
INSERT INTO Annotations VALUES
    (1, 1, '00000000-0000-4000-8000-000000000001', 0, 0, 1, 1),
    (2, 1, NULL, 0, 0, 2, 2),
    (3, 1, NULL, 0, 0, 3, 1),
    (4, 1, NULL, 0, 1, 1, 1),
    (5, 2, NULL, 0, 0, 1, 1),
    (6, 1, NULL, 0, 0, 5, 1),
    (7, 1, NULL, 0, 0, 3, 1);
INSERT INTO Annotations_coordinates (coordinateX, coordinateY, slide, annoId, orderIdx) VALUES
    (10, 20, 1, 1, 1), (40, 10, 1, 2, 1), (60, 30, 1, 2, 2),
    (0, 50, 1, 3, 3), (0, 0, 1, 3, 1), (50, 0, 1, 3, 2), (1, 1, 1, 4, 1), (1, 1, 2, 5, 1),
    (100, 50, 1, 6, 1), (140, 70, 1, 6, 2), (1, 1, 1, 7, 1);
INSERT INTO Annotations_label (person, class, annoId) VALUES
    (1, 1, 1), (2, 2, 1), (1, 2, 2), (1, 1, 3), (1, 1, 6);
"""


@pytest.fixture
def sliderunner(tmp_path):
    path = tmp_path / "study.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SLIDERUNNER)
    return path


def test_sliderunner_tells_each_person_s_word(sliderunner):
    told = read_file(sliderunner, "mitosis", IMAGE)
    spot, area, polygon, circle = told.findings
    assert str(spot.finding.uuid) == "00000000-0000-4000-8000-000000000001"
    assert spot.finding.outline == Outline((Point(10, 20),))
    assert spot.said_by == (("Christof", "mitosis"), ("Robert", "Tumor"))
    assert area.finding.outline == Outline.of_box(Box(40, 10, 20, 20))
    assert polygon.finding.outline.vertices == (Point(0, 0), Point(50, 0), Point(0, 50))
    assert circle.finding.outline.bounds == Box(100, 50, 40, 20)
    assert [text.en for text in told.left_out] == ["annotation 7: it has too few coordinates"]
    assert read_file(sliderunner, "mitosis", IMAGE) == told


def test_sliderunner_says_which_slides_it_knows(sliderunner):
    with pytest.raises(InputInvalid, match=r"no slide called C\.svs, but A\.svs, B\.svs"):
        read_file(sliderunner, "mitosis", DrawnOn("C.svs", Size(9, 9), "c"))


def test_coco_of_others(tmp_path):
    path = tmp_path / "x.json"
    annotations = [
        {"image_id": 7, "category_id": 1, "bbox": [1, 2, 30, 40], "iscrowd": 0},
        {"image_id": 8, "category_id": 1, "bbox": [1, 2, 30, 40]},
        {"image_id": 7, "category_id": 2, "bbox": [1, 2, 30, 40], "score": 0.7},
        {"image_id": 7, "category_id": 1, "segmentation": {"counts": "abc", "size": [9, 9]}},
        {"image_id": 7, "category_id": 1, "bbox": [1, 2, 0, 40]},
        {"image_id": 7, "category_id": 1, "bbox": [1, 2, float("nan"), 4]},
    ]
    images = [{"id": 7, "file_name": "train/A.png"}, {"id": 8, "file_name": "B.png"}]
    categories = [{"id": 1, "name": "Tumor"}, {"id": 2, "name": "mitosis"}]
    document = {"images": images, "annotations": annotations, "categories": categories}
    path.write_text(json.dumps(document), "utf-8")
    told = read_file(path, "mitosis", IMAGE)
    assert [(one.class_name, one.detected) for one in told.findings] == [
        ("Tumor", False),
        ("mitosis", True),
    ]
    assert [text.en.partition(":")[0] for text in told.left_out] == [
        "annotation 4",
        "annotation 5",
        "annotation 6",
    ]


def test_yolo_polygons_scores_and_names(tmp_path):
    (tmp_path / "classes.txt").write_text("mitosis\nTumor\n", "utf-8")
    path = tmp_path / "labels" / "A.txt"
    path.parent.mkdir()
    path.write_text("0 0.5 0.5 0.1 0.2\n1 0 0 0.5 0 0.5 1\n0 .5 .5 .2 .2 .93\n1 2 2 .1 .1\n")
    told = read_file(path, "mitosis", IMAGE)
    first, second, third = told.findings
    assert (first.class_name, first.detected) == ("mitosis", False)
    assert first.finding.outline.bounds == Box(90, 40, 20, 20)
    assert second.finding.outline.vertices == (Point(0, 0), Point(100, 0), Point(100, 100))
    assert third.detected
    assert "line 4" in told.left_out[0].en


def test_tables_of_others(tmp_path):
    path = tmp_path / "x.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([("X", "Y", "Class"), (10, 20.5, "肿瘤"), ("a", 1, ""), (1, "", "")])
    told = read_file(path, "mitosis", IMAGE)
    (one,) = told.findings
    assert (one.class_name, one.finding.outline) == ("肿瘤", Outline((Point(10, 20.5),)))
    assert [text.en for text in told.left_out] == [
        "row 3: 'a' is not a number",
        "row 4: it says no place",
    ]


def test_instance_masks_of_others_have_no_class(tmp_path):
    values = np.zeros((100, 200), np.uint16)
    values[10:20, 10:20] = 300
    values[50:60, 50:60] = 300
    values[20:30, 20:30] = 7  # touches the first by a corner
    for name in ("x.tif", "x.png"):
        path = tmp_path / name
        if name.endswith("tif"):
            tifffile.imwrite(path, values)
        else:
            Image.fromarray(values).save(path)
        told = read_file(path, "mitosis", IMAGE)
        assert len(told.findings) == 3
        assert {one.class_name for one in told.findings} == {None}


def _damaged(tmp_path):
    colours = np.zeros((100, 200, 3), np.uint8)
    Image.fromarray(colours).save(tmp_path / "colour.png")
    Image.fromarray(colours[:50, :, 0]).save(tmp_path / "size.png")
    voc = "<annotation><size><width>9</width><height>9</height></size></annotation>"
    texts = {
        "empty.json": "",
        "deep.json": "[" * 100_000,
        "other.json": '{"images": 1}',
        "none.csv": "a,b\n1,2\n",
        "words.txt": "hello\n",
        "many.txt": "9 .1 .1 .1 .1\n",
        "not.xml": "<html/>",
        "cut.xml": "<annotation><object>",
        "size.xml": voc,
        "bomb.xml": '<!DOCTYPE a [<!ENTITY b "c">]><annotation/>',
        "cut.png": "x",
        "cut.tif": "II*\0",
        "not.sqlite": "hello",
        "x.docx": "x",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "classes.txt").write_text("mitosis\n")
    return [*texts, "colour.png", "size.png", "missing.csv"]


def test_damaged_files_are_refused_by_name(tmp_path):
    for name in _damaged(tmp_path):
        with pytest.raises(InputInvalid) as refused:
            read_file(tmp_path / name, "mitosis", IMAGE)
        assert name in refused.value.what, name


def test_a_table_with_a_very_long_outline_is_read(tmp_path):
    turns = np.linspace(0, 2 * np.pi, 9000, endpoint=False)
    ring = ", ".join(f"{90 + 50 * np.cos(a):.17g} {50 + 40 * np.sin(a):.17g}" for a in [*turns, 0])
    path = tmp_path / "x.csv"
    path.write_text(f'outline_wkt,class\n"POLYGON (({ring}))",mitosis\n', "utf-8")
    (one,) = read_file(path, "mitosis", IMAGE).findings
    assert len(one.finding.outline.vertices) == 9000


def test_a_picture_that_pillow_takes_for_a_trap_is_refused_in_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / "x.png"
    Image.fromarray(np.zeros((100, 200), np.uint8)).save(path)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 9_000)
    with pytest.raises(InputInvalid, match="too large for a PNG mask"):
        read_file(path, "mitosis", IMAGE)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 15_000)  # only a warning, which is an error here
    assert read_file(path, "mitosis", IMAGE).findings == ()
