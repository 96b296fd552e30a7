"""`medcls labels` and `medcls report` on a store with findings and verdicts."""

import csv
import json
import sqlite3
from pathlib import Path

import pypdf
import pytest

from medcls_core.cli import models_in_use
from medcls_core.cli.analysis_store import keep_analysis
from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.images import open_image, quick_hash
from medcls_core.inference import AnalysisOptions, analyse
from medcls_core.progress import Silent
from medcls_core.store import (
    LabelStore,
    NewRead,
    findings,
    images,
    looks,
    open_store,
    predictions,
    reading_rules,
    reads,
)
from medcls_core.store.blinding import Condition
from medcls_core.store.columns import now_utc
from medcls_core.store.looks import Look
from medcls_core.tasks import get_task

pytestmark = pytest.mark.usefixtures("known_model")

READER = "王芳"


@pytest.fixture
def reviewed(medcls, field) -> Path:  # noqa: ARG001  (medcls makes the folder to work in)
    """The store after an analysis and three verdicts: accepted, rejected, one added."""
    path = Path("labels.sqlite")
    source = open_image(field, mpp=0.25)
    task = get_task("mitosis")
    predictor = models_in_use.predictor_for(task, None, "cpu")
    analysis = analyse(source, task, predictor, AnalysisOptions(evidence=False), Silent())
    source.close()
    with open_store(str(path)) as store:
        assert keep_analysis(store, source, analysis, quick_hash(field))
        _read(store)
    return path


def _read(store: LabelStore) -> None:
    with store.session() as session:
        (image,) = images.all(session)
        found = findings.of_image(session, image.uuid)
        own = Finding(
            found[0].uuid.__class__(int=9),
            "mitosis",
            Outline((Point(30, 200),)),
            Origin.READER,
            READER,
        )
        findings.add(session, image.uuid, [own])
        for finding, verdict, key in (
            (found[0], Verdict.ACCEPT, "mitosis"),
            (found[1], Verdict.REJECT, None),
            (own, Verdict.CORRECT, "mitosis"),
        ):
            reads.append(
                session,
                NewRead(finding.uuid, "mitosis", READER, verdict, key, "test", "5" * 64),
            )


def test_list_and_stats_count(medcls, reviewed):
    (image,) = json.loads(medcls("labels", "list", "--store", reviewed, "--json").out)
    assert (image["findings"], image["read"], image["readers"]) == (3, 3, [READER])
    assert "field.png" in medcls("labels", "list", "--store", reviewed).out
    (task,) = json.loads(medcls("labels", "stats", "--store", reviewed, "--json").out)
    assert (task["task"], task["compared"], task["agree"]) == ("mitosis", 2, 1)
    assert task["verdicts"]["reject"] == 1
    assert "1 / 2" in medcls("labels", "stats", "--store", reviewed).out


@pytest.fixture
def flagged(reviewed) -> Path:
    """The same with the second finding called undecidable, then flagged."""
    with open_store(str(reviewed)) as store, store.session() as session:
        (image,) = images.all(session)
        second = findings.of_image(session, image.uuid)[1]
        for verdict in (Verdict.CANNOT_TELL, Verdict.FLAG):
            new = NewRead(second.uuid, "mitosis", READER, verdict, None, "test", "5" * 64)
            reads.append(session, new)
    return reviewed


