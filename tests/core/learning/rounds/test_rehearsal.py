"""The whole loop on a set whose labels are known."""

import csv
import json
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
import torch
from PIL import Image

from medcls_core.cli.main import main
from medcls_core.data.labelled import ImageFile
from medcls_core.data.sources.cut import Cut
from medcls_core.errors import InputInvalid
from medcls_core.geometry import Box, Outline
from medcls_core.inference import Predictor
from medcls_core.language import Text
from medcls_core.learning.asking import answer_images
from medcls_core.learning.asking_next.strategies import Strategy
from medcls_core.learning.rehearsal.cases import Case
from medcls_core.learning.rehearsal.kept import (
    gate_record,
    keep_rounds,
    kept_rounds,
    points_of,
)
from medcls_core.learning.rehearsal.rehearse import Plan, Round, divided, rehearse
from medcls_core.learning.rehearsal.sets import read_rehearsed
from medcls_core.learning.rounds import readiness
from medcls_core.learning.rounds.labels import Label
from medcls_core.learning.rounds.mask_candidate import write_patches
from medcls_core.networks.in_use import name_in_use
from medcls_core.progress import Cancelled, Silent
from medcls_core.resources import user_folder, user_folder_at
from medcls_core.tasks import get_task

CPU = torch.device("cpu")
TASK = "mammography"
COLOURS = {"benign": (60, 60, 200), "malignant": (200, 60, 60)}
SIDE = 32


@dataclass
class Colours:
    """Images of two colours, and a first model that knows neither."""

    items: tuple
    first: object
    seen: list
    name: str = "colours"
    unit_name: str = "patient"
    mpp: float | None = None
    score_name = Text("accuracy", "准确率")
    task = get_task(TASK)

    def first_model(self, learnt, trial, progress):  # noqa: ARG002
        return self.first

    def cases(self, places, model, trial, progress):  # noqa: ARG002
        self.seen += places
        frame = Outline.of_box(Box(0, 0, SIDE, SIDE))
        return [Case(self.items[at].path, frame, self.items[at].label) for at in places]

    def score(self, model, held, trial, progress):
        predictor = Predictor.load(self.task, model, trial.device)
        answers = answer_images(predictor, [self.items[at] for at in held], progress)
        return float(np.mean([one.choice == one.label for one in answers]))


@pytest.fixture
def colours(tmp_path, parent, quick):  # noqa: ARG001
    rng = np.random.default_rng(3)
    items = []
    for number in range(200):
        label = tuple(COLOURS)[number % 2]
        path = tmp_path / "图像" / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        pixels = rng.integers(0, 55, (SIDE, SIDE, 3)) + COLOURS[label]
        Image.fromarray(pixels.astype(np.uint8)).save(path)
        items.append(ImageFile(path, path.name, label, f"patient {number // 4}"))
    return Colours(tuple(items), parent, [])


def test_two_fifths_by_patient_are_never_asked_about(colours):
    parts = divided(colours, 0, 0.1, 1000)
    every = [*parts.held, *parts.frozen, *parts.first, *parts.rest]
    assert sorted(every) == list(range(200))
    units = [
        {colours.items[at].unit for at in some}
        for some in (parts.held, parts.frozen, (*parts.first, *parts.rest))
    ]
    assert not units[0] & units[1]
    assert not units[2] & (units[0] | units[1])
    assert {colours.items[at].label for at in parts.first} == set(COLOURS)
    few = divided(colours, 0, 0.1, 30)
    assert (len(few.held), len(few.frozen), len(few.first) + len(few.rest)) == (30, 30, 30)


def test_the_loop_learns_through_gate_and_decision_and_leaves_the_user_alone(colours, tmp_path):
    plan = Plan((Strategy.RANDOM, Strategy.MARGIN), (0,), step=0.45, epochs=6)
    curves = list(rehearse(colours, plan, [], tmp_path / "work", CPU, Silent()))
    assert [curve[0].strategy for curve in curves] == [Strategy.RANDOM, Strategy.MARGIN]
    for curve in curves:
        assert [one.number for one in curve] == list(range(len(curve)))
        assert curve[-1].labels == curve[-1].pool == 120
        promoted = [one for one in curve if one.promoted]
        assert promoted
        assert all(one.score == one.candidate for one in promoted)
        assert curve[-1].score > 0.9 > curve[0].score
    held = set(divided(colours, 0, plan.start, plan.most).held)
    assert not held & set(colours.seen)
    assert name_in_use(TASK) == ""
    assert not list((tmp_path / "work").rglob("*.safetensors"))


def test_where_a_round_cannot_begin_yet_the_reader_goes_on(colours, tmp_path, monkeypatch):
    monkeypatch.setattr(readiness, "LEAST_OF_CLASS", 45)  # of 60 labels a class has no more than 40
    plan = Plan((Strategy.RANDOM,), (0,), step=0.45, epochs=2)
    (curve,) = rehearse(colours, plan, [], tmp_path / "work", CPU, Silent())
    first, waited, last = curve
    assert (waited.verdict, waited.promoted, waited.score) == ("", False, first.score)
    assert first.labels < waited.labels < last.labels == last.pool
    assert last.verdict


def test_a_stopped_rehearsal_begins_its_curve_anew(colours, tmp_path):
    class Stop(Silent):
        def update(self, done, total, message=""):  # noqa: ARG002
            if list((tmp_path / "work").rglob("labels.sqlite.rounds")):
                raise Cancelled

    plan = Plan((Strategy.RANDOM,), (0,), step=0.45, epochs=2)
    with pytest.raises(Cancelled):
        list(rehearse(colours, plan, [], tmp_path / "work", CPU, Stop()))
    assert list((tmp_path / "work").rglob("labels.sqlite"))
    (curve,) = rehearse(colours, plan, [], tmp_path / "work", CPU, Silent())
    assert curve[-1].labels == curve[-1].pool == 120


