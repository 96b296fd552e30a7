"""Cards survive the disk; weights that aren't what their card says are refused."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from medcls_core.errors import WeightsMismatch, WeightsMissing
from medcls_core.language import Text
from medcls_core.networks import (
    Metric,
    ModelCard,
    ModelVersion,
    Weights,
    build_network,
    load_network,
    read_card,
    read_model,
    write_card,
)

CPU = torch.device("cpu")


def version_in(folder: Path) -> ModelVersion:
    """A freshly initialised U-Net, saved with its card."""
    save_file(build_network("unet", 2).state_dict(), folder / "weights.safetensors")
    digest = hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
    card = ModelCard(
        task="mitosis",
        version="0",
        network="unet",
        classes=("background", "mitosis"),
        weights=Weights("weights.safetensors", digest, mpp=0.25, threshold=0.5),
        intended_use=Text("a test", "测试"),
        data=(Text("none", "无"),),
        licence=Text("none", "无"),
        recipe="none",
        seed=0,
        metrics=(Metric("F1", 0.5, 0.4, None, 10, "object", "nothing"),),
        limits=(),
    )
    write_card(card, folder / "card.json")
    return read_model(folder)


def test_card_survives_the_disk(tmp_path: Path) -> None:
    version = version_in(tmp_path)

    write_card(version.card, tmp_path / "again.json")

    assert read_card(tmp_path / "again.json") == version.card
    assert version.card.intended_use.zh == "测试"
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("damage", ["unknown key", "missing key", "no json", "gone"])
def test_damaged_card_is_refused(damage: str, tmp_path: Path) -> None:
    version_in(tmp_path)
    path = tmp_path / "card.json"
    fields = json.loads(path.read_text("utf-8"))
    if damage == "unknown key":
        path.write_text(json.dumps(fields | {"surprise": 1}), "utf-8")
    elif damage == "missing key":
        del fields["limits"]
        path.write_text(json.dumps(fields), "utf-8")
    elif damage == "no json":
        path.write_text("{", "utf-8")
    else:
        path.unlink()

    with pytest.raises(WeightsMismatch):
        read_card(path)


def test_network_comes_back_ready_to_use(tmp_path: Path) -> None:
    network = load_network(version_in(tmp_path), CPU)

    assert not network.training
    assert network(torch.zeros(1, 3, 32, 32)).shape == (1, 2, 32, 32)


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    version = version_in(tmp_path)
    save_file(build_network("unet", 2).state_dict(), version.weights_path)

    with pytest.raises(WeightsMismatch, match="sha256"):
        load_network(version, CPU)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    version = version_in(tmp_path)

    with pytest.raises(WeightsMismatch, match="don't fit"):
        load_network(replace(version, card=replace(version.card, network="unet_ca")), CPU)


def test_lost_weights_are_refused(tmp_path: Path) -> None:
    version = version_in(tmp_path)
    version.weights_path.unlink()

    with pytest.raises(WeightsMismatch, match="not readable"):
        load_network(version, CPU)


def test_card_without_weights_says_so(tmp_path: Path) -> None:
    version = version_in(tmp_path)
    untrained = replace(version, card=replace(version.card, weights=None))

    for ask in (lambda: untrained.weights_path, lambda: untrained.sha256):
        with pytest.raises(WeightsMissing, match="mitosis"):
            ask()
