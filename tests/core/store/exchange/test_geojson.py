import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medcls_core.errors import InputInvalid, OutputUnwritable
from medcls_core.findings import Finding, Origin, Prediction, Read, Trait, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.store.exchange import (
    CANNOT_TELL,
    REJECTED,
    ClassStyle,
    ExportRow,
    export_rows,
    geojson,
    read_geojson,
)

MITOSIS = ClassStyle("mitosis", "Mitosis 有丝分裂", "#d55e00")
OTHER = ClassStyle("non_mitotic", "Other nucleus", "#0072b2")
STYLES = (MITOSIS, OTHER)

coordinates = st.floats(-1e7, 1e7, allow_nan=False)
points = st.builds(Point, coordinates, coordinates)
outlines = st.one_of(
    st.builds(lambda point: Outline((point,)), points),
    st.lists(points, min_size=3, max_size=12).map(lambda ring: Outline(tuple(ring))),
)
names = st.text(min_size=1, max_size=20)


def _finding(outline=None):
    outline = outline or Outline.of_box(Box(100.5, 200.25, 30, 20))
    return Finding(uuid4(), "mitosis", outline, Origin.MODEL, "e" * 64)


def _prediction(finding, prob=0.75):
    classes = ("non_mitotic", "mitosis")
    return Prediction(finding.uuid, "mitosis", "e" * 64, classes, (1 - prob, prob))


def _read(finding, verdict, class_key=None):
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return Read(
        uuid4(),
        finding.uuid,
        "mitosis",
        "Dr 王",
        verdict,
        class_key,
        "window",
        now,
        None,
        None,
        "0" * 64,
        "f" * 64,
    )


def _rows(findings, predictions=(), reads=(), mpp=None):
    return export_rows(
        findings, predictions, {read.finding: read for read in reads}, STYLES, mpp=mpp
    )


def _written(path, rows):
    geojson.write(path, rows, image="/home/patient Zhang/slide 1.svs")
    return json.loads(path.read_text("ascii"))


@settings(max_examples=50)
@given(shapes=st.lists(st.tuples(outlines, names), max_size=6))
def test_what_is_written_is_read_again(shapes, tmp_path_factory):
    path = tmp_path_factory.mktemp("round") / "findings.geojson"
    made = [Finding(uuid4(), name, shape, Origin.READER) for shape, name in shapes]
    rows = [
        row
        for finding, (_, name) in zip(made, shapes, strict=True)
        for row in export_rows(
            [finding],
            [Prediction(finding.uuid, "t", "e" * 64, (name, name + "2"), (0.75, 0.25))],
            {},
            (),
            mpp=None,
        )
    ]
    geojson.write(path, rows, image="slide.svs")
    again = read_geojson(path, "cervical")
    assert again.left_out == ()
    assert [item.finding.uuid for item in again.findings] == [finding.uuid for finding in made]
    assert [item.finding.outline for item in again.findings] == [shape for shape, _ in shapes]
    assert [item.class_name for item in again.findings] == [name for _, name in shapes]
    assert {item.finding.task for item in again.findings} <= {"cervical"}
    assert {item.finding.origin for item in again.findings} <= {Origin.IMPORT}


def test_features_carry_the_finding_s_number(tmp_path):
    finding = _finding()
    rows = export_rows([finding], [], {}, STYLES, mpp=None, numbers={finding.uuid: 7})
    (feature,) = _written(tmp_path / "x.geojson", rows)["features"]
    assert feature["properties"]["number"] == 7


def test_features_are_as_qupath_has_them(tmp_path):
    finding, drawn = _finding(), _finding(Outline((Point(1.5, 2.5),)))
    collection = _written(
        tmp_path / "x.geojson", _rows([finding, drawn], [_prediction(finding)], mpp=0.5)
    )
    assert collection["type"] == "FeatureCollection"
    assert collection["image"] == "slide 1.svs"
    first, second = collection["features"]
    assert first["type"] == "Feature"
    assert first["id"] == str(finding.uuid)
    assert first["geometry"] == {
        "type": "Polygon",
        "coordinates": [
            [[100.5, 200.25], [130.5, 200.25], [130.5, 220.25], [100.5, 220.25], [100.5, 200.25]]
        ],
    }
    assert first["properties"]["objectType"] == "detection"
    assert first["properties"]["classification"] == {
        "name": "Mitosis 有丝分裂",
        "color": [0xD5, 0x5E, 0x00],
    }
    assert first["properties"]["measurements"] == {
        "Probability: non_mitotic": 0.25,
        "Probability: mitosis": 0.75,
        "Area µm^2": 150.0,
    }
    assert "isLocked" not in first["properties"]
    assert second["geometry"] == {"type": "Point", "coordinates": [1.5, 2.5]}
    assert "classification" not in second["properties"]
    assert second["properties"]["measurements"] == {}


