"""Heatmaps: two ways to the same map, and every map in its place."""

import warnings

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from medcls_core.explain import (
    Evidence,
    EvidenceMethod,
    attention_maps,
    closed_form_cam,
    grad_cam,
    is_pooled_linear,
    record_attention,
)
from medcls_core.explain.gradients import target_layer
from medcls_core.explain.scaling import min_max, resize_map
from medcls_core.geometry import Box
from medcls_core.networks import build_network
from medcls_core.networks.blocks.cbam import CBAM
from medcls_core.networks.blocks.se import SE
from medcls_core.networks.blocks.self_attention import SelfAttention

BOX = Box(10, 20, 224, 224)
FACTS = {"class_key": "koilocytotic", "model_sha256": "abc"}


class Pooled(nn.Module):
    """A small PooledLinear network with a stride of 16."""

    def __init__(self, outputs: int = 3) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 8, 3, stride=4, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(8, 12, 3, stride=4, padding=1),
            nn.ReLU(inplace=True),
        )
        self.classifier = nn.Linear(12, outputs)

    def features(self, images: Tensor) -> Tensor:
        features: Tensor = self.stem(images)
        return features

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.features(images).mean((2, 3)))
        return logits


class HotSpot(nn.Module):
    """Pooling plus linear, stride 16: says how bright its input is, and where."""

    def __init__(self) -> None:
        super().__init__()
        self.classifier = nn.Linear(3, 2, bias=False)
        with torch.no_grad():
            self.classifier.weight.copy_(torch.tensor([[-1.0] * 3, [1.0] * 3]))

    def features(self, images: Tensor) -> Tensor:
        return nn.functional.avg_pool2d(images, 16)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.features(images).mean((2, 3)))
        return logits


@pytest.mark.parametrize("outputs", [1, 2, 5])
@pytest.mark.parametrize("size", [(64, 64), (96, 160)])
def test_the_closed_form_equals_the_package(outputs: int, size: tuple[int, int]):
    network = Pooled(outputs).eval()
    inputs = torch.randn(1, 3, *size)
    highest = 0.0
    for index in range(max(outputs, 2)):
        by_gradient = grad_cam(network, inputs, index, BOX, **FACTS)
        closed = closed_form_cam(network, inputs, index, BOX, **FACTS)
        assert closed.values.shape == size
        assert np.abs(closed.values - by_gradient.values).max() < 1e-6
        highest = max(highest, float(closed.values.max()))
    assert highest > 0.99  # a map that is negative everywhere is shown as zero; not all are


@pytest.mark.parametrize("key", ["googlenet_dcn_cbam", "resnet50v2_attention", "densenet121_se"])
def test_the_closed_form_equals_the_package_on_the_seeds_networks(key: str):
    # In double precision: thousands of channels of an untrained network nearly cancel, and the
    # package's own sums in single precision are only good to 1e-5 there.
    network = build_network(key, 5).eval().double()
    assert is_pooled_linear(network)
    inputs = torch.randn(1, 3, 96, 96, dtype=torch.float64)
    with torch.inference_mode():
        cams = torch.einsum("kc,nchw->knhw", network.classifier.weight, network.features(inputs))
    index = int(cams.amax((1, 2, 3)).argmax())  # a class whose map isn't negative everywhere
    closed = closed_form_cam(network, inputs, index, BOX, **FACTS)
    by_gradient = grad_cam(network, inputs, index, BOX, **FACTS)
    assert np.abs(closed.values - by_gradient.values).max() < 1e-6
    assert closed.values.std() > 0.01


def test_a_head_of_several_layers_has_no_closed_form():
    assert not is_pooled_linear(build_network("xception_c", 2))
    assert not is_pooled_linear(build_network("mcsa_unet", 2))


def test_a_head_of_several_layers_is_explained_at_its_last_map():
    network = build_network("xception_c", 2).eval()
    inputs = torch.randn(1, 3, 75, 75)
    seen: list[Tensor] = []
    layer = target_layer(network, inputs)
    hook = layer.register_forward_hook(lambda _m, _i, output: seen.append(output))
    with torch.inference_mode():
        network(inputs)
    hook.remove()
    assert seen[0].shape[1] == 2048
    assert seen[0].shape[2] > 1
    benign = grad_cam(network, inputs, 0, BOX, **FACTS)
    malignant = grad_cam(network, inputs, 1, BOX, **FACTS)
    # One sigmoid: what speaks for the one class speaks against the other.
    assert not np.allclose(benign.values, malignant.values)


def test_a_network_without_maps_is_a_defect():
    with pytest.raises(ValueError, match="no layer"):
        target_layer(nn.Sequential(nn.Flatten(), nn.Linear(48, 2)), torch.zeros(1, 3, 4, 4))


def test_grad_cam_leaves_the_network_as_it_was():
    network = Pooled().eval()
    network.classifier.bias.requires_grad_(False)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    with torch.inference_mode():
        grad_cam(network, torch.randn(1, 3, 64, 64), 0, BOX, **FACTS)
    wanted = {name: weight.requires_grad for name, weight in network.named_parameters()}
    assert wanted.pop("classifier.bias") is False
    assert all(wanted.values())
    assert all(weight.grad is None for weight in network.parameters())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert not network.stem._forward_hooks
    assert not network.training


