"""One step of training on made-up crops, for the self-test."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from medcls_core.networks import build_network
from medcls_core.progress import Silent
from medcls_core.training.fit import CHECKPOINT, fit
from medcls_core.training.recipe import Loss, Recipe, Stage

_RECIPE = Recipe(
    name="selftest",
    task="mitosis",
    network="mcsa_unet",
    loss=Loss.CROSS_ENTROPY,
    batch=2,
    stages=(Stage(epochs=1, learning_rate=1e-3),),
)
_SIDE_PX = 32


@dataclass(frozen=True, slots=True)
class _Crops:
    """Inputs (N, 3, H, W) with the class of every pixel (N, H, W)."""

    images: Tensor
    targets: Tensor


class _OneBatch:
    """Noise with a bright square that is the object: all there is to learn from."""

    def __len__(self) -> int:
        return 1

    def epoch(self, number: int) -> Iterator[_Crops]:
        """The one batch."""
        drawn = torch.Generator().manual_seed(number)
        images = torch.rand((_RECIPE.batch, 3, _SIDE_PX, _SIDE_PX), generator=drawn)
        targets = torch.zeros((_RECIPE.batch, _SIDE_PX, _SIDE_PX), dtype=torch.long)
        targets[:, 8:24, 8:24] = 1
        images[:, :, 8:24, 8:24] += 1
        yield _Crops(images, targets)


@dataclass(frozen=True, slots=True)
class Trained:
    """What one step did: the loss before it, and how many of the weights' tensors moved."""

    loss: float
    moved: int
    is_kept: bool

    @property
    def is_good(self) -> bool:
        """Whether it learnt, and the disk has it."""
        return math.isfinite(self.loss) and self.moved > 0 and self.is_kept


def train_one_step(folder: Path, device: torch.device) -> Trained:
    """Train the mitosis network by one step, as `medcls train` does, with a checkpoint."""
    torch.manual_seed(_RECIPE.seed)
    network = build_network(_RECIPE.network, 2)
    network = network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    before = [weight.detach().clone() for weight in network.parameters()]
    (report,) = fit(network, _OneBatch(), lambda _: 0.0, _RECIPE, folder, Silent())
    pairs = zip(before, network.parameters(), strict=True)
    moved = sum(not torch.equal(old, new) for old, new in pairs)
    return Trained(report.loss, moved, (folder / CHECKPOINT).is_file())
