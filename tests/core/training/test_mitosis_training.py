import csv
import json

import numpy as np
import pytest
import torch
from PIL import Image

from medcls_core.cli.main import main
from medcls_core.networks import load_network, read_model
from medcls_core.training.recipes import MITOSIS, recipe_as_json


@pytest.fixture
def labelled(tmp_path):
    rng = np.random.default_rng(0)
    folder = tmp_path / "patches"
    folder.mkdir()
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "case", "kind", "atypical", "phase", "mitosis_centres_px", "mpp"])
        for index in range(40):
            rgb = rng.integers(200, 240, (128, 128, 3)).astype(np.uint8)
            rgb[56:72, 56:72] = (60, 40, 110)
            Image.fromarray(rgb).save(folder / f"{index}.png")
            rows.writerow([f"{index}.png", f"case{index}", "mitosis", "", "", "[[64, 64]]", 0.25])
    return folder


def write_recipe(path, **changes):
    recipe = recipe_as_json(MITOSIS) | {"epochs": 1, "batches": 2, "batch": 2, "crop_px": 32}
    path.write_text(json.dumps(recipe | changes), "utf-8")
    return path


def test_a_small_run_ends_in_a_model_with_a_card(labelled, tmp_path, capsys):
    recipe = write_recipe(tmp_path / "recipe.json")
    out = tmp_path / "模型"
    code = main(["train", "--data", str(labelled), "--recipe", str(recipe), "--out", str(out)])
    assert code == 0, capsys.readouterr().err
    capsys.readouterr()
    model = read_model(out)
    load_network(model, torch.device("cpu"))
    names = {metric.name for metric in model.card.metrics}
    assert {"F1 at 7.5 um", "Dice against pseudo-masks"} <= names
    assert json.loads((out / "run.json").read_text())["seed"] == 0

    code = main(["evaluate", "--data", str(labelled), "--model", str(out), "--json"])
    assert code == 0
    again = {metric["name"]: metric["value"] for metric in json.loads(capsys.readouterr().out)}
    assert again == {metric.name: metric.value for metric in model.card.metrics}


def test_an_unknown_recipe_key_is_refused(labelled, tmp_path, capsys):
    recipe = write_recipe(tmp_path / "recipe.json", momentum=0.9)
    code = main(
        ["train", "--data", str(labelled), "--recipe", str(recipe), "--out", str(tmp_path / "o")]
    )
    assert code == 2
    assert "recipe" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_a_task_without_recipe_says_so(labelled, tmp_path, capsys):
    code = main(
        ["train", "--task", "cervical", "--data", str(labelled), "--out", str(tmp_path / "o")]
    )
    assert code == 2
    assert "cervical" in capsys.readouterr().err
