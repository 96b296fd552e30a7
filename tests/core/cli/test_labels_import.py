"""`medcls labels import`: what was drawn in QuPath, and our own files in another store."""

import json
from pathlib import Path

import pytest

from medcls_core.findings import Origin, Verdict
from medcls_core.store import findings, images, open_store, reads, shapes, verifying

READER = "李伟"


def feature(uuid: str, corner: float, **properties: object) -> dict[str, object]:
    far = corner + 20
    border = [[corner, corner], [far, corner], [far, far], [corner, far], [corner, corner]]
    return {
        "type": "Feature",
        "id": uuid,
        "geometry": {"type": "Polygon", "coordinates": [border]},
        "properties": {"objectType": "annotation", **properties},
    }


def named(name: str) -> dict[str, object]:
    return {"classification": {"name": name}}


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    ids = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(6)]
    found = feature(ids[4], 150, **named("Mitotic figure"), objectType="detection")
    told = [
        feature(ids[0], 10, **named("Mitotic figure"), isLocked=True),
        feature(ids[1], 40, **named("核分裂象")),
        feature(ids[2], 80, **named("Rejected")),
        feature(ids[3], 110, **named("Tumor")),
        found,
        feature(ids[5], 900, **named("mitosis")),
    ]
    path = tmp_path / "drawn.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": told}), "utf-8")
    return path


def test_what_people_drew_has_their_answers_and_a_programs_finds_have_none(medcls, field, drawn):
    where = ("--image", field, "--reader", READER, "--store", "labels.sqlite")
    ran = medcls("labels", "import", drawn, *where)
    assert ran.code == 0, ran.err
    assert ran.out == "5 findings added, 3 of them with an answer; 0 were there already.\n"
    assert "Tumor" in ran.err
    assert "lies outside of the image" in ran.err
    with open_store("labels.sqlite") as store, store.session(read_only=True) as session:
        (image,) = images.all(session)
        kept = findings.of_image(session, image.uuid)
        said = {read.finding: read for read in reads.of_image(session, image.uuid)}
        locked = shapes.locked(shapes.of_image(session, image.uuid))
    answers = [
        (said[one.uuid].verdict, said[one.uuid].class_key) if one.uuid in said else None
        for one in sorted(kept, key=lambda one: one.outline.bounds.x_l0)
    ]
    correct = (Verdict.CORRECT, "mitosis")
    assert answers == [correct, correct, (Verdict.REJECT, None), None, None]
    assert {one.origin for one in kept} == {Origin.IMPORT}
    assert {(read.reader, read.source) for read in said.values()} == {
        (READER, "import drawn.geojson")
    }
    assert [str(uuid)[-1] for uuid in locked] == ["0"]


def test_a_second_import_adds_nothing(medcls, field, drawn):
    where = ("--image", field, "--reader", READER, "--store", "labels.sqlite", "--json")
    medcls("labels", "import", drawn, *where)
    told = json.loads(medcls("labels", "import", drawn, *where).out)
    assert (told["added"], told["answered"], told["known"]) == (0, 0, 5)
    with open_store("labels.sqlite") as store, store.session(read_only=True) as session:
        assert verifying.verify_chain(session).count == 3


def test_an_export_goes_into_a_colleagues_store(medcls, field, drawn):
    where = ("--image", field, "--reader", READER)
    medcls("labels", "import", drawn, *where, "--store", "mine.sqlite")
    medcls("labels", "export", "out", "--store", "mine.sqlite")
    (path,) = Path("out").glob("*.geojson")
    ran = medcls("labels", "import", path, *where, "--store", "theirs.sqlite")
    assert ran.out == "5 findings added, 3 of them with an answer; 0 were there already.\n"


@pytest.mark.parametrize("wrong", ["file", "reader", "image", "task"])
def test_bad_input_is_one_sentence_and_leaves_nothing(medcls, field, drawn, is_one_sentence, wrong):
    given = {"file": drawn, "image": field, "reader": READER, "task": "mitosis"}
    given[wrong] = {"file": field, "image": drawn, "reader": " ", "task": "unheard"}[wrong]
    options = [part for name in ("image", "reader", "task") for part in (f"--{name}", given[name])]
    ran = medcls("labels", "import", given["file"], *options, "--store", "labels.sqlite")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
    with open_store("labels.sqlite") as store, store.session(read_only=True) as session:
        assert images.all(session) == []
