"""`medcls models import` and what becomes of an imported model."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from medcls_core.half_folders import clear_halves
from medcls_core.inference import installing
from medcls_core.language import Language
from medcls_core.networks import ModelVersion, installed_models, read_card
from medcls_core.networks.card import write_card
from medcls_core.resources import user_folder

DEAD = 2**22 + 1  # above Linux's highest process number


def models_folder() -> Path:
    return user_folder() / "models"


def imported_models(task: str) -> list[ModelVersion]:
    """Those in the user's folder, without those that ship."""
    return [one for one in installed_models(task) if models_folder() in one.folder.parents]


@pytest.fixture
def imported(medcls, torchscript, wsinfer_card):
    """A model named 'brca' for breast histology, and how its import went."""
    ran = medcls(
        *("models", "import", torchscript(), "--card", wsinfer_card()),
        *("--task", "breast_histology", "--name", "brca"),
    )
    assert ran.code == 0, ran.err
    return ran


@pytest.fixture
def fields(tmp_path):
    """Labelled fields in folders; those of 'tumor' are dark."""
    for label, colour in (("tumor", (70, 30, 110)), ("notumor", (220, 200, 190))):
        for number in range(3):
            path = tmp_path / "data" / label / f"{label}_{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            rgb = np.full((64, 64, 3), colour, np.uint8)
            rgb[number] = 9
            Image.fromarray(rgb).save(path)
    return tmp_path / "data"


def test_a_dry_run_says_everything_and_writes_nothing(medcls, torchscript, wsinfer_card):
    asked = ("models", "import", torchscript(), "--card", wsinfer_card(), "-t", "cervical")
    ran = medcls(*asked, "--dry-run")
    assert ran.code == 0
    for said in (
        *("TorchScript", "resnet34", "notumor, tumor", "32 x 32 px", "0.5 µm/px"),
        *("1 x 3 x 32 x 32 → 1 x 2", str(models_folder() / "cervical"), "Nothing was written"),
    ):
        assert said in ran.out
    assert "trust" in ran.err
    told = json.loads(medcls(*asked, "--dry-run", "--json").out)
    assert told["sha256"] in ran.out
    assert told["trial"]["output"] == [1, 2]
    assert not told["written"]
    assert not models_folder().exists()
    chinese = medcls(*asked, "--dry-run", "--lang", "zh").out
    assert "未写入任何内容" in chinese


def test_an_imported_model_is_listed_shown_verified_and_removed(medcls, imported):
    assert "--model brca" in imported.out
    listed = json.loads(medcls("models", "list", "--json").out)
    assert [one["task"] for one in listed if one["name"] == "brca"] == ["breast_histology"]
    assert "brca" in medcls("models", "list").out
    for asked in (("brca",), ("breast_histology", "--model", "brca")):
        shown = medcls("models", "show", *asked).out
        assert "figures not measured here" in shown
    assert "未在此处测量指标" in medcls("models", "show", "brca", "--lang", "zh").out
    assert medcls("models", "verify").code == 0
    weights = models_folder() / "breast_histology" / "brca" / "weights.pt"
    weights.write_bytes(weights.read_bytes() + b"\0")
    ran = medcls("models", "verify", "brca")
    assert ran.code == 1
    assert "ALTERED" in ran.out
    assert medcls("models", "remove", "brca").code == 0
    assert not list((models_folder() / "breast_histology").iterdir())
    assert "brca" not in medcls("models", "list").out


def test_it_answers_by_name_and_by_folder(medcls, imported, fields, is_one_sentence):
    folder = models_folder() / "breast_histology" / "brca"
    for model in ("brca", folder):
        task = ("--task", "breast_histology", "--model", model)
        measured = json.loads(medcls("evaluate", "--data", fields, *task, "--json").out)
        accuracy = next(one for one in measured if one["name"] == "overall accuracy")
        assert accuracy["value"] == 1.0
    assert imported.code == 0
    image = fields / "tumor" / "tumor_0.png"
    task = ("--task", "breast_histology", "--model", "brca")
    unknown = medcls("analyze", image, *task)
    assert unknown.code == 2
    assert "--mpp" in unknown.err
    done = json.loads(medcls("analyze", image, *task, "--mpp", "0.5", "--json").out)
    (result,) = done["results"]
    assert result["classes"]["tumor"] == 1
    assert medcls("explain", image, *task, "--mpp", "0.5").code == 0
    assert list(Path("medcls-explained/tumor_0").glob("*input_gradient.png"))
    for wrong in (("--model", "nobody"), ("--model", "brca", "--task", "cervical")):
        ran = medcls("analyze", image, "--task", "breast_histology", *wrong)
        assert ran.code == 2
        assert is_one_sentence(ran.err)


