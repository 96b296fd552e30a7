"""Training the late layers alone, from maps that the frozen early ones gave once.

On a processor this is five to ten times as fast as running the whole network every epoch. The
price is that every image has a fixed number of variants instead of ever new ones.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

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


@dataclass(frozen=True, slots=True, eq=False)
class KeptMaps:
    """What the trunk gave of N images, unvaried and varied.

    Attributes:
        maps: float16 (1 + variants, M, C, h, w), the unvaried ones first; many gigabytes, so that
            all parts of a set share them.
        places: which of the M images these are, (N,).
        targets: their classes (N,).
        weights: how often each is drawn for once that one of weight 1 is, (N,); None: all alike.
        taught: what teachers say of every map, probabilities (1 + variants, N, classes); None where
            there are none.
    """

    maps: Tensor
    places: NDArray[np.int64]
    targets: Tensor
    weights: NDArray[np.float64] | None = None
    taught: Tensor | None = None

    def at(self, places: Sequence[int] | NDArray[np.int64]) -> "KeptMaps":
        """A part of them."""
        some: NDArray[np.int64] = np.asarray(places, np.int64)
        weights = None if self.weights is None else self.weights[some]
        taught = None if self.taught is None else self.taught[:, some]
        targets = self.targets[torch.from_numpy(some)]
        return KeptMaps(self.maps, self.places[some], targets, weights, taught)


def keep_maps(
    network: nn.Module,
    loaded: LoadedImages,
    variation: Variation,
    variants: int,
    progress: Progress,
) -> KeptMaps:
    """Run the trunk over every image as it is, and over `variants` variations of it.

    Raises:
        Cancelled: from `progress`.
    """
    two_parts = in_two_parts(network)
    network.eval()
    device = next(network.parameters()).device
    count = len(loaded.targets)
    maps = torch.empty(0)
    for variant in range(1 + variants):
        rng = np.random.default_rng([17, variant - 1]) if variant else None
        for start in range(0, count, TRUNK_BATCH):
            progress.update(variant * count + start, (1 + variants) * count, "trunk")
            some = torch.from_numpy(loaded.pixels[start : start + TRUNK_BATCH])
            images = some.permute(0, 3, 1, 2).float() / 255
            varied = images if rng is None else vary(images, variation, rng)
            inputs = scale_unit(varied, loaded.scaling).to(device)
            with torch.inference_mode():
                middle = two_parts.trunk(inputs.contiguous(memory_format=torch.channels_last))
            if not len(maps):
                maps = torch.empty(1 + variants, count, *middle.shape[1:], dtype=torch.float16)
            maps[variant, start : start + len(middle)] = middle
    return KeptMaps(
        maps, np.arange(count), torch.from_numpy(loaded.targets), weights=loaded.weights
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
            maps = self.kept.maps[variant, self.kept.places[some]].float()
            if self.recipe.crown_turned:
                maps = _turned(maps, rng)
            yield ImageBatch(maps, self._targets(variant, some))

    def _targets(self, variant: NDArray[np.int64], some: NDArray[np.int64]) -> Tensor:
        """Classes (B,), or shares of classes (B, C), of which teachers give half."""
        targets, taught = self.kept.targets[torch.from_numpy(some)], self.kept.taught
        if taught is None:
            return targets
        return (F.one_hot(targets, taught.shape[2]) + taught[variant, some]) / 2


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


def crown_logits(network: nn.Module, kept: KeptMaps, variant: int = 0) -> Tensor:
    """Logits (N, C), float32 on the CPU, of one variant of every image; 0 is the unvaried."""
    device = next(network.parameters()).device
    crown = in_two_parts(network).crown
    with torch.inference_mode():
        some = [crown(maps.to(device)).float().cpu() for maps in maps_of(kept, variant)]
    return torch.cat(some)


def crown_answers(network: nn.Module, kept: KeptMaps) -> Tensor:
    """Probabilities (1 + variants, N, C), float32 on the CPU, of all maps of every image."""
    variants = range(len(kept.maps))
    return torch.stack([crown_logits(network, kept, each).softmax(1) for each in variants])


def maps_of(kept: KeptMaps, variant: int = 0, batch: int = WATCH_BATCH) -> Iterator[Tensor]:
    """One variant of every image, float32 (<= batch, C, h, w), in order; 0 is the unvaried."""
    for start in range(0, len(kept.targets), batch):
        yield kept.maps[variant, kept.places[start : start + batch]].float()


def in_two_parts(network: nn.Module) -> TwoParts:
    """`network` itself.

    Raises:
        InputInvalid: if it has no trunk and crown.
    """
    if not isinstance(network, TwoParts):
        raise InputInvalid(type(network).__name__, "its late layers can't be trained alone")
    return network
