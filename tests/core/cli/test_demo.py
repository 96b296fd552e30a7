import csv
import json
from functools import partial
from uuid import uuid4

import pytest

from medcls_core.cli import demo_run, demo_window
from medcls_core.cli.demo_figures import measure
from medcls_core.cli.demo_reader import SURE, compare_with_truth, go_by_score
from medcls_core.data.rendered_slide import (
    CellForm,
    PlantedCell,
    SampleTruth,
    render_sample_slide,
)
from medcls_core.findings import Finding, Origin, Prediction, Verdict
from medcls_core.geometry import Outline, Point, Size
from medcls_core.inference import ScoredFinding
from medcls_core.store import NewRead, images, open_store, reads, verifying

SMALL = Size(1024, 1024)


def scored(x, y, prob=0.95):
    finding = Finding(uuid4(), "mitosis", Outline((Point(x, y),)), Origin.MODEL, "5" * 64)
    answer = Prediction(
        finding.uuid, "mitosis", "5" * 64, ("non_mitotic", "mitosis"), (1 - prob, prob)
    )
    return ScoredFinding(finding, answer, None, prob)


TRUTH = SampleTruth(
    SMALL,
    0.25,
    1,
    (
        PlantedCell(Point(100, 100), CellForm.METAPHASE_PLATE),
        PlantedCell(Point(500, 500), CellForm.ANAPHASE),
        PlantedCell(Point(800, 200), CellForm.PYKNOTIC),
        PlantedCell(Point(200, 800), CellForm.SMUDGED),
    ),
)


def test_the_script_accepts_within_the_radius_rejects_the_rest_and_adds_what_is_missing():
    near, beyond, look_alike = scored(100, 129), scored(500, 531), scored(801, 200)
    opinion = compare_with_truth([near, beyond, look_alike], TRUTH.mitoses, 0.25)
    assert [verdict for _, verdict in opinion.verdicts] == [
        Verdict.ACCEPT,
        Verdict.REJECT,
        Verdict.REJECT,
    ]
    assert opinion.missed == (Point(500, 500),)


def test_without_truth_the_script_accepts_only_what_the_model_is_sure_of():
    sure, unsure = scored(1, 1, SURE), scored(2, 2, SURE - 0.01)
    many = [scored(n, 0, 0.5) for n in range(30)]
    opinion = go_by_score([unsure, *many, sure], "mitosis")
    assert opinion.verdicts[:2] == (
        (sure.finding.uuid, Verdict.ACCEPT),
        (unsure.finding.uuid, Verdict.FLAG),
    )
    assert len(opinion.verdicts) == 20
    assert opinion.missed == ()


def test_figures_count_each_place_once_and_look_alikes_apart():
    figures = measure([scored(100, 110), scored(100, 90), scored(800, 210)], TRUTH)
    assert (figures.tp, figures.fp, figures.fn) == (1, 2, 1)
    assert figures.precision is not None
    assert figures.recall is not None
    assert figures.precision.value == pytest.approx(1 / 3)
    assert figures.recall.low < 0.5 < figures.recall.high
    assert figures.f1 == pytest.approx(2 / 5)
    assert (figures.look_alikes_called, figures.look_alikes) == (1, 2)
    assert any("not a clinical figure" in line.en for line in figures.lines())


def test_figures_of_nothing_found_leave_precision_open():
    figures = measure([], TRUTH)
    assert figures.precision is None
    assert (figures.tp, figures.fp, figures.fn) == (0, 0, 2)
    assert figures.f1 == 0
    assert all(line.en and line.zh for line in figures.lines())


@pytest.fixture
def small_slide(monkeypatch):
    monkeypatch.setattr(demo_run, "render_sample_slide", partial(render_sample_slide, size=SMALL))


