import csv
import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from medcls_core.cli.main import main
from medcls_core.data.sources import read_labelled
from medcls_core.data.splits import Part, parts_of_few
from medcls_core.errors import InputInvalid
from medcls_core.evaluation.answers import Answer
from medcls_core.inference import Predictor
from medcls_core.learning import ablation, classifiers, held_out
from medcls_core.learning.asking import answer_images
from medcls_core.learning.classifiers import asked_about, classes_for, learn_by_folds
from medcls_core.learning.drafts import draft_card
from medcls_core.learning.learner import Learner, Setup
from medcls_core.learning.parts import by_unit, cross_validation, everything
from medcls_core.networks import Metric, load_network, read_model
from medcls_core.progress import Silent
from medcls_core.tasks import get_task
from medcls_core.training.recipe import Loss, Stage, recipe_as_json
from medcls_core.training.recipes import MAMMOGRAPHY
from medcls_core.training.release import release

COLOURS = {"benign": (60, 60, 200), "malignant": (200, 60, 60)}


@pytest.fixture
def folder(tmp_path):
    """Twelve patients with two images each, benign ones bluish, malignant ones reddish."""
    rng = np.random.default_rng(0)
    rows = ["file,label,patient"]
    place = tmp_path / "图像"
    place.mkdir()
    for patient in range(12):
        label = ("benign", "malignant")[patient % 2]
        for shot in range(2):
            name = f"{patient}_{shot}.png"
            noise = rng.integers(0, 55, (40, 40, 3))
            Image.fromarray((noise + COLOURS[label]).astype(np.uint8)).save(place / name)
            rows.append(f"{name},{label},{patient}")
    (place / "manifest.csv").write_text("\n".join(rows), "utf-8")
    return place


RECIPE = replace(
    MAMMOGRAPHY, stages=(Stage(epochs=2, learning_rate=0.01),), batch=4, size_px=(32, 32)
)


def setup_of(**changes):
    recipe = replace(RECIPE, **({"network": "mobilenet_v2"} | changes))
    task = get_task("mammography")
    return Setup(task, recipe, ("benign", "malignant"), None, torch.device("cpu"))


def test_no_patient_is_in_two_parts(folder):
    items = read_labelled(folder, "mammography").items
    for parts in (by_unit(items), *cross_validation(items, 3), everything(items)):
        units = [
            {items[p].unit for p in some} for some in (parts.learnt, parts.watched, parts.measured)
        ]
        assert sum(map(len, units)) == len(set.union(*units)) == 12


def test_every_image_is_measured_once_in_a_cross_validation(folder):
    items = read_labelled(folder, "mammography").items
    measured = [place for parts in cross_validation(items, 3) for place in parts.measured]
    assert sorted(measured) == list(range(len(items)))


def test_more_folds_than_patients_is_refused(folder):
    with pytest.raises(InputInvalid):
        cross_validation(read_labelled(folder, "mammography").items, 13)


def test_images_that_the_question_is_not_about_are_left_out(folder):
    manifest = folder / "manifest.csv"
    manifest.write_text(manifest.read_text("utf-8").replace("3_0.png,malignant", "3_0.png,normal"))
    asked = asked_about(read_labelled(folder, "mammography"), get_task("mammography"))
    assert len(asked.items) == 23
    assert asked.classes == ("benign", "malignant")


def test_classes_come_from_the_scheme_that_knows_all_labels():
    cervical = get_task("cervical")
    assert classes_for(cervical, ["carcinoma_in_situ"])[0] == "normal_superficial"
    assert classes_for(cervical, ["parabasal"])[0] == "dyskeratotic"
    with pytest.raises(InputInvalid, match="parabasal"):
        classes_for(cervical, ["parabasal", "carcinoma_in_situ"])


def test_folds_answer_about_every_image_with_a_network_that_had_not_seen_it(folder, tmp_path):
    labelled = read_labelled(folder, "mammography")
    told = []
    learnt = learn_by_folds(
        labelled,
        setup_of(),
        3,
        tmp_path,
        lambda run, report: told.append((run, report.epoch)),
        Silent(),
    )
    assert sorted(answer.name for answer in learnt.measured) == sorted(
        item.name for item in labelled.items
    )
    assert {run for run, _ in told} == {"fold1", "fold2", "fold3", "final"}