def test_grad_cam_does_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        grad_cam(Pooled().eval(), torch.randn(1, 3, 64, 64), 0, BOX, **FACTS)


def test_an_evidence_says_whose_and_what():
    evidence = closed_form_cam(Pooled().eval(), torch.randn(1, 3, 64, 64), 0, BOX, **FACTS)
    assert evidence.method is EvidenceMethod.GRAD_CAM
    assert evidence.box_l0 is BOX
    assert (evidence.class_key, evidence.model_sha256) == ("koilocytotic", "abc")
    assert evidence.values.dtype == np.float32
    assert (evidence.values.min(), evidence.values.max()) == pytest.approx((0, 1), abs=1e-3)


def _place(evidence: Evidence) -> tuple[float, float]:
    """Where a heatmap's middle lies in level-0 pixels, by nothing but its values and box."""
    height, width = evidence.values.shape
    weight = evidence.values / evidence.values.sum()
    y, x = np.mgrid[:height, :width] + 0.5
    box = evidence.box_l0
    return (
        box.x_l0 + float((weight * x).sum()) / width * box.width_l0,
        box.y_l0 + float((weight * y).sum()) / height * box.height_l0,
    )


def _spot(box: Box, place: tuple[float, float], pixels: int = 224) -> Tensor:
    """What a crop of `box` shows of one bright spot at `place`, 24 input pixels wide."""
    step = box.width_l0 / pixels
    x = (place[0] - box.x_l0) / step
    y = (place[1] - box.y_l0) / step
    grid_y, grid_x = torch.meshgrid(*[torch.arange(pixels) + 0.5] * 2, indexing="ij")
    spot = torch.exp(-((grid_x - x) ** 2 + (grid_y - y) ** 2) / (2 * 12.0**2))
    return spot.expand(1, 3, -1, -1)


@pytest.mark.parametrize("zoom", [0.25, 0.5, 1.0, 3.3, 16.0])
@pytest.mark.parametrize("offset", [(0.0, 0.0), (1000.25, 77.5), (-31.0, 4096.0)])
@pytest.mark.parametrize("at", [(0.25, 0.25), (0.5, 0.3), (0.78, 0.71), (0.52, 0.77)])
@pytest.mark.parametrize("explain", [closed_form_cam, grad_cam])
def test_a_hot_spot_lies_where_it_should_at_every_zoom(explain, zoom, offset, at):
    """Within half an input pixel: aligned corners would shift it by up to eight."""
    side = 224 * zoom
    box = Box(*offset, side, side)
    place = (box.x_l0 + at[0] * side, box.y_l0 + at[1] * side)
    evidence = explain(HotSpot(), _spot(box, place), 1, box, **FACTS)
    found = _place(evidence)
    assert found == pytest.approx(place, abs=0.5 * zoom)


def test_tiles_agree_about_one_place():
    place = (500.0, 400.0)
    boxes = [Box(400, 300, 224, 224), Box(380, 330, 224, 224), Box(300, 240, 336, 336)]
    found = [
        _place(closed_form_cam(HotSpot(), _spot(box, place), 1, box, **FACTS)) for box in boxes
    ]
    for one in found:
        assert one == pytest.approx(place, abs=0.75)


def test_resizing_keeps_the_rectangle():
    coarse = torch.zeros(7, 7)
    coarse[1, 5] = 1
    fine = resize_map(coarse, 224, 224)
    y, x = torch.meshgrid(*[torch.arange(224) + 0.5] * 2, indexing="ij")
    assert float((fine * x).sum() / fine.sum()) == pytest.approx(5.5 * 32, abs=1e-3)
    assert float((fine * y).sum() / fine.sum()) == pytest.approx(1.5 * 32, abs=1e-3)


def test_a_constant_map_is_all_zero():
    assert not min_max(torch.full((3, 3), 0.7)).any()


class Attentive(nn.Module):
    """CBAM on a map of stride 8 whose spatial gate opens where the features are high."""

    def __init__(self) -> None:
        super().__init__()
        self.cbam = CBAM(3)
        with torch.no_grad():
            self.cbam.spatial.conv.weight.zero_()
            self.cbam.spatial.conv.weight[0, :, 3, 3] = 5
            self.cbam.spatial.conv.bias.fill_(-5)

    def forward(self, images: Tensor) -> Tensor:
        refined: Tensor = self.cbam(nn.functional.avg_pool2d(images, 8))
        return refined.mean((2, 3))


@pytest.mark.parametrize("zoom", [0.5, 2.0])
@pytest.mark.parametrize("at", [(0.3, 0.4), (0.75, 0.6)])
def test_attention_lies_where_the_gates_are_open(zoom: float, at: tuple[float, float]):
    box = Box(100, 50, 224 * zoom, 224 * zoom)
    place = (100 + at[0] * 224 * zoom, 50 + at[1] * 224 * zoom)
    maps = attention_maps(Attentive().eval(), _spot(box, place), box, "abc")
    assert [one.method for one in maps] == [
        EvidenceMethod.CBAM_CHANNEL,
        EvidenceMethod.CBAM_SPATIAL,
    ]
    for one in maps:
        assert one.class_key is None
        assert one.values.shape == (28, 28)
        assert _place(one) == pytest.approx(place, abs=1.5 * zoom)