@pytest.mark.parametrize(
    ("verdict", "class_key", "name", "kind"),
    [
        (Verdict.ACCEPT, "mitosis", MITOSIS.name, "annotation"),
        (Verdict.CORRECT, "non_mitotic", OTHER.name, "annotation"),
        (Verdict.CORRECT, "a class of another model", "a class of another model", "annotation"),
        (Verdict.REJECT, None, REJECTED.name, "annotation"),
        (Verdict.CANNOT_TELL, None, CANNOT_TELL.name, "annotation"),
        (Verdict.FLAG, None, MITOSIS.name, "detection"),
        (Verdict.SKIP, None, MITOSIS.name, "detection"),
    ],
)
def test_readers_answer_goes_before_the_models(tmp_path, verdict, class_key, name, kind):
    finding = _finding()
    rows = _rows([finding], [_prediction(finding)], [_read(finding, verdict, class_key)])
    properties = _written(tmp_path / "x.geojson", rows)["features"][0]["properties"]
    assert properties["classification"]["name"] == name
    assert properties["objectType"] == kind
    assert properties.get("isLocked", False) is (kind == "annotation")
    assert properties["metadata"]["model_class"] == "mitosis"
    assert properties["metadata"]["verdict"] == str(verdict)
    assert properties["metadata"]["reader"] == "Dr 王"
    assert properties["metadata"].get("reader_class") == class_key
    assert set(map(type, properties["metadata"].values())) == {str}


def test_folder_of_the_slide_is_not_told(tmp_path):
    finding = _finding()
    _written(tmp_path / "x.geojson", _rows([finding], [_prediction(finding)]))
    assert "Zhang" not in (tmp_path / "x.geojson").read_text()


def test_list_form_and_older_classes_of_qupath_are_read(tmp_path):
    uuid = uuid4()
    square = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}
    features = [
        {
            "type": "Feature",
            "id": str(uuid),
            "geometry": square,
            "properties": {"objectType": "annotation", "classification": {"name": "Tumor"}},
        },
        {
            "type": "Feature",
            "id": "PathDetectionObject",
            "geometry": {"type": "Point", "coordinates": [7, 8]},
            "properties": {"classification": {"name": "Mitosis", "colorRGB": -65536}},
        },
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [9, 9]},
            "properties": {"classification": {"names": ["Tumor", "Positive"], "color": [1, 2, 3]}},
        },
        {"type": "Feature", "geometry": square, "properties": {"classification": "Stroma"}},
    ]
    path = tmp_path / "qupath.json"
    path.write_text(json.dumps(features))
    read = read_geojson(path, "mitosis")
    assert read.left_out == ()
    assert [item.class_name for item in read.findings] == [
        "Tumor",
        "Mitosis",
        "Tumor: Positive",
        "Stroma",
    ]
    assert read.findings[0].finding == Finding(
        uuid, "mitosis", Outline.of_box(Box(0, 0, 4, 4)), Origin.IMPORT, "qupath.json"
    )
    again = read_geojson(path, "mitosis")
    assert again == read  # a second import of the same file makes the same uuids


def test_parts_become_findings_and_what_cannot_is_said(tmp_path):
    uuid = uuid4()
    triangle = [[0, 0], [4, 0], [4, 4], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 1]]
    shapes = [
        {"type": "MultiPolygon", "coordinates": [[triangle], [triangle, hole]]},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Point", "coordinates": [0, "1"]},
        {"type": "Point", "coordinates": [10**400, 1]},
        {"type": "Polygon", "coordinates": []},
        None,
        {"type": "MultiPoint", "coordinates": [[5, 5], [6, 6]]},
    ]
    features = [{"type": "Feature", "geometry": shape, "properties": None} for shape in shapes]
    features[0]["id"] = str(uuid)
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [*features, "?"]}))
    read = read_geojson(path, "mitosis")
    kept = [item.finding.outline.vertices for item in read.findings]
    assert kept == [
        (Point(0, 0), Point(4, 0), Point(4, 4)),
        (Point(0, 0), Point(4, 0), Point(4, 4)),
        (Point(5, 5),),
        (Point(6, 6),),
    ]
    assert len({item.finding.uuid for item in read.findings}) == 4
    numbers = (2, 3, 4, 5, 6, 7, 9)
    assert [said.en.split(":")[0] for said in read.left_out] == [f"feature {n}" for n in numbers]
    assert [said.zh.split("：")[0] for said in read.left_out] == [f"第 {n} 个要素" for n in numbers]


def test_same_id_twice_is_said_and_taken_once(tmp_path):
    finding = _finding()
    path = tmp_path / "x.geojson"
    geojson.write(path, _rows([finding, finding]), image="x")
    read = read_geojson(path, "mitosis")
    assert len(read.findings) == 1
    assert "twice" in read.left_out[0].en