def test_the_crown_alone_gives_the_answers_of_the_whole_network(folder, tmp_path):
    items = read_labelled(folder, "mammography").items[:8]
    setup = Setup(
        get_task("mammography"),
        replace(
            RECIPE,
            network="xception_c",
            crown_variants=1,
            size_px=(64, 64),
            stages=(Stage(epochs=1, learning_rate=1e-5, frozen=("conv1", "bn1", "block1")),),
        ),
        ("benign", "malignant"),
        None,
        torch.device("cpu"),
    )
    by_crown = Learner(items, setup, Silent())
    network = by_crown.train(range(6), range(6, 8), tmp_path / "run", lambda *_: None)
    whole = Learner(items, replace(setup, recipe=replace(setup.recipe, crown_variants=0)), Silent())
    for a, b in zip(by_crown.ask(network, [6, 7]), whole.ask(network, [6, 7]), strict=True):
        assert a.logits == pytest.approx(b.logits, abs=0.02)
        assert (a.name, a.label) == (b.name, b.label)


def test_the_command_trains_releases_and_measures(folder, tmp_path, capsys):
    recipe = tmp_path / "recipe.json"
    small = replace(RECIPE, network="mobilenet_v2", stages=(Stage(1, 0.001),), size_px=None)
    recipe.write_text(json.dumps(recipe_as_json(small)), "utf-8")
    out = tmp_path / "model"
    command = ["train", "--task", "mammography", "--data", str(folder), "--recipe", str(recipe)]
    assert main([*command, "--folds", "2", "--out", str(out)]) == 0, capsys.readouterr().err
    model = read_model(out)
    assert model.card.classes == ("benign", "malignant")
    assert "AUC" in {metric.name for metric in model.card.metrics}
    assert all(metric.n <= 24 for metric in model.card.metrics)
    load_network(model, torch.device("cpu"))
    assert len(json.loads((out / "answers.json").read_text("utf-8"))) == 24
    for picture in ("fold1/curves.png", "final/curves.png", "confusion.png", "reliability.png"):
        with Image.open(out / picture) as drawn:
            assert min(drawn.size) > 300
    assert "24 images of 12 patients" in model.card.data[0].en
    assert model.card.version.startswith("0.1.0+")
    capsys.readouterr()
    measure = ["evaluate", "--task", "mammography", "--data", str(folder), "--model", str(out)]
    assert main([*measure, "--json"]) == 0
    assert "AUC" in {metric["name"] for metric in json.loads(capsys.readouterr().out)}
    kept = tmp_path / "figures"
    assert main([*measure, "--out", str(kept)]) == 0
    assert "True \\ model" in capsys.readouterr().out
    with (kept / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 24
    assert all(float(row["prob_benign"]) + float(row["prob_malignant"]) > 0.999 for row in rows)
    assert all(int(row["right"]) == (row["label"] == row["answer"]) for row in rows)
    names = {path.name for path in kept.iterdir()}
    assert names == {"figures.csv", "answers.csv", "confusion.png", "reliability.png", "run.json"}
    assert main(["evaluate", "--table", "--out", str(kept)]) == 2
    assert "--out" in capsys.readouterr().err


def test_the_table_shows_claims_beside_our_figures(capsys):
    assert main(["evaluate", "--table", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {
        "micronucleus",
        "mitosis",
        "cervical",
        "mammography",
        "breast_histology",
        "breast_histology/lung",
    }
    ours = [row["figure"] for row in said["mitosis"]["rows"] if row["ours"] is not None]
    assert "F1 at 7.5 um" in ours
    assert any(row["claim"] for row in said["cervical"]["rows"])
    assert not any(one["measured_now"] for one in said.values())


def test_the_table_measures_what_it_finds_the_data_of(tmp_path, monkeypatch, capsys):
    (tmp_path / "mitosis_patches").mkdir()
    asked = []

    def measure(model, labelled, unlabelled, *rest):  # noqa: ARG001
        asked.append((labelled, unlabelled))
        return (Metric("F1 at 7.5 um", 0.5, 0.4, 0.6, 7, "patches", "now"),)

    monkeypatch.setattr(held_out, "read_mitosis_set", lambda *places: places)
    monkeypatch.setattr(held_out, "measure_mitosis", measure)
    assert main(["evaluate", "--table", "--data", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert asked == [((tmp_path / "mitosis_patches", None, 0), None)]
    assert [key for key, one in said.items() if one["measured_now"]] == ["mitosis"]
    (row,) = [row for row in said["mitosis"]["rows"] if row["figure"] == "F1 at 7.5 um"]
    assert row["ours"]["value"] == 0.5


@pytest.mark.parametrize(
    "options", [["--init", "nosuch.safetensors"], ["--folds", "1"], ["--recipe", "cervical"]]
)
def test_what_cannot_be_is_one_sentence(folder, tmp_path, capsys, options):
    command = [
        "train",
        "--task",
        "mammography",
        "--data",
        str(folder),
        "--out",
        str(tmp_path / "o"),
    ]
    assert main([*command, *options]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "o").exists()


def test_the_ablation_trains_every_network_on_one_split(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(ablation, "ABLATIONS", {"mammography": ("mobilenet_v2", "xception")})
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps(recipe_as_json(replace(RECIPE, stages=(Stage(1, 0.001),)))))
    command = ["ablate", "--task", "mammography", "--data", str(folder), "--recipe", str(recipe)]
    command += ["--seeds", "2", "--json", "--out", str(tmp_path / "runs")]
    assert main(command) == 0, capsys.readouterr().err
    rows = json.loads(capsys.readouterr().out)
    assert [row["network"] for row in rows] == ["mobilenet_v2", "xception"]
    for row in rows:
        assert row["figures"]["overall accuracy"]["n"] == 2
        assert 0 <= row["figures"]["overall accuracy"]["mean"] <= 1


def test_a_staged_row_begins_from_the_earlier_weights_alone(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(ablation, "ABLATIONS", {"mammography": ("mobilenet_v2", "densenet121")})
    begun, asked = [], {}

    class Noted(Learner):
        def train(self, _learnt, _watched, place, _tell):
            begun.append((self.setup.recipe.network, self.setup.init, place))
            place.mkdir(parents=True)
            return place

        def ask(self, place, places):
            asked.setdefault(place, places)  # first about what is measured
            return [Answer(f"{n}", f"{n}", "", n % 2, (0.0, 1.0)) for n in places]

    monkeypatch.setattr(classifiers, "Learner", Noted)
    earlier = tmp_path / "earlier.safetensors"
    earlier.write_bytes(b"")
    command = ["ablate", "--task", "mammography", "--data", str(folder), "--folds", "2"]
    command += ["--seeds", "1", "--stage", str(earlier), "--out", str(tmp_path / "runs"), "--json"]
    assert main(command) == 0, capsys.readouterr().err
    rows = json.loads(capsys.readouterr().out)
    assert [row["network"] for row in rows] == ["mobilenet_v2", "densenet121", "densenet121-staged"]
    assert [(network, init) for network, init, *_ in begun] == [
        *[("mobilenet_v2", None)] * 2,
        *[("densenet121", None)] * 2,
        *[("densenet121", earlier)] * 2,
    ]
    assert len({place for *_, place in begun}) == 6
    measured = [number for *_, place in begun[:2] for number in asked[place]]
    assert sorted(measured) == list(range(len(read_labelled(folder, "mammography").items)))


@pytest.mark.parametrize("option", [["--folds", "1"], ["--stage", "nosuch.safetensors"]])
def test_what_no_table_can_be_made_with_is_one_sentence(folder, tmp_path, capsys, option):
    command = ["ablate", "--task", "mammography", "--data", str(folder), *option]
    assert main([*command, "--out", str(tmp_path / "o")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "o").exists()


def test_teachers_learn_first_and_a_stopped_run_does_not_ask_them_again(folder, tmp_path):
    recipe = replace(
        RECIPE,
        network="densenet121",
        loss=Loss.CROSS_ENTROPY,
        stages=(Stage(1, 0.001),),
        crown_variants=1,
        teachers=2,
    )
    setup = Setup(
        get_task("mammography"), recipe, ("benign", "malignant"), None, torch.device("cpu")
    )
    told = []
    learner = Learner(read_labelled(folder, "mammography").items, setup, Silent())
    places = range(24)
    first = learner.train(places, places, tmp_path / "run", lambda run, _: told.append(run))
    assert told == ["run/teacher1", "run/teacher2", "run"]
    weights = [
        load_file(tmp_path / "run" / place / "best.safetensors")["classifier.weight"]
        for place in ("teacher1", "teacher2", "")
    ]
    assert not any(torch.equal(one, other) for one, other in combinations(weights, 2))
    again = learner.train(places, places, tmp_path / "run", lambda run, _: told.append(run))
    assert len(told) == 3
    assert torch.equal(first.classifier.weight, again.classifier.weight)


@pytest.mark.parametrize("changed", [{"crown_variants": 0}, {"loss": Loss.BINARY}])
def test_teachers_need_kept_maps_and_shares_of_classes(folder, changed):
    recipe = replace(
        RECIPE, loss=Loss.CROSS_ENTROPY, crown_variants=1, network="densenet121", teachers=1
    )
    setup = Setup(
        get_task("mammography"),
        replace(recipe, **changed),
        ("benign", "malignant"),
        None,
        torch.device("cpu"),
    )
    with pytest.raises(InputInvalid, match="teachers need kept maps"):
        Learner(read_labelled(folder, "mammography").items, setup, Silent())


@pytest.mark.parametrize("variants", [0, 2])
def test_norms_measured_anew_know_the_unvaried_images(folder, tmp_path, variants):
    def first_norm(*, anew):
        recipe = replace(
            RECIPE,
            network="densenet121_se",
            crown_variants=variants,
            stages=(replace(RECIPE.stages[0], epochs=1),),
            variation=replace(RECIPE.variation, brightness=0.6),
            norms_anew=anew,
        )
        setup = Setup(
            get_task("mammography"), recipe, ("benign", "malignant"), None, torch.device("cpu")
        )
        learner = Learner(read_labelled(folder, "mammography").items, setup, Silent())
        places = range(24)
        place = tmp_path / f"run{anew}"
        return learner.train(places, places, place, lambda *_: None).state_dict()

    before, after = first_norm(anew=False), first_norm(anew=True)
    moved = {name for name, value in after.items() if not torch.equal(value, before[name])}
    assert moved
    assert {name.rpartition(".")[2] for name in moved} == {"running_mean", "running_var"}


@pytest.mark.parametrize("variants", [0, 1])
def test_the_mean_over_mirror_images_is_the_same_in_the_figures_and_in_the_program(
    folder, tmp_path, variants
):
    setup = setup_of(mirrored=True, crown_variants=variants, network="xception_c")
    items = read_labelled(folder, "mammography").items
    learner = Learner(items, setup, Silent())
    network = learner.fresh().eval()
    plain = Learner(items, replace(setup, recipe=replace(setup.recipe, mirrored=False)), Silent())
    asked = learner.ask(network, range(4))
    assert [one.logits for one in asked] != [one.logits for one in plain.ask(network, range(4))]
    version = release(
        network,
        draft_card(setup.task, setup.recipe, (), None, setup.classes),
        tmp_path / "model",
        mpp=None,
        threshold=0.5,
        size_px=setup.recipe.size_px,
        mirrored=True,
    )
    predictor = Predictor(network, setup.task, version, torch.device("cpu"))
    answered = answer_images(predictor, items[:4], Silent())
    for one, other in zip(asked, answered, strict=True):
        assert one.logits == pytest.approx(other.logits, abs=1e-4)


def test_few_units_are_divided_as_composed_cells_are(folder):
    items = [one for one in read_labelled(folder, "mammography").items if int(one.unit) < 7]
    parts = by_unit(items)
    measured = {items[place].unit for place in parts.measured}
    expected = parts_of_few({one.unit for one in items})
    assert measured == {unit for unit, part in expected.items() if part is Part.TEST}
    assert parts.learnt
    assert parts.watched