def test_maps_of_one_module_are_its_own_gate():
    network = Attentive().eval()
    inputs = torch.rand(1, 3, 64, 64)
    with record_attention(network) as record, torch.inference_mode():
        network(inputs)
    gate = network.cbam.spatial.attention
    assert gate is not None
    (spatial,) = (
        one for one in record.maps(BOX, "abc") if one.method is EvidenceMethod.CBAM_SPATIAL
    )
    expected = min_max(min_max(gate[0, 0])).numpy()
    assert np.abs(spatial.values - expected).max() < 1e-5


def test_recording_leaves_no_hooks():
    network = Attentive()
    with record_attention(network):
        assert network.cbam.spatial._forward_hooks
    assert not network.cbam.spatial._forward_hooks
    assert not network.cbam.channel._forward_hooks


def test_se_shows_the_features_that_it_lets_pass():
    block = SE(2, gain=2.0)
    with torch.no_grad():
        block.excite.bias.copy_(torch.tensor([9.0, -9.0]))  # passes channel 0 alone
    inputs = torch.zeros(1, 2, 6, 9)
    inputs[0, 0, 1, 2] = -1
    inputs[0, 1, 4, 7] = 5
    (evidence,) = attention_maps(block, inputs, Box(0, 0, 90, 60), "abc")
    assert evidence.method is EvidenceMethod.SE_CHANNEL
    assert evidence.class_key is None
    assert np.unravel_index(evidence.values.argmax(), (6, 9)) == (1, 2)
    assert evidence.values[4, 7] < 0.01


def test_self_attention_shows_what_is_looked_at():
    block = SelfAttention(3, 4).eval()
    with torch.no_grad():
        for layer in (block.query, block.key):
            layer.weight.fill_(2)
            layer.bias.zero_()
    inputs = torch.full((1, 3, 6, 9), 0.1)
    inputs[0, :, 4, 7] = 3
    (evidence,) = attention_maps(block, inputs, Box(0, 0, 90, 60), "abc")
    assert evidence.method is EvidenceMethod.SELF_ATTENTION
    assert evidence.values.shape == (6, 9)
    assert np.unravel_index(evidence.values.argmax(), (6, 9)) == (4, 7)


def test_a_network_without_attention_has_no_maps():
    assert attention_maps(Pooled().eval(), torch.rand(1, 3, 64, 64), BOX, "abc") == []


@pytest.mark.parametrize("key", ["xception_c", "densenet121_se"])
def test_the_seeds_se_is_read(key: str):
    network = build_network(key, 2).eval()
    maps = attention_maps(network, torch.rand(1, 3, 75, 75), BOX, "abc")
    assert [one.method for one in maps] == [EvidenceMethod.SE_CHANNEL]


@pytest.mark.parametrize("key", ["googlenet_dcn_cbam", "mcsa_unet"])
def test_the_seeds_attention_is_read(key: str):
    network = build_network(key, 2).eval()
    maps = attention_maps(network, torch.rand(1, 3, 64, 64), BOX, "abc")
    assert [one.method for one in maps] == [
        EvidenceMethod.CBAM_CHANNEL,
        EvidenceMethod.CBAM_SPATIAL,
    ]


def test_grad_cam_of_a_mask_looks_at_the_mask():
    """Two objects; the map of each is hottest at its own place."""

    class Coloured(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.blur = nn.AvgPool2d(5, 1, 2)
            self.head = nn.Conv2d(3, 2, 1, bias=False)
            with torch.no_grad():
                self.head.weight.zero_()
                self.head.weight[1] = 1

        def forward(self, images: Tensor) -> Tensor:
            # A red object shines in channel 0, a blue one in channel 2, each by its square.
            logits: Tensor = self.head(self.blur(images) ** 2)
            return logits

    network, inputs = Coloured(), torch.zeros(1, 3, 64, 64)
    inputs[0, 0, 10:20, 10:20] = 1
    inputs[0, 2, 40:50, 40:50] = 1
    for corner in (10, 40):
        mask = np.zeros((64, 64), bool)
        mask[corner : corner + 10, corner : corner + 10] = True
        evidence = grad_cam(
            network, inputs, 1, Box(0, 0, 64, 64), **FACTS, mask=mask, layer=network.blur
        )
        assert _place(evidence) == pytest.approx((corner + 5, corner + 5), abs=0.5)


def test_the_unet_is_explained_at_its_bottleneck():
    network = build_network("mcsa_unet", 2).eval()
    assert target_layer(network, torch.rand(1, 3, 64, 64)) is network.encoders[-1]
    mask = np.zeros((64, 64), bool)
    mask[20:40, 20:40] = True
    evidence = grad_cam(network, torch.rand(1, 3, 64, 64), 1, BOX, **FACTS, mask=mask)
    assert evidence.values.shape == (64, 64)
