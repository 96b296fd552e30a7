"""A heatmap that knows where it lies in the image."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Box


class EvidenceMethod(StrEnum):
    """How a heatmap was made."""

    GRAD_CAM = "grad_cam"
    CBAM_CHANNEL = "cbam_channel"
    CBAM_SPATIAL = "cbam_spatial"
    SE_CHANNEL = "se_channel"
    SELF_ATTENTION = "self_attention"
    PROBABILITY = "probability"
    MASK = "mask"
    INPUT_GRADIENT = "input_gradient"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One heatmap: float32 values in [0, 1] of shape (H, W), covering exactly `box_l0`.

    Pixel (row, column) covers the level-0 rectangle that `box_l0` divided into H rows and W
    columns gives it; nothing else about its place needs to be known. `class_key` is the class
    it speaks for, None for attention that speaks for no class.
    """

    method: EvidenceMethod
    values: NDArray[np.float32]
    box_l0: Box
    class_key: str | None
    model_sha256: str
