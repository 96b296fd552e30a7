"""Parts cut out of real fluorescence fields: a nucleus or a micronucleus, shape and texture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.measure._regionprops import RegionProperties

Plane = NDArray[np.float32]
"""A float picture of shape (H, W)."""

_MARGIN_PX = 4
_RIM_PX = 2
"""The outermost pixels of a fluorescent nucleus are dimmed by blur: they don't tell its texture."""


@dataclass(frozen=True, slots=True, eq=False)
class CutPart:
    """One nucleus or micronucleus.

    Attributes:
        depth: float32 (h, w), distance from the outline in pixels of the field, inside above 0.
        texture: float32 (h, w), mean 0 and deviation 1 within the outline.
        diameter_px: of the circle with the same area, in pixels of the field.
        axis_ratio: minor over major axis, in (0, 1].
        angle: of the major axis in radians, from x towards y.
        solidity: area over that of the convex hull.
        parent_ratio: a micronucleus's diameter over its parent's; None for a nucleus.
        acquisition: unit of every split.
    """

    depth: Plane
    texture: Plane
    diameter_px: float
    axis_ratio: float
    angle: float
    solidity: float
    parent_ratio: float | None
    acquisition: str


def cut_part(
    field: Plane, region: RegionProperties, acquisition: str, parent_diameter_px: float | None
) -> CutPart:
    """Cut `region` out of the fluorescence `field` (H, W)."""
    top, left, bottom, right = region.bbox
    mask = np.pad(region.image, _MARGIN_PX)
    padded = np.pad(field, _MARGIN_PX, mode="edge")
    window = padded[top : bottom + 2 * _MARGIN_PX, left : right + 2 * _MARGIN_PX]
    diameter = float(region.equivalent_diameter_area)
    minor, major = float(region.axis_minor_length), float(region.axis_major_length)
    return CutPart(
        depth=_depth(mask, diameter),
        texture=_texture_within(window.astype(np.float32), mask),
        diameter_px=diameter,
        axis_ratio=float(np.clip(minor / max(major, 1e-6), 0.2, 1.0)),
        angle=np.pi / 2 - float(region.orientation),
        solidity=float(region.solidity),
        parent_ratio=None if parent_diameter_px is None else diameter / parent_diameter_px,
        acquisition=acquisition,
    )


def _depth(mask: NDArray[np.bool_], diameter_px: float) -> Plane:
    """Signed distance, smoothed so that the outline shows no steps of the mask's pixels."""
    inside = ndimage.distance_transform_edt(mask)
    outside = ndimage.distance_transform_edt(~mask)
    signed = np.where(mask, inside - 0.5, 0.5 - outside).astype(np.float32)
    # A blur wider than a small part's radius would shrink its outline.
    smooth: Plane = ndimage.gaussian_filter(signed, min(1.2, diameter_px / 10))
    return smooth


def _texture_within(window: Plane, mask: NDArray[np.bool_]) -> Plane:
    """The nucleus's own brightness, carried on beyond its outline, standardised."""
    inner = ndimage.binary_erosion(mask, iterations=_RIM_PX)
    known = (inner if inner.sum() >= 4 * _RIM_PX else mask).astype(np.float32)
    weight = ndimage.gaussian_filter(known, 2.5) + 1e-6
    spread = ndimage.gaussian_filter(window * known, 2.5) / weight
    whole = np.where(known > 0, window, spread)
    inside = whole[mask]
    texture: Plane = (whole - inside.mean()) / max(float(inside.std()), 1e-3)
    return np.clip(texture, -3.0, 3.0).astype(np.float32)
