"""The wand: the connected part of a picture that looks like the place that was touched."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.color import rgb2lab
from skimage.measure import find_contours

from medcls_core.geometry import Box, Outline, Point
from medcls_core.shapes.areas import regions_of, simplified

SMOOTH_PX = 1.2
"""Grain finer than this, in pixels of the patch, is no border."""

_SEED_REACH = 1
_LEVEL = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How far every pixel of a patch is from the touched colour.

    `distance` is float32 (H, W), the CIE Lab distance (2 is just seen, 100 is black to white).
    `seed` is (x, y) of the touched pixel; `box_l0` is what the patch covers.
    """

    distance: NDArray[np.float32]
    seed: tuple[int, int]
    box_l0: Box


def likeness(rgb: NDArray[np.uint8], box_l0: Box, place: Point) -> Likeness:
    """Compare a patch with the colour at a place in it.

    Args:
        rgb: uint8 (H, W, 3) RGB.
        box_l0: what it covers.
        place: inside of the box; outside, the nearest pixel is taken.
    """
    high, wide = rgb.shape[:2]
    x = round((place.x_l0 - box_l0.x_l0) / box_l0.width_l0 * wide - 0.5)
    y = round((place.y_l0 - box_l0.y_l0) / box_l0.height_l0 * high - 0.5)
    x, y = min(max(x, 0), wide - 1), min(max(y, 0), high - 1)
    smooth = ndimage.gaussian_filter(rgb.astype(np.float32) / 255, (SMOOTH_PX, SMOOTH_PX, 0))
    lab = np.asarray(rgb2lab(smooth), dtype=np.float32)
    around = lab[
        max(0, y - _SEED_REACH) : y + _SEED_REACH + 1, max(0, x - _SEED_REACH) : x + _SEED_REACH + 1
    ]
    distance = np.linalg.norm(lab - around.mean(axis=(0, 1)), axis=2)
    return Likeness(distance.astype(np.float32), (x, y), box_l0)


def flood(like: Likeness, tolerance: float) -> NDArray[np.bool_]:
    """The pixels connected to the touched one that differ by `tolerance` at most, holes filled.

    Args:
        like: of the patch.
        tolerance: in Lab distance; the touched pixel itself is always in.

    Returns:
        bool (H, W).
    """
    x, y = like.seed
    near = like.distance <= tolerance
    near[y, x] = True
    parts, _ = ndimage.label(near)
    filled: NDArray[np.bool_] = ndimage.binary_fill_holes(parts == parts[y, x])
    return filled


def outline_of(mask: NDArray[np.bool_], box_l0: Box) -> Outline | None:
    """The border of a connected mask over `box_l0`, along its pixels' edges; None if it is empty.

    Args:
        mask: bool (H, W), without holes.
        box_l0: what it covers.
    """
    high, wide = mask.shape
    across, down = box_l0.width_l0 / wide, box_l0.height_l0 / high
    rings = find_contours(np.pad(mask, 1).astype(np.float32), _LEVEL)
    if not rings:
        return None
    # Row and column of the padded mask, whose pixel (1, 1) has its centre half a pixel inside.
    border = max(rings, key=len) - 0.5
    found = regions_of(
        [Point(box_l0.x_l0 + column * across, box_l0.y_l0 + row * down) for row, column in border]
    )
    return simplified(found[0], max(across, down) / 2) if found else None