def test_a_flag_is_seen_outside_of_the_window(medcls, flagged, field):
    (image,) = json.loads(medcls("labels", "list", "--store", flagged, "--json").out)
    (number,) = image["flagged"]["mitosis"]
    assert f"mitosis: {number}" in medcls("labels", "list", "--store", flagged).out
    (task,) = json.loads(medcls("labels", "stats", "--store", flagged, "--json").out)
    assert (task["flagged"], task["verdicts"]["cannot_tell"]) == (1, 1)
    assert "Flagged" in medcls("labels", "stats", "--store", flagged).out
    ran = medcls("labels", "export", "out", "-f", "csv", "--store", flagged)
    assert ran.out.startswith("1 file written")
    with Path("out/field_mitosis.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = {row["number"]: row for row in csv.DictReader(table)}
    assert (rows[str(number)]["verdict"], rows[str(number)]["flagged"]) == ("cannot_tell", "1")
    assert [row["flagged"] for row in rows.values()].count("1") == 1
    medcls("labels", "export", "out", "--store", flagged)
    features = json.loads(Path("out/field_mitosis.geojson").read_text("utf-8"))["features"]
    assert sum(one["properties"]["metadata"].get("flagged") == "yes" for one in features) == 1
    ran = medcls("report", field, "--store", flagged, "--out", "case.pdf", "--no-evidence")
    assert ran.code == 0, ran.err
    text = "".join(page.extract_text() for page in pypdf.PdfReader("case.pdf").pages)
    assert f"Flagged for a second look: No. {number}." in text


def test_export_writes_what_stands(medcls, reviewed):
    ran = medcls("labels", "export", "out", "--store", reviewed)
    assert ran.code == 0, ran.err
    features = json.loads(Path("out/field_mitosis.geojson").read_text("utf-8"))["features"]
    kinds = sorted(one["properties"]["classification"]["name"] for one in features)
    assert kinds == ["Mitotic figure", "Mitotic figure", "Rejected"]
    assert medcls("labels", "export", "out", "-f", "csv", "--store", reviewed).code == 0
    assert READER in Path("out/field_mitosis.csv").read_text("utf-8-sig")


def test_verify_knows_its_head_and_finds_a_change(medcls, reviewed):
    ran = medcls("labels", "verify", "--store", reviewed, "--json")
    assert ran.code == 0
    head = json.loads(ran.out)["head"]
    assert medcls("labels", "verify", "--store", reviewed, "--head", head).code == 0
    ran = medcls("labels", "verify", "--store", reviewed, "--head", "f" * 64)
    assert ran.code == 1
    assert "f" * 64 in ran.err
    with sqlite3.connect(reviewed) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE reads SET verdict = 'accept' WHERE verdict = 'reject'")
    database.close()
    ran = medcls("labels", "verify", "--store", reviewed)
    assert ran.code == 1
    assert "BROKEN" in ran.err


def test_asking_never_makes_a_store(medcls, is_one_sentence):
    for command in (["labels", "list"], ["labels", "verify", "--store", "new.sqlite"]):
        ran = medcls(*command)
        assert ran.code == 2
        assert is_one_sentence(ran.err)
    assert list(Path().iterdir()) == []


def test_the_report_keeps_the_readers_numbers_apart(medcls, reviewed, field):
    ran = medcls(
        "report", field, "--store", reviewed, "--reader", READER,
        "--name", "Case 17", "--out", "case.pdf", "--no-evidence",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    text = "".join(page.extract_text() for page in pypdf.PdfReader("case.pdf").pages)
    for said in ("Case 17", READER, "5" * 64, "confirmed", "added by reader", "rejected"):
        assert said in text
    assert "field.png" not in text
    head = json.loads(medcls("labels", "verify", "--store", reviewed, "--json").out)["head"]
    assert head in text


def test_a_report_of_an_unknown_image_is_one_sentence(medcls, is_one_sentence, reviewed, field):
    other = field.with_name("other.png")
    other.write_bytes(field.read_bytes() + b"\0")
    ran = medcls("report", other, "--store", reviewed, "--out", "other.pdf")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
    assert not Path("other.pdf").exists()
    ran = medcls("report", field, "--store", reviewed, "--out", "no/such/folder.pdf")
    assert ran.code == 2
    assert is_one_sentence(ran.err)


def test_reader_rule_is_kept_and_told(medcls, reviewed):
    told = medcls(
        "labels", "reader", READER, "--own-first", 20, "--repeats", 10, "--store", reviewed
    ).out
    assert "20 % of findings are read before the model's answer is seen" in told
    assert "10 % come again after 24 hours" in told
    later = json.loads(medcls("labels", "reader", READER, "--store", reviewed, "--json").out)
    assert (later["own_first"], later["repeats"], later["cards"]) == (0.2, 0.1, [])
    assert medcls("labels", "reader", "nobody", "--store", reviewed).code == 2


def test_reader_card_tells_of_reads_given_first(medcls, reviewed):
    with open_store(str(reviewed)) as store, store.session() as session:
        (read, *_) = reads.of_reader(session, READER)
        said = predictions.of_finding(session, read.finding)[0]
        reading_rules.note(session, [Condition(read.uuid, said.model_sha256)])
    told = medcls("labels", "reader", READER, "--store", reviewed).out
    assert "The model said the same of 1 of 1 (100 %, 95 % interval 21 % to 100 %)" in told
    assert "先行判读" in medcls("labels", "reader", READER, "--store", reviewed, "--lang", "zh").out


def test_export_leaves_out_what_a_reader_must_not_see_yet(medcls, reviewed):
    medcls("labels", "reader", "Dr Li", "--own-first", 100, "--store", reviewed)
    told = medcls("labels", "export", "out", "--format", "csv", "--store", reviewed).out
    assert "2 answers of models wait for a reader's own read and were left out" in told
    assert {row["prob_mitosis"] for row in _rows("out")} == {""}
    whole = medcls(
        "labels", "export", "all", "--format", "csv", "--all-answers", "--store", reviewed
    ).out
    assert "left out" not in whole
    assert sum(row["prob_mitosis"] != "" for row in _rows("all")) == 2


def _rows(folder):
    (path,) = Path(folder).glob("*.csv")
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_coverage_tells_minutes_and_tissue(medcls, reviewed):
    with open_store(str(reviewed)) as store, store.session() as session:
        (image,) = images.all(session)
        whole = Look(Box(0, 0, *image.size_l0), 2.0, 90.0, now_utc())
        looks.add(session, image.uuid, READER, [whole])
    (one,) = json.loads(medcls("labels", "coverage", "--store", reviewed, "--json").out)
    assert (one["reader"], one["seconds"], one["power"]) == (READER, 90.0, 10.0)
    assert one["share"] == pytest.approx(1.0)
    (one,) = json.loads(
        medcls("labels", "coverage", "--power", 40, "--store", reviewed, "--json").out
    )
    assert one["share"] == 0.0
    assert "1.5" in medcls("labels", "coverage", "--store", reviewed).out
    assert medcls("labels", "coverage", "--power", 7, "--store", reviewed).code == 2


@pytest.fixture
def disputed(reviewed) -> Path:
    """The same with another reader, who accepts both that the first one accepted and rejected."""
    with open_store(str(reviewed)) as store, store.session() as session:
        (image,) = images.all(session)
        for finding in findings.of_image(session, image.uuid)[:2]:
            new = NewRead(finding.uuid, "mitosis", "Li", Verdict.ACCEPT, "mitosis", "test", None)
            reads.append(session, new)
    return reviewed


def test_readers_who_differ_are_counted_listed_and_decided_blind(
    medcls, disputed, field, is_one_sentence
):
    store = ("--task", "mitosis", "--store", disputed)
    ran = medcls("labels", "agreement", *store, "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    (pair,) = told["pairs"]
    assert (pair["readers"], pair["same"], pair["total"]) == (["Li", READER], 1, 2)
    assert told["states"] == {"agreed": 1, "conflict": 1, "one_reader": 1}
    shown = medcls("labels", "agreement", *store).out
    assert f"Li \u2013 {READER}" in shown
    assert "Krippendorff" in shown

    ran = medcls("labels", "conflicts", *store, "--reader", "Chen", "--json")
    (waiting,) = json.loads(ran.out)
    assert waiting["answers"] == ["reject", "mitosis"]
    assert READER not in ran.out
    assert "rejected / Mitotic figure" in medcls("labels", "conflicts", *store).out
    number = waiting["number"]
    for wrong in (
        (number, "mitosis", "Li"),
        (99, "mitosis", "Chen"),
        (number, "apoptosis", "Chen"),
    ):
        ran = medcls("labels", "adjudicate", field, *wrong[:2], *store, "--reader", wrong[2])
        assert ran.code == 2
        assert is_one_sentence(ran.err)
    ran = medcls("labels", "adjudicate", field, number, "mitosis", *store, "--reader", "Chen")
    assert ran.code == 0, ran.err
    assert json.loads(medcls("labels", "conflicts", *store, "--json").out) == []
    assert "No finding waits" in medcls("labels", "conflicts", *store).out


def test_timeline_tells_and_return_brings_back(medcls, reviewed, field, is_one_sentence):
    store = ("--store", reviewed)
    told = json.loads(medcls("labels", "timeline", *store, "--json").out)
    assert [one["verdict"] for one in told] == ["accept", "reject", "correct"]
    shown = medcls("labels", "timeline", *store, "--last", 1, "--reader", READER).out
    assert "named it: Mitotic figure" in shown
    assert "rejected" not in shown
    back = ("labels", "return", field, "--task", "mitosis", "--reader", READER, *store)
    ran = medcls(*back, "--to", told[1]["time_utc"])
    assert ran.code == 0, ran.err
    assert "1 entries were added" in ran.out
    (task,) = json.loads(medcls("labels", "stats", *store, "--json").out)
    assert (task["verdicts"]["correct"], task["verdicts"]["reject"]) == (0, 1)
    assert len(json.loads(medcls("labels", "timeline", *store, "--json").out)) == 4
    assert medcls("labels", "verify", *store).code == 0
    ran = medcls(*back, "--to", "yesterday")
    assert ran.code == 2
    assert is_one_sentence(ran.err)


def test_removed_image_is_left_out_everywhere_and_comes_back_whole(
    medcls, reviewed, field, is_one_sentence
):
    store = ("--store", reviewed)
    before = medcls("labels", "list", *store, "--json").out
    why = ("--reason", "out of focus")
    assert medcls("labels", "remove", field, "--reader", READER, *why, *store).code == 0
    assert "was there already" in medcls("labels", "remove", field, "--reader", "Li", *store).out
    (put_away,) = json.loads(medcls("labels", "bin", *store, "--json").out)
    assert (put_away["image"], put_away["reader"]) == (str(field), READER)
    assert put_away["reason"] == "out of focus"
    assert "out of focus" in medcls("labels", "bin", *store).out
    for asked in (("list",), ("stats",), ("timeline",)):
        assert json.loads(medcls("labels", *asked, *store, "--json").out) == []
    assert json.loads(medcls("labels", "verify", *store, "--json").out)["reads"] == 3
    assert medcls("labels", "take-back", field, "--reader", READER, *store).code == 0
    assert medcls("labels", "list", *store, "--json").out == before
    assert "empty" in medcls("labels", "bin", *store).out
    ran = medcls("labels", "remove", "nowhere.svs", "--reader", READER, *store)
    assert ran.code == 2
    assert is_one_sentence(ran.err)
