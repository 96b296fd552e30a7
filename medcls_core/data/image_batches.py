"""Batches of whole labelled images, varied anew every epoch."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from medcls_core.data.augmentation import Variation, vary
from medcls_core.data.labelled import LabelledImage
from medcls_core.errors import InputInvalid
from medcls_core.inference.predictor import resample
from medcls_core.tasks import InputContract
from medcls_core.tasks.reading import scale_unit
from medcls_core.tasks.task import ChannelScaling, Scaling

Prepare = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class ImageBatch:
    """Scaled inputs float (N, 3, H, W) and classes long (N,)."""

    images: Tensor
    targets: Tensor


@dataclass(frozen=True, slots=True)
class LoadedImages:
    """Images in memory at the network's size.

    Attributes:
        pixels: uint8 RGB (N, H, W, 3).
        targets: class indices (N,).
        scaling: of the network's input.
        weights: how often each image is drawn for once that one of weight 1 is, (N,); None draws
            all alike.
    """

    pixels: NDArray[np.uint8]
    targets: NDArray[np.int64]
    scaling: Scaling | ChannelScaling
    weights: NDArray[np.float64] | None = None


def load_images(
    items: Sequence[LabelledImage],
    classes: Sequence[str],
    contract: InputContract,
    prepare: Prepare | None = None,
) -> LoadedImages:
    """Read `items`.

    Args:
        items: labelled images.
        classes: class keys in the order of the network's outputs.
        contract: size and scaling of the network's input.
        prepare: done to every image first, such as stain normalisation.

    Raises:
        InputInvalid: if there are no images, or one of a class that isn't in `classes`.
        ImageUnreadable: if a file is missing or damaged.
    """
    if not items:
        raise InputInvalid("this part of the data", "it holds no images")
    targets = targets_of(items, classes)
    width, height = contract.width_px, contract.height_px
    pixels = np.empty((len(items), height, width, 3), np.uint8)
    for index, item in enumerate(items):
        rgb = item.read()
        pixels[index] = resample(rgb if prepare is None else prepare(rgb), width, height)
    return LoadedImages(pixels, targets, contract.scaling)


class ImageBatches:
    """Draws every image once an epoch; every epoch is the same for the same seed.

    Args:
        loaded: training images.
        batch: images a batch; an incomplete last one is filled with others of the epoch.
        seed: of every epoch together with the epoch's number.
        variation: how images are varied.
        balanced: draw every class as often as any other instead.
    """

    def __init__(
        self,
        loaded: LoadedImages,
        *,
        batch: int,
        seed: int,
        variation: Variation,
        balanced: bool = False,
    ) -> None:
        self._loaded = loaded
        self._batch = batch
        self._seed = seed
        self._variation = variation
        self._balanced = balanced

    def __len__(self) -> int:
        return math.ceil(len(self._loaded.targets) / self._batch)

    def epoch(self, number: int) -> Iterator[ImageBatch]:
        """The batches of epoch `number`."""
        rng = np.random.default_rng([self._seed, number])
        order = class_order(
            self._loaded.targets, rng, balanced=self._balanced, weights=self._loaded.weights
        )
        for start in range(0, len(self) * self._batch, self._batch):
            some = np.take(order, range(start, start + self._batch), mode="wrap")
            pixels = torch.from_numpy(self._loaded.pixels[some]).permute(0, 3, 1, 2)
            varied = vary(pixels.float() / 255, self._variation, rng)
            yield ImageBatch(
                scale_unit(varied, self._loaded.scaling),
                torch.from_numpy(self._loaded.targets[some]),
            )


def class_order(
    targets: NDArray[np.int64],
    rng: np.random.Generator,
    *,
    balanced: bool,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.int64]:
    """Places of an epoch's images: each once, or, balanced, every class as often as any other.

    With `weights` images are drawn as often as they count, within their class where balanced.
    """
    count = len(targets)
    if not balanced and weights is None:
        return rng.permutation(count)
    chance = np.ones(count) if weights is None else weights
    if balanced:
        chance = chance / np.bincount(targets, weights)[targets]
    return rng.choice(count, count, p=chance / chance.sum())


def targets_of(items: Sequence[LabelledImage], classes: Sequence[str]) -> NDArray[np.int64]:
    """Class indices (N,) of the images' labels.

    Raises:
        InputInvalid: if a label is none of `classes`.
    """
    place = {key: index for index, key in enumerate(classes)}
    for item in items:
        if item.label not in place:
            known = ", ".join(classes)
            raise InputInvalid(f"{item.name}, labelled {item.label!r}", f"the classes are {known}")
    return np.array([place[item.label] for item in items], np.int64)
