"""A heatmap that doesn't change when the network forgets everything is no evidence."""

from contextlib import closing

import numpy as np
import pytest
import torch
from skimage.filters import sobel
from torch import Tensor, nn

from medcls_core.explain import Evidence, cascade, closed_form_cam, similarity
from medcls_core.explain.randomisation import stages_of
from medcls_core.geometry import Box
from medcls_core.networks import build_network

SIDE = 48
BOX = Box(0, 0, SIDE, SIDE)


class Small(nn.Module):
    """Three convolutions with batch normalisation, pooling, a linear head."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inside, outside, stride in ((3, 8, 2), (8, 16, 2), (16, 16, 1)):
            layers += [
                nn.Conv2d(inside, outside, 3, stride, 1),
                nn.BatchNorm2d(outside),
                nn.ReLU(),
            ]
        self.stem = nn.Sequential(*layers)
        self.classifier = nn.Linear(16, 2)

    def features(self, images: Tensor) -> Tensor:
        features: Tensor = self.stem(images)
        return features

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.features(images).mean((2, 3)))
        return logits


def scenes(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """A disc, red or blue (the class), among four grey squares that say nothing."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:SIDE, :SIDE]
    images = rng.normal(0.5, 0.05, (count, 3, SIDE, SIDE))
    labels = rng.integers(2, size=count)
    for image, label in zip(images, labels, strict=True):
        for _ in range(4):
            top, left = rng.integers(2, SIDE - 10, 2)
            image[:, top : top + 8, left : left + 8] = rng.uniform(0, 1)
        row, column = rng.integers(8, SIDE - 8, 2)
        disc = (y - row) ** 2 + (x - column) ** 2 < 36
        image[:, disc] = 0.3
        image[0 if label else 2, disc] = 0.9
    return torch.from_numpy(images).float(), torch.from_numpy(labels)


@pytest.fixture(scope="module")
def trained() -> Small:
    """Right about nearly all scenes, after two seconds."""
    torch.manual_seed(0)
    network, (images, labels) = Small(), scenes(256, 0)
    optimiser = torch.optim.Adam(network.parameters(), 0.01)
    for step in range(80):
        some = slice(32 * (step % 8), 32 * (step % 8) + 32)
        optimiser.zero_grad()
        nn.functional.cross_entropy(network(images[some]), labels[some]).backward()
        optimiser.step()
    network.eval()
    images, labels = scenes(64, 1)
    assert (network(images).argmax(1) == labels).float().mean() > 0.9
    return network


def cams(network: Small, images: Tensor, labels: Tensor) -> list[Evidence]:
    return [
        closed_form_cam(network, image[None], int(label), BOX, class_key="", model_sha256="")
        for image, label in zip(images, labels, strict=True)
    ]


def edges(images: Tensor) -> list[np.ndarray]:
    """What only follows the image: how steep it is."""
    steep = [sobel(image.mean(0).numpy()) for image in images]
    return [(one / one.max()).astype(np.float32) for one in steep]


def mean_ranks(before: list[np.ndarray], after: list[np.ndarray]) -> float:
    pairs = zip(before, after, strict=True)
    return float(np.mean([similarity(one, other).spearman for one, other in pairs]))


def test_grad_cam_passes_and_a_map_of_edges_fails(trained):
    images, labels = scenes(16, 2)
    own = [one.values for one in cams(trained, images, labels)]
    drawn = edges(images)
    with closing(cascade(trained, images)) as forgetting:
        shares = []
        for share in forgetting:
            shares.append(share)
            last_cam = mean_ranks(own, [one.values for one in cams(trained, images, labels)])
            last_edges = mean_ranks(drawn, edges(images))
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert last_cam < 0.5
    assert last_edges > 0.99


def test_the_network_is_itself_again_even_after_a_fault(trained):
    images, _ = scenes(4, 3)
    before = {name: value.clone() for name, value in trained.state_dict().items()}
    momenta = [one.momentum for one in trained.modules() if isinstance(one, nn.BatchNorm2d)]

    def break_off() -> None:
        with closing(cascade(trained, images)) as forgetting:
            next(forgetting)
            assert not torch.equal(trained.classifier.weight, before["classifier.weight"])
            assert torch.equal(trained.stem[0].weight, before["stem.0.weight"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert all(torch.equal(value, before[name]) for name, value in trained.state_dict().items())
    assert not any(module.training for module in trained.modules())
    assert momenta == [one.momentum for one in trained.modules() if isinstance(one, nn.BatchNorm2d)]


@pytest.mark.parametrize(
    ("key", "size", "last"),
    [
        ("googlenet_dcn_cbam", 64, "classifier"),
        ("mcsa_unet", 64, "head"),
        ("xception_c", 75, "head.dense3"),
        ("densenet121_se", 64, "classifier"),
        ("resnet50v2_attention", 64, "classifier"),
    ],
)
def test_the_head_forgets_first_and_nothing_is_left_out(key, size, last):
    network = build_network(key, 3).eval()
    names = {module: name for name, module in network.named_modules()}
    stages = stages_of(network, torch.rand(1, 3, size, size), 4)
    assert len(stages) == 5
    assert len(stages[0]) == 1
    assert names[stages[0][0]].startswith(last.split(".")[0])
    taken = [module for stage in stages for module in stage]
    assert len(taken) == len(set(taken))
    assert sum(w.numel() for module in taken for w in module.parameters(recurse=False)) == sum(
        w.numel() for w in network.parameters()
    )


def test_forgetting_keeps_features_finite():
    network = build_network("xception_c", 2).eval()
    images = torch.rand(2, 3, 75, 75)
    with closing(cascade(network, images)) as forgetting, torch.inference_mode():
        for _ in forgetting:
            assert network(images).isfinite().all()


def test_similarity_of_equal_opposite_and_constant_maps():
    one = np.random.default_rng(0).random((20, 20), np.float32)
    same, opposite = similarity(one, one), similarity(one, 1 - one)
    assert (same.spearman, same.ssim) == pytest.approx((1, 1))
    assert opposite.spearman == pytest.approx(-1)
    assert opposite.ssim < 0
    nothing = similarity(one, np.zeros_like(one))
    assert (nothing.spearman, nothing.ssim) == (0, 0)
    broken = similarity(one, np.full_like(one, np.nan))
    assert (broken.spearman, broken.ssim) == (0, 0)
