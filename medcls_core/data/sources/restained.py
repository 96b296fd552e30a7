"""A nucleus of a DNA-stained field, shown alone and in the colours of a Giemsa smear.

A network that learnt on Giemsa-like cells can answer about real nuclei only if they look like
what it knows: dark on light, and with nobody else's micronuclei in the picture.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from medcls_core.data import smear_statistics as smear
from medcls_core.data.labelled import Rgb

_FLOOR_PERCENTILE = 3
_BRIGHTEST = 1.3
"""Where a part of the nucleus or a micronucleus outshines the nucleus's median, it stops here."""
_GAMMA = 0.7
"""Lifts micronuclei, which are fainter than their nucleus by thickness alone."""
_STAINED = 0.43
"""Share of the smear's densities: a flat nucleus shows its texture only when stained lightly."""
_CYTOPLASM = 0.12 * 0.43
"""Density of a drawn cytoplasm in red, below the measured ones: it must not hide the faintest."""
_REACH, _EDGE = 0.95, 0.03
"""Radius of that cytoplasm over half the crop's side, and how soft its edge is."""


@dataclass(frozen=True, slots=True, eq=False)
class Territory:
    """What belongs to one nucleus: the pixels of its crop that no other nucleus is nearer to.

    Attributes:
        own: bool (H, W), of the crop.
        brightness: median of the field's grey levels within the nucleus.
    """

    own: NDArray[np.bool_]
    brightness: float


def nearest_nucleus(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each pixel (H, W) the number of the nucleus that it lies in or nearest to."""
    rows, columns = ndimage.distance_transform_edt(
        numbers == 0, return_distances=False, return_indices=True
    )
    nearest: NDArray[np.int64] = numbers[rows, columns]
    return nearest


def restain(grey: NDArray[np.float32], territory: Territory) -> Rgb:
    """uint8 RGB (H, W, 3) for a crop (H, W) of a DNA-stained field.

    Brightness counts from the crop's dark floor to the nucleus's own median, so that exposures
    don't matter; what is another nucleus's becomes empty.
    """
    floor = float(np.percentile(grey, _FLOOR_PERCENTILE))
    shares = (grey - floor) / max(territory.brightness - floor, 1.0)
    soft = ndimage.gaussian_filter(territory.own.astype(np.float32), 0.7)
    chromatin = np.clip(shares * soft, 0, _BRIGHTEST) ** np.float32(_GAMMA)
    density = chromatin[..., None] * np.asarray(smear.NUCLEUS_DENSITY) * _STAINED
    cytoplasm = _disc(*grey.shape) * _CYTOPLASM * np.clip(1 - chromatin, 0, 1)
    direction = np.asarray(smear.CYTOPLASM_DIRECTION)
    density = density + cytoplasm[..., None] * direction / direction[0]
    light = np.asarray(smear.BACKGROUND_RGB) * 10**-density
    stained: Rgb = np.clip(light, 0, 255).astype(np.uint8)
    return stained


def _disc(height: int, width: int) -> NDArray[np.float64]:
    y, x = np.ogrid[:height, :width]
    from_middle = np.hypot((y + 0.5) / height * 2 - 1, (x + 0.5) / width * 2 - 1)
    disc: NDArray[np.float64] = 1 / (1 + np.exp((from_middle - _REACH) / _EDGE))
    return disc