def test_finished_curves_are_not_run_again(colours, tmp_path):
    plan = Plan((Strategy.RANDOM,), (0,), step=0.45)
    assert list(rehearse(colours, plan, [(Strategy.RANDOM, 0)], tmp_path, CPU, Silent())) == []


def test_a_round_too_small_to_learn_from_is_refused(colours, tmp_path):
    plan = Plan((Strategy.RANDOM,), (0,), step=0.05)
    with pytest.raises(InputInvalid, match="6 labels is too small"):
        list(rehearse(colours, plan, [], tmp_path, CPU, Silent()))


ROUNDS = [
    Round(Strategy.RANDOM, 0, 0, 10, 50, 0.5, 0.5, "", promoted=False),
    Round(Strategy.RANDOM, 0, 1, 30, 50, 0.5, 0.6, "undecided", promoted=False),
    Round(Strategy.RANDOM, 0, 2, 50, 50, 0.7, 0.7, "better", promoted=True),
]


def test_rounds_are_kept_for_the_same_settings_alone(tmp_path):
    out = tmp_path / "out"
    assert kept_rounds(out, {"step": 0.2}) == []
    keep_rounds(ROUNDS, out, {"step": 0.2}, ["medcls"])
    assert kept_rounds(out, {"step": 0.2}) == ROUNDS
    with pytest.raises(InputInvalid, match="other settings"):
        kept_rounds(out, {"step": 0.3})
    (out / "run.json").write_text("{", "utf-8")
    with pytest.raises(InputInvalid, match="other settings"):
        kept_rounds(out, {"step": 0.2})


def test_the_curve_is_of_the_model_in_use_and_the_gate_is_held_to_account():
    assert [point.score for point in points_of(ROUNDS)] == [0.5, 0.5, 0.7]
    found = {one.verdict: one for one in gate_record(ROUNDS)}
    assert found["undecided"].difference == pytest.approx(0.1)
    assert found["better"].difference == pytest.approx(0.2)
    assert (found["better"].rounds, found["better"].better) == (1, 1)


def test_another_user_folder_is_borrowed_for_a_while(tmp_path):
    own = user_folder()
    with user_folder_at(tmp_path):
        assert user_folder() == tmp_path
    assert user_folder() == own


def test_a_figure_in_the_patch_of_a_look_alike_stays_a_figure(tmp_path):
    path = tmp_path / "field.png"
    Image.fromarray(np.full((300, 300, 3), 200, np.uint8)).save(path)

    def label(x, y, key, image):
        cut = Cut(path, Box(x - 32, y - 32, 64, 64), 64, "", key, "")
        return Label(uuid4(), image, key, ("Li",), 1.0, cut)

    image = uuid4()
    figure = label(150, 150, "mitosis", image)
    near = label(190, 140, "non_mitotic", image)
    far = label(260, 260, "non_mitotic", image)
    elsewhere = label(150, 150, "non_mitotic", uuid4())
    write_patches([figure, near, far, elsewhere], tmp_path / "patches", Silent())
    with (tmp_path / "patches" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"].removesuffix(".png"): row for row in csv.DictReader(file)}
    told = [rows[str(one.finding)] for one in (figure, near, far, elsewhere)]
    kinds = ["mitosis", "mitosis", "hard_negative", "hard_negative"]
    assert [row["kind"] for row in told] == kinds
    assert json.loads(told[0]["mitosis_centres_px"]) == [[64, 64]]
    assert json.loads(told[1]["mitosis_centres_px"]) == [[24, 74]]


def patches(folder: Path) -> Path:
    rng = np.random.default_rng(0)
    rows = []
    for number in range(40):
        pixels = rng.normal(215, 6, (128, 128, 3))
        pixels[56:72, 56:72] = (70, 40, 110)
        name = f"{number}.png"
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / name)
        rows.append((name, f"case {number // 4}", "mitosis", "", "", "[[64, 64]]", 0.25))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("file", "case", "kind", "atypical", "phase", "mitosis_centres_px", "mpp"))
        table.writerows(rows)
    return folder


def test_figures_are_learnt_from_and_scored(tmp_path, monkeypatch):
    from medcls_core.learning.rehearsal import figures  # noqa: PLC0415
    from medcls_core.learning.rehearsal.cases import Trial  # noqa: PLC0415

    monkeypatch.setattr(figures, "_BATCHES", 1)
    monkeypatch.setattr(figures, "MITOSIS", replace(figures.MITOSIS, batch=2))
    (tmp_path / "patches").mkdir()
    found = read_rehearsed(patches(tmp_path / "patches"), "mitosis", epochs=1, side_px=128)
    trial = Trial(0, tmp_path / "work", CPU)
    first = found.first_model(range(8), trial, Silent())
    cases = found.cases([8], first, trial, Silent())
    assert cases[0].label == "mitosis"
    assert cases[0].outline.center == (64, 64)
    assert all(case.label == "non_mitotic" for case in cases[1:])
    assert 0 <= found.score(first, [8, 9], trial, Silent()) <= 1


def test_a_folder_that_is_not_there_is_said_in_one_sentence(tmp_path, capsys):
    told = main(
        ["learn", "rehearse", "--task", "micronucleus", "--data", str(tmp_path / "none"),
         "--out", str(tmp_path / "out")]
    )  # fmt: skip
    assert told == 2
    assert "none" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
