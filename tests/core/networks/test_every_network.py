"""What must hold for every registered network, and the outputs recorded for each.

Record again with `MEDCLS_RECORD=1 pytest tests/core/networks/test_every_network.py`.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from medcls_core.errors import InputInvalid
from medcls_core.networks import PooledLinear, build_network, network_keys
from medcls_core.networks.registry import register

RECORDED = Path(__file__).with_name("recorded_outputs.json")
RECORD = bool(os.environ.get("MEDCLS_RECORD"))
CLASSES = 5
SEEDS_NETWORKS = (
    "googlenet_dcn_cbam",
    "mcsa_unet",
    "resnet50v2_attention",
    "xception_c",
    "densenet121_se",
)
SIGMOID = tuple(key for key in network_keys() if key.startswith("xception") or "_mlp" in key)
POOLED = (
    "densenet121",
    "densenet121_se",
    "googlenet",
    "googlenet_cbam",
    "googlenet_dcn",
    "googlenet_dcn_cbam",
    "inception_v3",
    "mobilenet_v2",
    "resnet50",
    "resnet50v2",
    "resnet50v2_attention",
)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A network with frozen, seeded weights in eval mode, two images and its logits for them."""

    key: str
    network: nn.Module
    images: Tensor
    logits: Tensor


def images_for(key: str) -> Tensor:
    side = 96 if key.startswith("inception") else 64  # Inception V3 needs 75
    return torch.rand(2, 3, side, side, generator=torch.Generator().manual_seed(11))


@pytest.fixture(scope="module", params=network_keys())
def specimen(request: pytest.FixtureRequest) -> Specimen:
    key = str(request.param)
    torch.manual_seed(5)
    network = build_network(key, CLASSES).eval().requires_grad_(False)
    images = images_for(key)
    return Specimen(key, network, images, network(images))


def test_one_logit_a_class(specimen: Specimen) -> None:
    n, classes, *space = specimen.logits.shape

    assert (n, classes) == (2, CLASSES)
    assert tuple(space) in {(), tuple(specimen.images.shape[2:])}
    assert torch.isfinite(specimen.logits).all()


def test_gradient_reaches_the_whole_input(specimen: Specimen) -> None:
    images = specimen.images.clone().requires_grad_()

    (gradient,) = torch.autograd.grad(specimen.network(images).square().sum(), images)

    assert torch.isfinite(gradient).all()
    reached = gradient.abs().sum(1) > 0  # (N, H, W)
    assert reached.float().mean() > 0.9


def test_batch_of_one_equals_batch(specimen: Specimen) -> None:
    alone = torch.cat([specimen.network(image[None]) for image in specimen.images])

    scale = float(specimen.logits.abs().max())
    torch.testing.assert_close(alone, specimen.logits, rtol=1e-4, atol=1e-4 * scale)


def test_saved_and_loaded_it_says_the_same(specimen: Specimen, tmp_path: Path) -> None:
    save_file(specimen.network.state_dict(), tmp_path / "weights.safetensors")

    with torch.device("meta"):  # no time lost on weights that are replaced at once
        again = build_network(specimen.key, CLASSES)
    again.load_state_dict(load_file(tmp_path / "weights.safetensors"), assign=True)

    # Not to the bit: where a tensor begins in memory may change the order of a sum.
    scale = float(specimen.logits.abs().max())
    said = again.eval()(specimen.images).detach()
    torch.testing.assert_close(said, specimen.logits, rtol=1e-5, atol=1e-5 * scale)


def test_output_is_as_recorded(specimen: Specimen) -> None:
    summary = specimen.logits.flatten(2).mean(2) if specimen.logits.dim() > 2 else specimen.logits
    if RECORD:
        known = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else {}
        known[specimen.key] = [[float(f"{logit:.6g}") for logit in row] for row in summary.tolist()]
        RECORDED.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")
    recorded = torch.tensor(json.loads(RECORDED.read_text("utf-8"))[specimen.key])

    torch.testing.assert_close(
        summary, recorded, rtol=1e-3, atol=1e-3 * float(recorded.abs().max())
    )


def test_pooled_linear_is_said_of_those_that_are(specimen: Specimen) -> None:
    network = specimen.network
    assert isinstance(network, PooledLinear) == (specimen.key in POOLED)

    if isinstance(network, PooledLinear):
        assert type(network.classifier) is nn.Linear
        logits = network.classifier(network.features(specimen.images).mean((2, 3)))
        torch.testing.assert_close(logits, specimen.logits)


@pytest.mark.parametrize("key", SEEDS_NETWORKS)
def test_every_parameter_takes_part_in_training(key: str) -> None:
    network = build_network(key, CLASSES).train()

    network(images_for(key)).square().sum().backward()

    idle = [name for name, parameter in network.named_parameters() if parameter.grad is None]
    assert idle == []


@pytest.mark.parametrize("key", SIGMOID)
def test_two_classes_of_mammography_are_one_logit(key: str) -> None:
    with torch.device("meta"):
        logits = build_network(key, 2).eval()(torch.empty(1, 3, 299, 299))

    assert logits.shape == (1, 1)


def test_nothing_is_recorded_of_networks_that_are_gone() -> None:
    assert set(json.loads(RECORDED.read_text("utf-8"))) <= set(network_keys())


def test_unknown_network_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputInvalid, match="googlenet_dcn_cbam"):
        build_network("resnet9000", 2)


def test_a_key_is_taken_once() -> None:
    with pytest.raises(ValueError, match="googlenet"):
        register("googlenet")(lambda _classes: nn.Identity())
