"""`medcls labels export` in every format, only what changed, and back again."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from medcls_core.data.sources import read_labelled
from medcls_core.findings import Finding, Origin, Prediction, Verdict
from medcls_core.geometry import Box, Outline
from medcls_core.images import open_image, quick_hash
from medcls_core.store import (
    LabelStore,
    NewRead,
    findings,
    foreign_names,
    images,
    models,
    open_store,
    predictions,
    reads,
)
from tests.core.cli.conftest import known_card

READER = "王芳"
UUIDS = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(4)]


class _Model:
    sha256 = "5" * 64
    card = known_card()


def _say(store: LabelStore, finding, verdict, key=None) -> None:
    with store.session() as session:
        reads.append(session, NewRead(finding, "mitosis", READER, verdict, key, "test", None))


@pytest.fixture
def kept(medcls, field) -> list[Finding]:  # noqa: ARG001  (medcls makes the folder to work in)
    """Four findings of a model in a store: a mitosis, another nucleus, one rejected, one unread."""
    source = open_image(field, mpp=0.25)
    from uuid import UUID  # noqa: PLC0415

    made = [
        Finding(UUID(uuid), "mitosis", Outline.of_box(Box(20 + 50 * n, 30, 20, 24)), Origin.MODEL)
        for n, uuid in enumerate(UUIDS)
    ]
    with open_store("labels.sqlite") as store:
        with store.session() as session:
            image = images.remember(
                session, field, quick_hash(field), source.size_l0, source.pixel_size
            )
            findings.add(session, image.uuid, made)
            models.remember(session, _Model())
            classes = ("non_mitotic", "mitosis")
            predictions.add(
                session,
                [Prediction(one.uuid, "mitosis", "5" * 64, classes, (0.3, 0.7)) for one in made],
            )
        _say(store, made[0].uuid, Verdict.ACCEPT, "mitosis")
        _say(store, made[1].uuid, Verdict.CORRECT, "non_mitotic")
        _say(store, made[2].uuid, Verdict.REJECT)
    return made


def export(medcls, *options):
    return medcls("labels", "export", "out", "--store", "labels.sqlite", *options)


EXPECTED = {
    "geojson": ["field_mitosis.geojson"],
    "csv": ["field_mitosis.csv"],
    "coco": ["coco_mitosis.json"],
    "yolo": [
        "mitosis/classes.txt",
        "mitosis/data.yaml",
        "mitosis/labels/field.txt",
    ],
    "voc": ["mitosis/field.xml"],
    "mask-png": ["field_mitosis.legend.csv", "field_mitosis.png"],
    "label-tiff": ["field_mitosis.legend.csv", "field_mitosis.tiff"],
    "crops": [
        f"mitosis/mitosis/{UUIDS[0]}.png",
        f"mitosis/non_mitotic/{UUIDS[1]}.png",
        "mitosis/manifest.csv",
        "mitosis/run.json",
    ],
}


@pytest.mark.parametrize("kind", EXPECTED)
@pytest.mark.usefixtures("kept")
def test_every_format_is_written_and_comes_back(medcls, field, kind):
    ran = export(medcls, "--format", kind)
    assert ran.code == 0, ran.err
    out = Path("out")
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert files == sorted(EXPECTED[kind])
    if kind == "crops":
        return
    back = {"yolo": "mitosis/labels/field.txt", "voc": "mitosis/field.xml"}
    path = out / back.get(kind, EXPECTED[kind][-1])
    ran = medcls(
        "labels", "import", path, "--image", field, "--reader", "B", "--store", "b.sqlite", "--json"
    )
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    everything = kind in {"geojson", "csv"}
    assert (told["added"], told["left_out"]) == (4 if everything else 3, [])
    # A model's unread answer is known as such wherever the format has a place to say so.
    says_so = kind in {"coco", "voc"}
    assert told["answered"] == (3 if everything else 2 if says_so else 3)


@pytest.mark.usefixtures("kept")
def test_what_a_format_cannot_hold_is_said(medcls):
    first, second = export(medcls, "--format", "coco").out.splitlines()
    assert first == "1 file written to out"
    assert "for want of a class" in second
    assert ": 1;" in second


@pytest.mark.usefixtures("kept")
def test_crops_are_a_training_set_that_keeps_images_together(medcls, field):
    export(medcls, "--format", "crops")
    labelled = read_labelled(Path("out/mitosis"), "mitosis")
    assert labelled.counts == {"mitosis": 1, "non_mitotic": 1}
    (unit,) = {item.unit for item in labelled.items}
    assert unit == f"image-{quick_hash(field)[:12]}"
    assert "field" not in Path("out/mitosis/manifest.csv").read_text()
    assert labelled.items[0].read().shape == (256, 256, 3)
    assert export(medcls, "--format", "crops").code == 0  # its own earlier result is replaced
    Path("out/mitosis/run.json").unlink()
    assert export(medcls, "--format", "crops").code == 2  # somebody else's folder is not


def test_only_what_changed(medcls, kept):
    assert "never exported" in export(medcls, "--since", "last").err
    export(medcls)
    with closing(sqlite3.connect("labels.sqlite")) as raw:  # all that is there came long ago
        for table, column in (("findings", "added_utc"), ("predictions", "time_utc"),
                              ("reads", "time_utc")):  # fmt: skip
            raw.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
            raw.execute(f"UPDATE {table} SET {column} = '2020-01-01 00:00:00.000000'")  # noqa: S608
        raw.commit()
    with open_store("labels.sqlite") as store:
        _say(store, kept[3].uuid, Verdict.CORRECT, "non_mitotic")
    assert export(medcls, "--since", "last").code == 0
    (feature,) = json.loads(Path("out/field_mitosis.geojson").read_text())["features"]
    assert feature["id"] == UUIDS[3]
    export(medcls, "--since", "2019-12-31")
    assert len(json.loads(Path("out/field_mitosis.geojson").read_text())["features"]) == 4
    export(medcls, "--since", "2999-01-01", "--format", "csv")
    assert not Path("out/field_mitosis.csv").exists()


@pytest.mark.usefixtures("kept")
def test_coded_files_do_not_name_the_image(medcls, field):
    code = f"image-{quick_hash(field)[:12]}"
    for kind in ("geojson", "csv", "coco", "yolo", "voc", "label-tiff"):
        assert export(medcls, "--coded", "--format", kind).code == 0
    names = [path.name for path in Path("out").rglob("*")]
    assert not [name for name in names if "field" in name]
    for path in Path("out").rglob("*"):
        if path.is_file():
            assert b"field" not in path.read_bytes(), path
    ran = medcls("labels", "import", f"out/{code}_mitosis.csv", "--image", field, "--reader", "B",
                 "--store", "b.sqlite")  # fmt: skip
    assert ran.out.startswith("4 findings added")


@pytest.mark.usefixtures("kept")
def test_only_read_leaves_out_what_nobody_answered(medcls):
    export(medcls, "--format", "csv", "--only-read")
    with Path("out/field_mitosis.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["uuid"] for row in csv.DictReader(file)] == UUIDS[:3]


def test_masks_lie_over_the_image(medcls, field, kept):
    export(medcls, "--format", "mask-png")
    export(medcls, "--format", "label-tiff")
    with Image.open("out/field_mitosis.png") as classes, Image.open(field) as shown:
        assert classes.size == shown.size
        values = np.asarray(classes)
    assert values[40, 30] == 1
    assert values[40, 80] == 2
    assert values[40, 130] == 0  # rejected
    painted = tifffile.imread("out/field_mitosis.tiff")
    for one in kept:
        x, y = (int(value) for value in one.outline.center)
        assert (painted[y, x] > 0) == (one is not kept[2])


def test_classes_of_qupath_survive_both_ways(medcls, field):
    ring = [[10, 10], [50, 10], [50, 50], [10, 50], [10, 10]]
    drawn = {
        "type": "Feature",
        "id": UUIDS[0],
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {
            "objectType": "annotation",
            "name": "R1",
            "classification": {"names": ["Tumor", "Positive"], "color": [200, 0, 1]},
        },
    }
    Path("drawn.geojson").write_text(json.dumps(drawn), "utf-8")
    medcls("labels", "import", "drawn.geojson", "--image", field, "--reader", "A",
           "--store", "labels.sqlite")  # fmt: skip
    assert export(medcls).code == 0
    (feature,) = json.loads(Path("out/field_mitosis.geojson").read_text())["features"]
    assert feature["id"] == UUIDS[0]
    assert feature["geometry"]["coordinates"] == [ring]
    properties = feature["properties"]
    assert (properties["objectType"], properties["name"]) == ("annotation", "R1")
    assert properties["classification"] == {"name": "Tumor: Positive", "color": [200, 0, 1]}
    with open_store("labels.sqlite") as store, store.session() as session:
        (image,) = images.all(session)
        (name,) = foreign_names.of_image(session, image.uuid, "mitosis").values()
    assert name.class_name == "Tumor: Positive"


def test_classes_may_be_given_a_meaning(medcls, field, kept):  # noqa: ARG001
    export(medcls, "--format", "coco")
    path = Path("out/coco_mitosis.json")
    path.write_text(path.read_text().replace('"non_mitotic"', '"Tumor"'))
    where = ("--image", field, "--reader", "B", "--json")
    told = json.loads(
        medcls("labels", "import", path, *where, "--store", "b.sqlite",
               "--class", "tumor=non_mitotic").out
    )  # fmt: skip
    assert (told["answered"], told["classes_unknown"]) == (2, [])
    ran = medcls("labels", "import", path, *where, "--store", "c.sqlite", "--class", "Tumor=x")
    assert ran.code == 2
    told = json.loads(
        medcls("labels", "import", path, *where, "--store", "d.sqlite", "--found-by-program").out
    )
    assert (told["added"], told["answered"]) == (3, 0)


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", ""])
@pytest.mark.usefixtures("kept")
def test_a_wrong_moment_is_one_sentence(medcls, is_one_sentence, since):
    ran = export(medcls, "--since", since)
    assert ran.code == 2
    assert is_one_sentence(ran.err)
