"""Masks of mitoses where only their centres are given: grown in the haematoxylin channel.

Decision (seed 2): public sets give centroids; a pseudo-mask is not a pathologist's outline, and
every figure computed against it says so.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.color import rgb2hed
from skimage.filters import threshold_otsu

SEED_RADII_UM = (2.5, 6.5)
"""Dark parts that begin this near to the centre belong to the figure. The wider radius is tried
when the narrow one meets nothing: the centre of a telophase lies between its two plates."""
REACH_UM = 7.0
"""Nothing farther than this from the centre belongs to the figure."""
CORE_RADIUS_UM = 1.5
"""Where no dark part is found at all, this disc stands for the figure."""
BEYOND_SLIDE = 12
"""Pixels darker than this in every channel are padding at the slide's edge, not tissue."""
OWN_LEVEL = 0.5
"""Pixels of this probability are a network's own mask."""
OWN_REACH_UM = 7.5
"""An object of the network whose middle lies this near to a centre is that figure."""
OWN_AREAS = (0.5, 2.0)
"""A network's outline is believed if its area lies in this range of the grown mask's."""


def haematoxylin(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Smoothed haematoxylin optical density of shape (H, W) for uint8 RGB (H, W, 3)."""
    density = rgb2hed(rgb)[..., 0].astype(np.float32)
    density[(rgb < BEYOND_SLIDE).all(-1)] = 0.0
    smooth: NDArray[np.float32] = ndimage.gaussian_filter(density, 1.0)
    return smooth


def _grow_one(
    density: NDArray[np.float32], center_px: tuple[float, float], mpp: float
) -> NDArray[np.bool_]:
    rows, columns = np.indices(density.shape)
    distance_um = np.hypot(columns + 0.5 - center_px[0], rows + 0.5 - center_px[1]) * mpp
    reach = distance_um <= REACH_UM
    nearby = density[reach]
    level = max(float(threshold_otsu(nearby)), float(np.quantile(nearby, 0.6)))
    dark = (density >= level) & reach
    labels, _ = ndimage.label(ndimage.binary_opening(dark, iterations=1))
    for radius in SEED_RADII_UM:
        near = np.unique(labels[(distance_um <= radius) & (labels > 0)])
        if near.size:
            grown = np.isin(labels, near)
            break
    else:
        grown = distance_um <= CORE_RADIUS_UM
    filled = ndimage.binary_fill_holes(ndimage.binary_dilation(grown))
    inside: NDArray[np.bool_] = filled & reach
    return inside


def improve_pseudo_mask(
    prob: NDArray[np.float32],
    grown: NDArray[np.bool_],
    center_px: tuple[float, float],
    mpp: float,
) -> NDArray[np.bool_]:
    """The outline that a trained network gives a figure, where it is believable.

    Args:
        prob: the network's probability of mitosis (H, W).
        grown: the figure's mask as `grow_pseudo_mask` gives it.
        center_px: (x, y) of the figure.
        mpp: micrometres per pixel.

    Returns:
        bool (H, W): the network's objects whose middle lies near the centre, if they have
        half to twice the area of `grown` together; else `grown`.
    """
    labels, count = ndimage.label(prob >= OWN_LEVEL)
    middles = ndimage.center_of_mass(labels > 0, labels, range(1, count + 1))
    near = [
        number
        for number, (row, column) in enumerate(middles, start=1)
        if np.hypot(column + 0.5 - center_px[0], row + 0.5 - center_px[1]) * mpp <= OWN_REACH_UM
    ]
    own: NDArray[np.bool_] = ndimage.binary_fill_holes(np.isin(labels, near))
    least, most = (share * grown.sum() for share in OWN_AREAS)
    return own if least <= own.sum() <= most else grown


def grow_pseudo_mask(
    rgb: NDArray[np.uint8], centres_px: Sequence[tuple[float, float]], mpp: float
) -> NDArray[np.bool_]:
    """Mask of all figures whose centres are given.

    Args:
        rgb: uint8 (H, W, 3).
        centres_px: (x, y) in pixels of `rgb`.
        mpp: micrometres per pixel of `rgb`.

    Returns:
        bool (H, W); all False without centres.
    """
    mask = np.zeros(rgb.shape[:2], dtype=np.bool_)
    if not centres_px:
        return mask
    density = haematoxylin(rgb)
    for center in centres_px:
        mask |= _grow_one(density, center, mpp)
    return mask