@pytest.mark.parametrize(
    "content", ["", "{", "[" * 100_000, '{"type": "Topology"}', "3", '"text"', "\xff\xfe"]
)
def test_file_that_is_not_geojson_is_one_sentence(tmp_path, content):
    path = tmp_path / "x.geojson"
    path.write_text(content, "latin-1")
    with pytest.raises(InputInvalid, match="not GeoJSON"):
        read_geojson(path, "mitosis")


def test_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(InputInvalid, match="No such file"):
        read_geojson(tmp_path / "missing.geojson", "mitosis")


def test_failed_write_leaves_the_older_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "x.geojson"
    path.write_text("older")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputUnwritable, match="No space left"):
        geojson.write(path, _rows([_finding()]), image="x")
    assert path.read_text() == "older"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["x.geojson"]


def test_missing_folder_is_one_sentence(tmp_path):
    with pytest.raises(OutputUnwritable, match="No such file"):
        geojson.write(tmp_path / "missing" / "x.geojson", [], image="x")


def test_hexadecimal_colours_become_rgb():
    assert ClassStyle("a", "A", "#ff8000").rgb == (255, 128, 0)


def test_a_flag_stands_beside_the_answer(tmp_path):
    finding, other = _finding(), _finding()
    read = _read(finding, Verdict.CANNOT_TELL)
    rows = export_rows(
        [finding, other], [], {finding.uuid: read}, STYLES, mpp=None, flagged={finding.uuid}
    )
    first, second = _written(tmp_path / "x.geojson", rows)["features"]
    assert first["properties"]["metadata"]["flagged"] == "yes"
    assert first["properties"]["metadata"]["verdict"] == "cannot_tell"
    assert "flagged" not in second["properties"]["metadata"]


def test_a_trait_is_a_measurement_and_the_class_stays(tmp_path):
    finding = _finding()
    said = replace(_prediction(finding), traits=(Trait("atypical", 0.7),))
    (feature,) = _written(tmp_path / "f.geojson", _rows([finding], [said]))["features"]
    assert feature["properties"]["measurements"]["Trait: atypical"] == 0.7
    assert feature["properties"]["classification"]["name"] == MITOSIS.name


def test_holes_are_written_as_rings_after_the_border(tmp_path):
    border = tuple(Point(*xy) for xy in ((0, 0), (40, 0), (40, 40), (0, 40)))
    hole = tuple(Point(*xy) for xy in ((10, 10), (20, 10), (20, 20)))
    finding = Finding(uuid4(), "mitosis", Outline(border, (hole,)), Origin.READER)
    geojson.write(tmp_path / "out.geojson", [ExportRow(finding, None)], image="a.svs")
    (feature,) = json.loads((tmp_path / "out.geojson").read_text())["features"]
    rings = feature["geometry"]["coordinates"]
    assert [len(ring) for ring in rings] == [5, 4]
    assert all(ring[0] == ring[-1] for ring in rings)


def test_holes_names_and_locks_come_back(tmp_path):
    ring = Outline.of_box(Box(0, 0, 50, 50)).vertices
    hole = Outline.of_box(Box(10, 10, 20, 20)).vertices
    plain, kept, read = _finding(), _finding(Outline(ring, (hole,))), _finding()
    rows = export_rows(
        [plain, kept, read],
        [],
        {read.uuid: _read(read, Verdict.CORRECT, "mitosis")},
        STYLES,
        mpp=None,
        numbers={plain.uuid: 1, kept.uuid: 2, read.uuid: 3},
        locked={kept.uuid},
    )
    path = tmp_path / "x.geojson"
    collection = _written(path, rows)
    assert [each["properties"].get("isLocked") for each in collection["features"]] == [
        None,
        True,
        True,
    ]
    found = read_geojson(path, "mitosis").findings
    assert [each.finding.outline for each in found] == [
        each.outline for each in (plain, kept, read)
    ]
    assert [(each.name, each.locked) for each in found] == [("1", False), ("2", True), ("3", False)]


def test_qupath_s_own_lock_and_name_are_read(tmp_path):
    outer = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    inner = [[2, 2], [4, 2], [4, 4], [2, 2]]
    feature = {
        "type": "Feature",
        "id": "2b0c2c1e-7c0e-4f0b-9d65-0a4bbd1e6a11",
        "geometry": {"type": "Polygon", "coordinates": [outer, inner, [[1, 1], [2, 1], [1, 1]]]},
        "properties": {"objectType": "annotation", "name": "Tumour 核", "isLocked": True},
    }
    path = tmp_path / "q.geojson"
    path.write_text(json.dumps(feature), "utf-8")
    (found,) = read_geojson(path, "mitosis").findings
    assert (found.name, found.locked) == ("Tumour 核", True)
    assert len(found.finding.outline.holes) == 1
