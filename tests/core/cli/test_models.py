"""`medcls models`: what there is, in both languages, and whether it is unaltered."""

import hashlib
import json
from pathlib import Path

import pytest
from PIL import Image

from medcls_core.cli import models_in_use
from medcls_core.errors import WeightsMissing
from medcls_core.language import Text
from medcls_core.networks import ModelCard, Weights, bundled_model, write_card
from medcls_core.networks.in_use import model_in_use, use_model
from medcls_core.tasks import all_tasks


def card(weights: Weights | None) -> ModelCard:
    return ModelCard(
        task="mitosis",
        version="test-7",
        network="mcsa_unet",
        classes=("background", "mitosis"),
        weights=weights,
        intended_use=Text("second look", "二次复核"),
        data=(Text("made-up [bold]cells[/]", "虚构细胞"),),
        licence=Text("none", "无"),
        recipe="mitosis",
        seed=3,
        metrics=(),
        limits=(Text("knows nothing", "一无所知"),),
        composed=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "weights.safetensors").write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    write_card(card(Weights("weights.safetensors", digest, 0.25, 0.5)), folder / "card.json")
    return folder


def test_every_task_is_listed(medcls):
    listed = json.loads(medcls("models", "list", "--json").out)
    bundled = [one["task"] for one in listed if one["name"] is None]
    assert bundled == [task.key for task in all_tasks()]
    assert all(one["trained"] == (one["sha256"] is not None) for one in listed)
    assert all(task.key in medcls("models", "list").out for task in all_tasks()[:1])


def test_a_model_that_ships_beside_the_bundled_one_is_known_by_its_name(medcls):
    listed = json.loads(medcls("models", "list", "--json").out)
    (lung,) = [one for one in listed if one["name"] is not None]
    assert (lung["task"], lung["name"]) == ("breast_histology", "lung")
    assert "LC25000" in medcls("models", "show", "lung").out
    use_model("breast_histology", "lung")
    assert model_in_use("breast_histology").card.classes == ("lung_n", "lung_aca", "lung_scc")
    use_model("breast_histology", "")
    assert model_in_use("breast_histology") == bundled_model("breast_histology")


def test_a_model_that_ships_is_neither_removed_nor_replaced(
    medcls, is_one_sentence, torchscript, wsinfer_card
):
    removed = medcls("models", "remove", "lung")
    assert removed.code == 2
    assert is_one_sentence(removed.err)
    asked = ("models", "import", torchscript(), "--card", wsinfer_card(), "--overwrite")
    taken = medcls(*asked, "--task", "breast_histology", "--name", "lung")
    assert taken.code == 2
    assert is_one_sentence(taken.err)
    assert "ships" in taken.err


def test_a_card_is_readable_in_both_languages(medcls, folder):
    english = medcls("models", "show", "mitosis", "--model", folder).out
    assert "second look" in english
    assert "made-up [bold]cells[/]" in english  # what a card says is never taken for markup
    assert "not on patients' images" in english
    chinese = medcls("models", "show", "mitosis", "--model", folder, "--lang", "zh").out
    assert "一无所知" in chinese
    assert "核分裂象" in chinese


def test_altered_weights_are_found(medcls, folder):
    assert medcls("models", "verify", folder).code == 0
    (folder / "weights.safetensors").write_bytes(b"Weights")
    ran = medcls("models", "verify", folder, "--json")
    assert ran.code == 1
    (checked,) = json.loads(ran.out)
    assert not checked["unaltered"]
    (folder / "weights.safetensors").unlink()
    assert medcls("models", "verify", folder).code == 1


def test_bundled_weights_are_those_of_their_cards(medcls):
    ran = medcls("models", "verify")
    assert ran.code == 0, ran.out


def test_a_folder_without_a_card_is_one_sentence(medcls, is_one_sentence, tmp_path):
    ran = medcls("models", "verify", tmp_path)
    assert ran.code == 2
    assert is_one_sentence(ran.err)


def test_a_task_without_weights_is_one_sentence(medcls, is_one_sentence, field, monkeypatch):
    def missing(*_: object) -> None:
        raise WeightsMissing("cervical")

    monkeypatch.setattr(models_in_use, "model_for", missing)
    ran = medcls("analyze", field, "--task", "cervical")
    assert ran.code == 2
    assert is_one_sentence(ran.err)
    assert "cervical" in ran.err
    assert list(Path().iterdir()) == []


def test_labels_that_another_model_of_the_task_knows_name_it(medcls, tmp_path):
    for label in ("lung_aca", "lung_n"):
        (tmp_path / label).mkdir()
        Image.new("RGB", (32, 32), (200, 120, 160)).save(tmp_path / label / "a.png")
    asked = ("evaluate", "--task", "breast_histology", "--data", tmp_path)
    ran = medcls(*asked)
    assert ran.code == 2
    assert ran.err.splitlines()[-1].endswith("--model lung.")
    measured = json.loads(medcls(*asked, "--model", "lung", "--json").out)
    assert next(one for one in measured if one["name"] == "overall accuracy")["n"] == 2
