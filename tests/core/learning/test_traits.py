import csv
import json

import numpy as np
import pytest
import torch
from PIL import Image

from medcls_core.cli.main import main
from medcls_core.language import Text
from medcls_core.networks import ModelCard, build_network, load_network, read_model
from medcls_core.training.release import release

WORDS = Text("for tests", "仅供测试")
CASES = 30


@pytest.fixture
def patches(tmp_path):
    """Thirty cases with a normal figure (small) or an atypical one (twice as wide)."""
    rng = np.random.default_rng(0)
    folder = tmp_path / "patches"
    folder.mkdir()
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "case", "kind", "atypical", "phase", "mitosis_centres_px", "mpp"])
        for case in range(CASES):
            half = 14 if case % 2 else 7
            rgb = rng.integers(200, 240, (128, 128, 3)).astype(np.uint8)
            rgb[64 - half : 64 + half, 64 - half : 64 + half] = (60, 40, 110)
            Image.fromarray(rgb).save(folder / f"{case}.png")
            rows.writerow(
                [f"{case}.png", f"case{case}", "mitosis", case % 2 == 1, "", "[[64, 64]]", 0.25]
            )
    return folder


@pytest.fixture
def start(tmp_path):
    """A mask model that was never trained."""
    torch.manual_seed(0)
    card = ModelCard(
        task="mitosis",
        version="test",
        network="mcsa_unet",
        classes=("non_mitotic", "mitosis"),
        weights=None,
        intended_use=WORDS,
        data=(WORDS,),
        licence=WORDS,
        recipe="mitosis",
        seed=0,
        metrics=(),
        limits=(WORDS,),
    )
    folder = tmp_path / "起始"
    release(build_network("mcsa_unet", 2), card, folder, mpp=0.25, threshold=0.5)
    return folder


def test_a_second_head_is_learnt_and_the_masks_stay(patches, start, tmp_path, capsys):
    out = tmp_path / "o"
    command = ["train", "--data", str(patches), "--recipe", "mitosis_atypical"]
    command += ["--init", str(start), "--out", str(out)]
    assert main(command) == 0, capsys.readouterr().err
    before, after = read_model(start), read_model(out)
    assert after.card.parent == before.sha256
    assert after.card.network == "mcsa_unet_atypical"
    old, new = (load_network(one, torch.device("cpu")) for one in (before, after))
    image = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        assert torch.equal(old(image), new(image))
    found = {(metric.name, metric.data): metric for metric in after.card.metrics}
    crossed = found["AUC of atypical", "AMi-Br figures, cross-validated by case"]
    held_out = found["AUC of atypical", "AMi-Br figures, held-out cases"]
    assert crossed.n + held_out.n == CASES
    assert crossed.value > 0.95  # a square of twice the width is no riddle
    assert held_out.value > 0.95
    capsys.readouterr()
    command = ["evaluate", "--data", str(patches), "--model", str(out), "--json"]
    assert main(command) == 0
    again = [metric for metric in json.loads(capsys.readouterr().out) if "AUC" in metric["name"]]
    assert [metric["value"] for metric in again] == [pytest.approx(held_out.value, abs=1e-3)]


def test_a_second_head_needs_a_model_to_sit_on(patches, tmp_path, capsys):
    command = ["train", "--data", str(patches), "--recipe", "mitosis_atypical"]
    assert main([*command, "--out", str(tmp_path / "o")]) == 2
    said = capsys.readouterr().err
    assert "--init" in said
    assert said.count("\n") == 1
    assert not (tmp_path / "o").exists()