def test_onnx_says_plainly_that_it_has_no_heatmap(
    medcls, onnx_file, wsinfer_card, fields, is_one_sentence
):
    task = ("--task", "breast_histology")
    medcls("models", "import", onnx_file(), "--card", wsinfer_card(), *task, "--name", "网")
    image = fields / "tumor" / "tumor_0.png"
    assert medcls("analyze", image, *task, "--model", "网", "--mpp", "0.5").code == 0
    ran = medcls("explain", image, *task, "--model", "网", "--mpp", "0.5")
    assert ran.code == 2
    assert "no heatmaps" in ran.err
    assert is_one_sentence(ran.err.splitlines(keepends=True)[-1])
    assert not Path("medcls-explained").exists()


def test_bad_input_is_one_sentence(medcls, is_one_sentence, torchscript, wsinfer_card, tmp_path):
    import torch  # noqa: PLC0415

    torch.save({"w": torch.zeros(2)}, tmp_path / "weights.safetensors")
    net, config = torchscript(), wsinfer_card()
    for arguments in (
        (tmp_path / "weights.safetensors", "--card", config, "--task", "cervical"),
        (tmp_path / "nothing.pt", "--card", config, "--task", "cervical"),
        (net, "--card", tmp_path / "nothing.json"),
        (net, "--card", config),
        (net, "--card", config, "--task", "astrology"),
        (net, "--card", config, "--task", "cervical", "--name", "a/b"),
    ):
        for language in Language:
            ran = medcls("models", "import", *arguments, "--lang", language)
            assert ran.code == 2
            assert ran.err.count("\n") == 1
            assert language is Language.CHINESE or is_one_sentence(ran.err)
    for arguments in (("remove", "nobody"), ("show", "nobody")):
        ran = medcls("models", *arguments)
        assert ran.code == 2
        assert is_one_sentence(ran.err)
    assert not models_folder().exists()


def test_a_name_is_replaced_only_when_asked(medcls, imported, torchscript, wsinfer_card):
    assert imported.code == 0
    (before,) = imported_models("breast_histology")
    again = (
        *("models", "import", torchscript(softmax=True), "--card", wsinfer_card()),
        *("--task", "breast_histology", "--name", "brca"),
    )
    ran = medcls(*again)
    assert ran.code == 2
    assert "--overwrite" in ran.err
    assert imported_models("breast_histology") == [before]
    assert medcls(*again, "--overwrite").code == 0
    (after,) = imported_models("breast_histology")
    assert after.sha256 != before.sha256


def test_a_name_of_two_tasks_is_removed_by_its_task(medcls, imported, torchscript, wsinfer_card):
    assert imported.code == 0
    source = (torchscript(), "--card", wsinfer_card(), "--name", "brca")
    medcls("models", "import", *source, "--task", "cervical")
    assert "--task" in medcls("models", "remove", "brca").err
    assert medcls("models", "remove", "brca", "--task", "cervical").code == 0
    assert len(imported_models("breast_histology")) == 1


def test_a_failing_disk_leaves_nothing(medcls, torchscript, wsinfer_card, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(installing, "write_card", full)
    asked = ("models", "import", torchscript(), "--card", wsinfer_card(), "--task", "cervical")
    ran = medcls(*asked)
    assert ran.code == 2
    assert "No space left" in ran.err
    assert not models_folder().exists()


def test_a_kill_in_the_middle_leaves_no_half_model(medcls, torchscript, wsinfer_card):
    asked = ["models", "import", str(torchscript()), "--card", str(wsinfer_card())]
    asked += ["--task", "cervical", "--name", "half"]
    program = (
        "import os, signal\n"
        "from medcls_core.inference import installing\n"
        "from medcls_core.cli.main import main\n"
        "installing.write_card = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"main({asked!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert list((models_folder() / "cervical").iterdir())  # it was in the middle
    assert imported_models("cervical") == []
    assert medcls(*asked).code == 0
    assert [one.name for one in (models_folder() / "cervical").iterdir()] == ["half"]


def test_a_model_set_aside_for_one_that_never_came_comes_back(imported):
    assert imported.code == 0
    folder = models_folder() / "breast_histology"
    (folder / "brca").rename(folder / f".brca.{DEAD}.old")
    shutil.copytree(folder / f".brca.{DEAD}.old", folder / f".new.{DEAD}.part")
    clear_halves(folder)
    assert [one.name for one in folder.iterdir()] == ["brca"]


def test_a_damaged_card_spoils_only_its_own_model(medcls, imported, is_one_sentence):
    assert imported.code == 0
    path = models_folder() / "breast_histology" / "brca" / "card.json"
    whole = read_card(path)
    path.write_text("{")
    assert imported_models("breast_histology") == []
    assert is_one_sentence(medcls("models", "show", "brca").err)
    assert medcls("models", "show", "breast_histology").code == 0
    ran = medcls("models", "list")
    assert is_one_sentence(ran.err)
    assert "brca" in ran.err
    assert "mitosis" in ran.out
    assert medcls("models", "verify").code == 1
    assert medcls("models", "remove", "brca").code == 0
    write_card(whole, path.parent.parent / "card.json")  # a stray file is no model
    assert medcls("models", "list").code == 0
