"""An image that looks otherwise than the training images is told so, in words."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from medcls_core.inference import Predictor
from medcls_core.inference.image_traits import image_traits
from medcls_core.inference.likeness import Places, differences, measure_range, note_of
from medcls_core.language import Text
from medcls_core.networks import ModelCard, ModelVersion, Weights
from medcls_core.progress import Silent
from medcls_core.tasks import get_task


class Pooled(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.mix = nn.Conv2d(3, 6, 5)
        self.classifier = nn.Linear(6, 2)

    def forward(self, images: Tensor) -> Tensor:
        return self.classifier(self.mix(images).relu().mean((2, 3)))


@dataclass(frozen=True)
class Made:
    rgb: np.ndarray

    def read(self):
        return self.rgb


def cells(count, *, seed=0, depth=1.0, blur=0.0, tint=(1.0, 1.0, 1.0)):
    """Stained discs with a chromatin of noise on a light ground."""
    from scipy.ndimage import gaussian_filter  # noqa: PLC0415

    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:96, :96]
    made = []
    for _ in range(count):
        radius = rng.uniform(25, 35)
        disc = np.hypot(x - 48, y - 48) < radius
        density = disc * rng.normal(0.6, 0.25, (96, 96)).clip(0.1) * depth * rng.uniform(0.9, 1.1)
        density = gaussian_filter(density, blur) if blur else density
        rgb = 245 * 10 ** (-density[..., None] * np.array([1.1, 1.4, 0.7]) * tint)
        made.append(Made(rgb.clip(0, 255).astype(np.uint8)))
    return made


@pytest.fixture(scope="module")
def predictor(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    text = Text("t", "t")
    card = ModelCard(
        "mammography", "1", "tiny", ("benign", "malignant"),
        Weights("w.safetensors", "0" * 64, None, 0.5, size_px=(64, 64)),
        text, (), text, "", 0, (), (),
    )  # fmt: skip
    plain = Predictor(
        Pooled(), get_task("mammography"), ModelVersion(card, folder), torch.device("cpu")
    )
    found = measure_range(plain, cells(120), "made", folder, Silent())
    known = ModelVersion(replace(card, range=found), folder)
    return Predictor(plain.network, get_task("mammography"), known, torch.device("cpu"))


def told(predictor, **changed):
    found = differences(predictor, cells(4, seed=9, **changed), Silent())
    return {one.en for one in found}


def test_an_image_like_the_training_images_is_not_complained_of(predictor):
    assert told(predictor) == set()
    assert note_of(()) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"blur": 2.5}, "less sharp"),
        ({"depth": 0.4}, "stained more faintly"),
        ({"depth": 1.8}, "stained more darkly"),
        ({"tint": (0.5, 1.0, 1.0)}, "less red light is absorbed (a redder look)"),
        ({"tint": (1.0, 1.0, 2.0)}, "more blue light is absorbed (a yellower look)"),
    ],
)
def test_what_differs_is_said(predictor, changed, said):
    assert said in told(predictor, **changed)


def test_what_the_network_sees_otherwise_is_said(predictor):
    noise = np.random.default_rng(0).integers(0, 255, (96, 96, 3)).astype(np.uint8)
    found = differences(predictor, [Made(noise)] * 2, Silent())
    assert "unlike them in what the network sees" in {one.en for one in found}
    assert note_of(found).zh.startswith("该图像与模型的训练图像不同：")


def test_a_card_that_says_nothing_compares_nothing(predictor):
    bare = ModelVersion(replace(predictor.model.card, range=None), predictor.model.folder)
    silent = Predictor(predictor.network, predictor.task, bare, torch.device("cpu"))
    assert differences(silent, cells(2, blur=5), Silent()) == ()


def test_distances_are_one_for_a_typical_point():
    points = np.random.default_rng(0).normal(size=(4000, 5)) * [9, 3, 1, 1, 1] + 4
    assert np.median(Places.of(points).distances(points)) == pytest.approx(0.93, abs=0.05)


def test_a_black_and_an_empty_picture_have_numbers():
    for value in (0, 255):
        assert np.isfinite(list(image_traits(np.full((40, 40, 3), value, np.uint8)).values())).all()