@pytest.mark.usefixtures("known_model", "small_slide")
def test_the_demo_shows_the_whole_loop(medcls, tmp_path):
    ran = medcls("demo", "--no-window", "--json")
    assert ran.code == 0, ran.err
    said = json.loads(ran.out)
    folder = tmp_path / "work" / "medcls-demo"
    names = {path.name for path in (folder / "results").iterdir()}
    assert {"report.pdf", "findings.geojson", "findings.csv", "heatmap.png", "mask.png"} <= names
    assert {"run.json", "01_image.png", "01_mask.png", "01_grad_cam.png"} <= names
    truth = said["truth"]
    assert said["reads"]["added"] == truth["fn"]
    assert said["reads"].get("accept", 0) == truth["tp"]
    assert said["findings"] == truth["tp"] + truth["fp"]
    planted = json.loads((folder / "sample.truth.json").read_text("utf-8"))["cells"]
    assert truth["tp"] + truth["fn"] + truth["look_alikes"] == len(planted)
    with (folder / "results" / "findings.csv").open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.DictReader(table))) == said["findings"] + truth["fn"]
    with open_store(str(folder / "labels.sqlite")) as store, store.session() as session:
        (image,) = images.all(session)
        kept = reads.of_image(session, image.uuid)
        assert verifying.verify_chain(session).ok
    assert len(kept) == said["findings"] + truth["fn"]
    assert {read.source for read in kept} == {"demo script"}
    assert "[5/5]" in ran.err


@pytest.mark.usefixtures("known_model")
def test_the_demo_runs_on_a_person_s_own_image_and_again(medcls, field):
    for _ in range(2):
        ran = medcls("demo", "--image", field, "--mpp", 0.25, "--no-window")
        assert ran.code == 0, ran.err
    assert "looked at nothing" in ran.out
    assert "TP" not in ran.out


@pytest.mark.usefixtures("known_model")
def test_the_demo_never_replaces_a_person_s_reads(medcls, field, tmp_path, is_one_sentence):
    assert medcls("demo", "--image", field, "--mpp", 0.25, "--no-window").code == 0
    path = tmp_path / "work" / "medcls-demo" / "labels.sqlite"
    with open_store(str(path)) as store, store.session() as session:
        finding = reads.of_reader(session, "demo script")[0].finding
        new = NewRead(finding, "mitosis", "Wang", Verdict.REJECT, None, "review", None)
        reads.append(session, new)
    ran = medcls("demo", "--image", field, "--mpp", 0.25, "--no-window")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
    with open_store(str(path)) as store, store.session() as session:
        assert len(reads.of_reader(session, "Wang")) == 1


@pytest.mark.usefixtures("known_model")
def test_a_store_that_has_the_findings_is_not_read_twice(medcls, field, tmp_path):
    given = ("demo", "--image", field, "--mpp", 0.25, "--no-window", "--store", "mine.sqlite")
    assert medcls(*given).code == 0
    assert not (tmp_path / "work" / "medcls-demo" / "labels.sqlite").exists()
    again = medcls(*given)
    assert again.code == 2
    assert "already" in again.err


@pytest.mark.usefixtures("known_model")
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("--image", "missing.svs"), "missing.svs"),
        (("--image", "{field}"), "--mpp"),
        (("--mpp", "0.25"), "--image"),
        (("--out", "{field}"), "field.png"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(
    medcls, field, tmp_path, is_one_sentence, arguments, names
):
    given = [argument.format(field=field) for argument in arguments]
    ran = medcls("demo", *given, "--no-window")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
    assert names in ran.err
    assert not list((tmp_path / "work").iterdir())


def test_a_window_that_cannot_be_opened_is_one_sentence(monkeypatch, tmp_path):
    (tmp_path / "window-en.png").write_bytes(b"of an earlier demo")
    monkeypatch.setattr(demo_window, "find_spec", lambda _: None)
    problem = demo_window.photograph_window(
        tmp_path / "a.tiff", "labels.sqlite", "mitosis", None, tmp_path
    )
    assert problem is not None
    assert "PySide6" in problem.en
    assert not list(tmp_path.glob("*.png"))
