import csv
import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from medcls_core.cli.main import main
from medcls_core.data.mitosis_crops import LabelledField, labelled_patch
from medcls_core.data.mitosis_patches import read_mitosis_patches
from medcls_core.learning import ablation
from medcls_core.networks import Metric, build_network, load_network, read_model
from medcls_core.progress import Silent
from medcls_core.training.mitosis import improved_patch, mine_alarms, move_threshold
from medcls_core.training.recipe import MaskSampling, Stage, recipe_as_json
from medcls_core.training.recipes import MITOSIS


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
    small = replace(
        MITOSIS,
        stages=(Stage(epochs=1, learning_rate=0.001),),
        batch=2,
        mask=MaskSampling(crop_px=32, batches=2),
    )
    recipe = recipe_as_json(small)
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
    assert "patches of" in model.card.data[0].en
    assert "MoNuSeg" not in str(model.card)
    names = {metric.name for metric in model.card.metrics}
    assert {"F1 at 7.5 um", "Dice against pseudo-masks"} <= names
    assert json.loads((out / "run.json").read_text())["seed"] == 0

    code = main(["evaluate", "--data", str(labelled), "--model", str(out), "--json"])
    assert code == 0
    again = {metric["name"]: metric["value"] for metric in json.loads(capsys.readouterr().out)}
    assert again == {metric.name: metric.value for metric in model.card.metrics}


class SeesDark(torch.nn.Module):
    """Calls every dark pixel mitosis."""

    def __init__(self):
        super().__init__()
        self.anchor = torch.nn.Parameter(torch.zeros(()))

    def forward(self, images):
        dark = (images.mean(1) < -0.2).float() * 20 - 10
        return torch.stack([-dark, dark], 1)


def test_mining_finds_the_places_where_a_network_is_wrong():
    rgb = np.full((240, 320, 3), 230, np.uint8)
    rgb[100:124, 200:224] = (60, 40, 110)
    field = LabelledField(rgb, np.zeros(rgb.shape[:2], np.bool_))
    mined = mine_alarms(SeesDark(), [field], MaskSampling(crop_px=64, batches=1), Silent())
    assert len(mined) == 2  # as scanned and as at 20x
    for place in mined:
        assert place.rgb.shape == (96, 96, 3)
        assert place.rgb[48, 48].max() < 120


def test_improved_patches_have_the_networks_outline(labelled):
    patch = read_mitosis_patches(labelled)[0]
    improved = improved_patch(SeesDark(), patch)
    expected = np.zeros((128, 128), np.bool_)
    expected[56:72, 56:72] = True
    assert np.array_equal(improved.mask, expected)
    assert not np.array_equal(labelled_patch(patch).mask, expected)
    without = improved_patch(SeesDark(), replace(patch, centres_px=()))
    assert not without.mask.any()


def test_a_run_on_improved_masks_ends_in_a_model(labelled, tmp_path, capsys):
    mask = {"crop_px": 32, "batches": 1, "mine": False, "improve": True}
    recipe = write_recipe(tmp_path / "recipe.json", mask=mask)
    out = tmp_path / "o"
    code = main(["train", "--data", str(labelled), "--recipe", str(recipe), "--out", str(out)])
    assert code == 0, capsys.readouterr().err
    assert json.loads((out / "run.json").read_text())["mask"]["improve"] is True


def test_an_unknown_recipe_name_says_which_there_are(labelled, tmp_path, capsys):
    out = tmp_path / "o"
    command = ["train", "--data", str(labelled), "--recipe", "mitosis_mned", "--out", str(out)]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "mitosis_mned" in said
    assert "mitosis_mined" in said
    assert not out.exists()


def test_a_moved_threshold_is_one_half():
    network = build_network("mcsa_unet", 2).eval()
    image = torch.rand(1, 3, 32, 32)
    with torch.inference_mode():
        before = network(image).softmax(1)[:, 1]
    threshold = float(before.median())
    move_threshold(network, threshold)
    with torch.inference_mode():
        after = network(image).softmax(1)[:, 1]
    clear = (before - threshold).abs() > 1e-5
    assert torch.equal(after[clear] > 0.5, before[clear] > threshold)
    assert (after - before).abs().max() > 1e-4


def test_an_unknown_recipe_key_is_refused(labelled, tmp_path, capsys):
    recipe = write_recipe(tmp_path / "recipe.json", momentum=0.9)
    code = main(
        ["train", "--data", str(labelled), "--recipe", str(recipe), "--out", str(tmp_path / "o")]
    )
    assert code == 2
    assert "recipe" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_the_ablation_of_masks_uses_one_split_and_writes_a_table(
    labelled, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(ablation, "ABLATIONS", {"mitosis": ("unet", "unet_sa")})
    asked = []

    def measured(model, some, *_):
        asked.append((model.card.network, model.card.seed, [p.case for p in some.patches.test]))
        return (Metric("F1 at 7.5 um", 0.5 + 0.1 * model.card.seed, None, None, 4, "", ""),)

    monkeypatch.setattr(ablation, "measure_mitosis", measured)
    recipe, out = write_recipe(tmp_path / "recipe.json"), tmp_path / "runs"
    command = ["ablate", "--task", "mitosis", "--data", str(labelled), "--recipe", str(recipe)]
    command += ["--seeds", "2", "--batches", "1", "--json", "--out", str(out)]
    assert main(command) == 0, capsys.readouterr().err
    rows = json.loads(capsys.readouterr().out)
    assert [row["network"] for row in rows] == ["unet", "unet_sa"]
    assert rows[0]["figures"]["F1 at 7.5 um"] == pytest.approx(
        {"mean": 0.55, "deviation": 0.0707, "n": 2}, abs=1e-4
    )
    assert [one[:2] for one in asked] == [(n, s) for n in ("unet", "unet_sa") for s in (0, 1)]
    assert len({tuple(cases) for _, _, cases in asked}) == 1
    assert json.loads((out / "ablation.json").read_text()) == rows
    lines = (out / "ablation.csv").read_text("utf-8-sig").splitlines()
    assert lines[1] == "unet,F1 at 7.5 um,0.5500,0.0707,2"


def test_batches_are_for_mask_networks_alone(labelled, tmp_path, capsys):
    command = ["ablate", "--task", "cervical", "--data", str(labelled), "--batches", "3"]
    assert main([*command, "--out", str(tmp_path / "o")]) == 2
    assert "--batches" in capsys.readouterr().err
