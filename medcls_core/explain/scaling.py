"""The one rule by which raw maps become values in [0, 1] of a wanted size."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F


def min_max(values: Tensor) -> Tensor:
    """`values` shifted and stretched to [0, 1]; a constant map becomes all zero.

    The small number in the denominator is the grad-cam package's, so that maps agree with it.
    """
    shifted = values - values.min()
    return shifted / (1e-7 + shifted.max())


def resize_map(values: Tensor, height: int, width: int) -> Tensor:
    """A map (h, w) resized to (height, width).

    Bilinear with pixel centres at half coordinates (`align_corners=False`): the map covers
    the same rectangle before and after. With aligned corners a hot spot would drift by up to half
    a coarse pixel towards the edges.
    """
    resized = F.interpolate(values[None, None], (height, width), mode="bilinear")
    return resized[0, 0]


def as_values(values: Tensor) -> NDArray[np.float32]:
    """A map as `Evidence.values`: float32 on the CPU, in [0, 1]."""
    array: NDArray[np.float32] = values.detach().float().clamp(0, 1).cpu().numpy()
    return array


def cam_values(cam: Tensor, height: int, width: int) -> NDArray[np.float32]:
    """A class activation map (h, w) as the grad-cam package presents it, of the input's size.

    ReLU, min-max, bilinear resize, and min-max again.
    """
    return as_values(min_max(resize_map(min_max(torch.relu(cam)), height, width)))
