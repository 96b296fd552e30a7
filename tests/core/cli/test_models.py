"""`medcls models`: what there is, in both languages, and whether it is unaltered."""

import hashlib
import json
from pathlib import Path

import pytest

from medcls_core.cli import models_in_use
from medcls_core.errors import WeightsMissing
from medcls_core.language import Text
from medcls_core.networks import ModelCard, Weights, write_card
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
    assert [one["task"] for one in listed] == [task.key for task in all_tasks()]
    assert all(one["trained"] == (one["sha256"] is not None) for one in listed)
    assert all(task.key in medcls("models", "list").out for task in all_tasks()[:1])


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
