"""How an image looks, in a few numbers that a scanner, a stain or a focus changes."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from medcls_core.inference.predictor import resample

SIDE = 128
LIGHT = 255.0
CLEAR = 0.10
"""Optical density (base 10, mean of the channels) below which a pixel is glass or background."""

LEAST_STAINED = 64

DEPTH, RED, BLUE, SHARPNESS = "depth", "red", "blue", "sharpness"


def image_traits(rgb: NDArray[np.uint8]) -> dict[str, float]:
    """The numbers of a crop, uint8 RGB (H, W, 3), as a network is shown it.

    - depth: mean optical density of the stained pixels.
    - red, blue: share of red and of blue in it, that is the direction of the stain vector.
    - sharpness: log10 of the variance of the Laplacian over that of the brightness, at 128 px;
      it falls when the focus is lost.
    """
    pixels = resample(rgb, SIDE, SIDE).astype(np.float64)
    density = -np.log10((pixels + 1) / (LIGHT + 1))
    stained = density[density.mean(2) > CLEAR]
    if len(stained) < LEAST_STAINED:
        stained = density.reshape(-1, 3)
    mean = np.maximum(stained.mean(0), 1e-6)
    bright = pixels.mean(2)
    edges = ndimage.laplace(bright).var() / (bright.var() + 1e-6)
    return {
        DEPTH: float(mean.mean()),
        RED: float(mean[0] / mean.sum()),
        BLUE: float(mean[2] / mean.sum()),
        SHARPNESS: float(np.log10(edges + 1e-6)),
    }
