"""A made-up stained image with known truth, and networks whose answer is known."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from medcls_core.images import ImageSource, PixelSize, PixelSizeOrigin
from medcls_core.images.array_source import ArraySource
from medcls_core.inference import Predictor
from medcls_core.language import Text
from medcls_core.networks import ModelCard, ModelVersion, Weights
from medcls_core.tasks import get_task

STROMA = np.array([235, 170, 205], float)
NUCLEUS = np.array([80, 40, 120], float)
MID_GREEN = (170 + 40) / 2


class FiresOnPurple(nn.Module):
    """Logits (N, 2, H, W) of (background, object); probability 0.5 at half a nucleus's colour."""

    def __init__(self, steepness: float = 0.1) -> None:
        super().__init__()
        # Channels arrive as x / 127.5 - 1; green falls from 170 in stroma to 40 in a nucleus.
        self.head = nn.Conv2d(3, 2, 1)
        with torch.no_grad():
            self.head.weight.zero_()
            self.head.bias.zero_()
            self.head.weight[1, 1] = -steepness * 127.5
            self.head.bias[1] = steepness * (MID_GREEN - 127.5)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(images)
        return logits


def render(size: tuple[int, int], discs: Sequence[tuple[float, float, float]]) -> NDArray[np.uint8]:
    """Stroma with nuclei (x, y, radius) in pixels; edges are blended by the covered share."""
    width, height = size
    y, x = np.mgrid[:height, :width] + 0.5
    share = np.zeros((height, width))
    for disc_x, disc_y, radius in discs:
        share = np.maximum(share, np.clip(radius - np.hypot(x - disc_x, y - disc_y) + 0.5, 0, 1))
    rgb = STROMA + share[:, :, None] * (NUCLEUS - STROMA)
    return rgb.round().astype(np.uint8)


@pytest.fixture(scope="session")
def made_up() -> Callable[..., ImageSource]:
    """`made_up((width, height), discs, mpp)`: an image that was never a file."""

    def make(
        size: tuple[int, int],
        discs: Sequence[tuple[float, float, float]],
        mpp: float | None = 0.25,
    ) -> ImageSource:
        known = None if mpp is None else PixelSize(mpp, PixelSizeOrigin.USER)
        return ArraySource(
            Path("made-up.png"), render(size, discs), pixel_size=known, format_name="made up"
        )

    return make


def card_of(task: str, classes: tuple[str, ...]) -> ModelCard:
    """A card as if the network had been trained."""
    text = Text("for tests", "仅供测试")
    return ModelCard(
        task=task,
        version="test",
        network=get_task(task).network,
        classes=classes,
        weights=Weights("weights.safetensors", "0" * 64, get_task(task).input.mpp, 0.6),
        intended_use=text,
        data=(text,),
        licence=text,
        recipe="",
        seed=0,
        metrics=(),
        limits=(text,),
    )


@pytest.fixture(scope="session")
def predictor_of() -> Callable[..., Predictor]:
    """`predictor_of(network)`: a predictor of mitoses; another task and classes can be given."""

    def make(
        network: nn.Module,
        task: str = "mitosis",
        classes: tuple[str, ...] = ("background", "mitosis"),
        temperature: float = 1.0,
    ) -> Predictor:
        card = card_of(task, classes)
        assert card.weights is not None
        card = replace(card, weights=replace(card.weights, temperature=temperature))
        model = ModelVersion(card, Path("nowhere"))
        return Predictor(network, get_task(task), model, torch.device("cpu"))

    return make


@pytest.fixture
def fires_on_purple(predictor_of: Callable[..., Predictor]) -> Predictor:
    return predictor_of(FiresOnPurple())
