"""One image with a predictor's answer and every heatmap of it, to be drawn and to be tested."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from medcls_core.explain import Evidence, EvidenceMethod
from medcls_core.geometry import Box, Size
from medcls_core.inference.evidence import maps_of_class, maps_of_mask, strongest_mask
from medcls_core.inference.objects import MASK_LEVEL
from medcls_core.inference.predictor import CROP_BATCH, HALVINGS, Predictor, resample
from medcls_core.tasks import TaskKind

DRAWN = EvidenceMethod.MASK
"""The one map that is a drawing of the answer, not a reason for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """What a predictor said of an image, and why.

    Attributes:
        rgb: uint8 (H, W, 3) as the network saw it: resampled or padded, stains normalised.
        size: how much of `rgb`, from its upper left, is the image; the rest is padding.
        probs: of every class, in the predictor's order.
        answer: key of the class that the predictor gives.
        maps: its heatmaps, the box of each in pixels of `rgb`.
        mask: the object that a mask network saw, bool (H, W), or its likeliest pixels where it
            saw none; None for a classifier.
        shows_object: whether there is anything that heatmaps could speak for.
    """

    rgb: NDArray[np.uint8]
    size: Size
    probs: tuple[float, ...]
    answer: str
    maps: tuple[Evidence, ...]
    mask: NDArray[np.bool_] | None
    shows_object: bool = True


def explain_image(predictor: Predictor, rgb: NDArray[np.uint8]) -> Explained:
    """The predictor's answer about an image, uint8 RGB (H, W, 3), as it answers everywhere."""
    if predictor.task.kind is TaskKind.MASK:
        return _explain_mask(predictor, rgb)
    contract = predictor.task.input
    seen = predictor.normalised(resample(rgb, contract.width_px, contract.height_px))
    probs = predictor.predict_batch([rgb])[0]
    answer = predictor.classes[int(np.argmax(probs))]
    maps = maps_of_class(predictor, _inputs(predictor, seen), _box(seen), answer)
    return Explained(seen, Size(contract.width_px, contract.height_px), probs, answer, maps, None)


def _explain_mask(predictor: Predictor, rgb: NDArray[np.uint8]) -> Explained:
    height, width = rgb.shape[:2]
    beyond = ((0, -height % HALVINGS), (0, -width % HALVINGS), (0, 0))
    seen = predictor.normalised(np.pad(rgb, beyond, mode="edge"))
    probs_of_pixels = predictor.predict(seen[None], normalise=False)[0].numpy()
    prob = probs_of_pixels[predictor.object_channel, :height, :width]
    mask = np.zeros(seen.shape[:2], np.bool_)
    mask[:height, :width] = strongest_mask(prob)
    probs = predictor.predict_batch([rgb])[0]
    maps = maps_of_mask(predictor, _inputs(predictor, seen), _box(seen), lambda _: mask)
    is_object = probs[predictor.object_channel] >= predictor.threshold
    channel = predictor.object_channel if is_object else 1 - predictor.object_channel
    answer = predictor.classes[channel]
    found = bool((prob >= MASK_LEVEL).any())
    return Explained(seen, Size(width, height), probs, answer, maps, mask, found)


def heatmaps_of(predictor: Predictor, explained: Explained) -> tuple[Evidence, ...]:
    """The maps of the same answer made again, by the network as it is now."""
    inputs, box = inputs_of(predictor, explained), _box(explained.rgb)
    mask = explained.mask
    if mask is None:
        return maps_of_class(predictor, inputs, box, explained.answer)
    return maps_of_mask(predictor, inputs, box, lambda _: mask)


def inputs_of(predictor: Predictor, explained: Explained) -> Tensor:
    """Scaled network input (1, 3, H, W)."""
    return _inputs(predictor, explained.rgb)


def asked_probability(
    predictor: Predictor, explained: Explained
) -> Callable[[NDArray[np.uint8]], NDArray[np.float32]]:
    """What the heatmaps explain, as a function of pixels like `Explained.rgb`, a batch of them.

    For a classifier the probability of its answer. For a mask network the mean probability of the
    object class inside the mask that it drew on the untouched image.
    """
    index = predictor.classes.index(explained.answer)
    mask = explained.mask

    def probability(batch: NDArray[np.uint8]) -> NDArray[np.float32]:
        found = []
        for start in range(0, len(batch), CROP_BATCH):
            some = predictor.predict(batch[start : start + CROP_BATCH], normalise=False)
            if mask is None:
                found.append(some[:, index].numpy())
            else:
                found.append(some[:, predictor.object_channel].numpy()[:, mask].mean(1))
        return np.concatenate(found)

    return probability


def _inputs(predictor: Predictor, seen: NDArray[np.uint8]) -> Tensor:
    return predictor.scaled(seen[None], normalise=False)


def _box(seen: NDArray[np.uint8]) -> Box:
    return Box(0, 0, seen.shape[1], seen.shape[0])
