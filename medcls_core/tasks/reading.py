"""How pixels become a network's input, and how its logits become probabilities."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from medcls_core.tasks.task import ChannelScaling, Scaling

_IMAGENET = ChannelScaling((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
_CAFFE_MEAN_BGR = (104.0, 117.0, 123.0)

_MIRRORS: tuple[tuple[int, ...], ...] = ((), (2,), (3,), (2, 3))
"""Dimensions of (N, C, H, W) that are turned round."""


def _per_channel(values: tuple[float, float, float], like: Tensor) -> Tensor:
    return torch.tensor(values, dtype=like.dtype, device=like.device).view(1, 3, 1, 1)


def scale_input(rgb: NDArray[np.uint8], scaling: Scaling | ChannelScaling) -> Tensor:
    """Pixels as the network wants them.

    Args:
        rgb: uint8 RGB of shape (N, H, W, 3).
        scaling: the input contract's scaling.

    Returns:
        float32 of shape (N, 3, H, W); channels in BGR order for `Scaling.CAFFE`, RGB otherwise.
    """
    # The copy keeps PyTorch from warning about arrays that can't be written to.
    pixels = torch.from_numpy(np.array(rgb, dtype=np.uint8)).permute(0, 3, 1, 2).float()
    return scale_unit(pixels / 255, scaling)


def scale_unit(images: Tensor, scaling: Scaling | ChannelScaling) -> Tensor:
    """The same for float RGB (N, 3, H, W) in [0, 1], as augmentation gives it."""
    match scaling:
        case ChannelScaling(mean, std):
            return (images - _per_channel(mean, images)) / _per_channel(std, images)
        case Scaling.UNIT:
            return images
        case Scaling.SYMMETRIC:
            return images * 2 - 1
        case Scaling.IMAGENET:
            return scale_unit(images, _IMAGENET)
        case Scaling.CAFFE:
            return images.flip(1) * 255 - _per_channel(_CAFFE_MEAN_BGR, images)


def mean_of_mirrored(answer: Callable[[Tensor], Tensor], inputs: Tensor) -> Tensor:
    """The mean answer about inputs (N, C, H, W) and their three mirror images; costs four.

    Cells and tissue have no right way up, but a network that has seen few isn't indifferent to it.
    """
    return torch.stack([answer(inputs.flip(sides)) for sides in _MIRRORS]).mean(0)


def probabilities(logits: Tensor, temperature: float = 1.0) -> Tensor:
    """Probabilities along dimension 1, computed in float32.

    Args:
        logits: shape (N, C) or (N, C, H, W). A single column is the logit of the second of two
            classes, as sigmoid heads give it.
        temperature: the card's calibration; logits are divided by it.

    Returns:
        float32 that sums to 1 along dimension 1, of the logits' shape (two columns for one).
    """
    scaled = logits.float() / temperature
    if scaled.shape[1] == 1:
        second = torch.sigmoid(scaled)
        return torch.cat([1 - second, second], 1)
    return torch.softmax(scaled, 1)
