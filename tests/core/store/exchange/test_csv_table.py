import csv
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from medcls_core.errors import OutputUnwritable
from medcls_core.findings import Finding, Origin, Prediction, Read, Trait, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.store.exchange import ClassStyle, csv_table, export_rows

STYLES = (ClassStyle("mitosis", "Mitosis", "#d55e00"),)


def _read_back(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_fact_is_in_its_column(tmp_path):
    finding = Finding(uuid4(), "mitosis", Outline.of_box(Box(10, 20, 4, 8)), Origin.MODEL)
    classes = ("non_mitotic", "mitosis")
    prediction = Prediction(finding.uuid, "mitosis", "e" * 64, classes, (0.000012345, 0.999987655))
    read = Read(
        uuid4(),
        finding.uuid,
        "mitosis",
        "王医生",
        Verdict.CORRECT,
        "non_mitotic",
        "window",
        datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC),
        None,
        None,
        "0" * 64,
        "f" * 64,
    )
    rows = export_rows(
        [finding], [prediction], {finding.uuid: read}, STYLES, mpp=0.25, numbers={finding.uuid: 3},
        flagged={finding.uuid},
    )  # fmt: skip
    path = tmp_path / "表.csv"
    csv_table.write(path, rows, image="/home/patient Zhang/慢片.svs")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfnumber,uuid,image,")
    assert _read_back(path) == [
        {
            "number": "3",
            "uuid": str(finding.uuid),
            "image": "慢片.svs",
            "task": "mitosis",
            "x_l0": "12.000",
            "y_l0": "24.000",
            "box_x_l0": "10.000",
            "box_y_l0": "20.000",
            "box_width_l0": "4.000",
            "box_height_l0": "8.000",
            "area_um2": "2.000",
            "class": "non_mitotic",
            "model_class": "mitosis",
            "verdict": "correct",
            "flagged": "1",
            "reader_class": "non_mitotic",
            "reader": "王医生",
            "read_time_utc": "2026-01-02T03:04:05.678+00:00",
            "model_sha256": "e" * 64,
            "outline_wkt": "POLYGON ((10 20, 14 20, 14 28, 10 28, 10 20))",
            "prob_non_mitotic": "1.2345e-05",
            "prob_mitosis": "0.999988",
        }
    ]


def test_what_is_not_known_is_empty(tmp_path):
    drawn = Finding(uuid4(), "mitosis", Outline((Point(1.5, 2.5),)), Origin.READER)
    path = tmp_path / "x.csv"
    csv_table.write(path, export_rows([drawn], [], {}, STYLES, mpp=0.25), image="x.svs")
    (line,) = _read_back(path)
    known = {key: value for key, value in line.items() if value}
    assert set(known) == {
        "uuid",
        "image",
        "task",
        "x_l0",
        "y_l0",
        "box_x_l0",
        "box_y_l0",
        "box_width_l0",
        "box_height_l0",
        "flagged",
        "outline_wkt",
    }
    assert line["flagged"] == "0"
    assert list(line) == list(csv_table.COLUMNS)


def test_names_cannot_become_formulas(tmp_path):
    drawn = Finding(uuid4(), "mitosis", Outline((Point(-1.5, 2.5),)), Origin.READER)
    path = tmp_path / "x.csv"
    rows = export_rows([drawn], [], {}, STYLES, mpp=None)
    csv_table.write(path, rows, image='=HYPERLINK("evil").svs')
    (line,) = _read_back(path)
    assert line["image"].startswith("'=")
    assert line["x_l0"] == "-1.500"


def test_folder_in_the_way_is_one_sentence(tmp_path):
    with pytest.raises(OutputUnwritable):
        csv_table.write(tmp_path, [], image="x.svs")
    assert not list(tmp_path.parent.glob("*.part"))


def test_a_table_without_answers_has_the_columns_that_it_was_told(tmp_path):
    path = tmp_path / "x.csv"
    csv_table.write(path, [], image="x.svs", classes=("non_mitotic", "mitosis"))
    head = path.read_text("utf-8-sig").splitlines()[0]
    assert head.endswith(",prob_non_mitotic,prob_mitosis")


def test_traits_have_columns_of_their_own_and_change_no_class(tmp_path):
    outline = Outline.of_box(Box(0, 0, 4, 4))
    with_trait, without = (Finding(uuid4(), "mitosis", outline, Origin.MODEL) for _ in range(2))
    classes, probs = ("non_mitotic", "mitosis"), (0.1, 0.9)
    said = [
        Prediction(with_trait.uuid, "mitosis", "e" * 64, classes, probs, (Trait("atypical", 0.7),)),
        Prediction(without.uuid, "mitosis", "e" * 64, classes, probs),
    ]
    path = tmp_path / "t.csv"
    rows = export_rows([with_trait, without], said, {}, STYLES, mpp=None)
    csv_table.write(path, rows, image="x.svs")
    first, second = _read_back(path)
    assert (first["trait_atypical"], second["trait_atypical"]) == ("0.7", "")
    assert first["class"] == second["class"] == "mitosis"
