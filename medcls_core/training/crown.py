"""Training the late layers alone, from maps that the frozen early ones gave once.

On a processor this is five to ten times as fast as running the whole network every epoch. The
price is that every image has a fixed number of variants instead of ever new ones.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from medcls_core.data.augmentation import Variation, vary
from medcls_core.data.image_batches import ImageBatch, LoadedImages, class_order
from medcls_core.errors import InputInvalid
from medcls_core.networks.two_parts import TwoParts
from medcls_core.progress import Progress
from medcls_core.tasks.reading import scale_unit
from medcls_core.training.fit import EpochReport, fit
from medcls_core.training.losses import LOSSES
from medcls_core.training.recipe import Recipe

TRUNK_BATCH = 8
WATCH_BATCH = 32


@dataclass(frozen=True, slots=True)
class KeptMaps:
    """Maps float16 (variants, N, C, h, w) of the trunk, classes (N,), and how often each counts."""

    maps: Tensor
    targets: Tensor
    weights: NDArray[np.float64] | None = None


def keep_maps(
    network: nn.Module,
    loaded: LoadedImages,
    variation: Variation | None,
    variants: int,
    progress: Progress,
) -> KeptMaps:
    """Run the trunk over `variants` variations of every image; None varies nothing.

    Raises:
        Cancelled: from `progress`.
    """
    two_parts = in_two_parts(network)
    network.eval()
    device = next(network.parameters()).device
    count = len(loaded.targets)
    kept: list[Tensor] = []
    for variant in range(variants):
        rng = np.random.default_rng([17, variant])
        for start in range(0, count, TRUNK_BATCH):
            progress.update(variant * count + start, variants * count, "trunk")
            some = torch.from_numpy(loaded.pixels[start : start + TRUNK_BATCH])
            images = some.permute(0, 3, 1, 2).float() / 255
            varied = images if variation is None else vary(images, variation, rng)
            inputs = scale_unit(varied, loaded.scaling).to(device)
            with torch.inference_mode():
                middle = two_parts.trunk(inputs.contiguous(memory_format=torch.channels_last))
            kept.append(middle.half().cpu())
    maps = torch.cat(kept)
    return KeptMaps(
        maps.reshape(variants, count, *maps.shape[1:]), torch.from_numpy(loaded.targets)
    )


@dataclass(frozen=True, slots=True)
class MapBatches:
    """Batches of kept maps, a variant drawn for each image anew every epoch."""

    kept: KeptMaps
    recipe: Recipe

    def __len__(self) -> int:
        return math.ceil(len(self.kept.targets) / self.recipe.batch)

    def epoch(self, number: int) -> Iterator[ImageBatch]:
        """The batches of epoch `number`."""
        rng = np.random.default_rng([self.recipe.seed, number])
        targets = self.kept.targets.numpy()
        order = class_order(targets, rng, balanced=self.recipe.balanced, weights=self.kept.weights)
        for start in range(0, len(self) * self.recipe.batch, self.recipe.batch):
            some = np.take(order, range(start, start + self.recipe.batch), mode="wrap")
            variant = rng.integers(len(self.kept.maps), size=len(some))
            maps = self.kept.maps[variant, some].float()
            if self.recipe.crown_turned:
                maps = _turned(maps, rng)
            yield ImageBatch(maps, self.kept.targets[torch.from_numpy(some)])


def _turned(maps: Tensor, rng: np.random.Generator) -> Tensor:
    """All maps of a batch in one of the eight positions of a square, or the four of a rectangle."""
    quarters, flipped = int(rng.integers(4)), bool(rng.integers(2))
    if maps.shape[2] != maps.shape[3]:
        quarters -= quarters % 2
    turned = maps.rot90(quarters, (2, 3))
    return turned.flip(3) if flipped else turned


def train_crown(
    network: nn.Module,
    train: KeptMaps,
    watched: KeptMaps,
    recipe: Recipe,
    folder: Path,
    progress: Progress,
) -> Iterator[EpochReport]:
    """Train the crown of `network` in place, up to its best epoch; see `fit`.

    Raises:
        Cancelled: from `progress`.
    """

    def score(watching: nn.Module) -> float:
        return -float(LOSSES[recipe.loss](crown_logits(watching, watched), watched.targets))

    crown = in_two_parts(network).crown
    return fit(network, MapBatches(train, recipe), score, recipe, folder, progress, crown)


def crown_logits(network: nn.Module, kept: KeptMaps) -> Tensor:
    """Logits (N, C), float32 on the CPU, of the first variant of every image."""
    device = next(network.parameters()).device
    crown = in_two_parts(network).crown
    with torch.inference_mode():
        some = [crown(maps.to(device)).float().cpu() for maps in plain_maps(kept)]
    return torch.cat(some)


def plain_maps(kept: KeptMaps, batch: int = WATCH_BATCH) -> Iterator[Tensor]:
    """The first variant of every image, float32 (<= batch, C, h, w), in their order."""
    for start in range(0, len(kept.targets), batch):
        yield kept.maps[0, start : start + batch].float()


def in_two_parts(network: nn.Module) -> TwoParts:
    """`network` itself.

    Raises:
        InputInvalid: if it has no trunk and crown.
    """
    if not isinstance(network, TwoParts):
        raise InputInvalid(type(network).__name__, "its late layers can't be trained alone")
    return network
