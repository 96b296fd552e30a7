"""Real nuclei and micronuclei laid on the slide: turned, scaled, made rounder, stained."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from medcls_core.data.composed.chance import happens
from medcls_core.data.composed.parts import CutPart, Plane
from medcls_core.data.composed.plate import Density, Plate
from medcls_core.data.composed.shapes import SIDE_PX, Point, cloud, grid, smooth_edge, window_round
from medcls_core.data.composed.staining import Look

ROUNDING = 0.65
"""How far the flat nuclei of adherent cells are made round: lymphocytes in a smear nearly are."""
INVERTED = 0.75
"""Share of nuclei whose dark nucleoli of the DNA stain become dark: Giemsa stains them blue."""
_FAR_PX = 20.0
"""Depth that stands for all that lies beyond a cut part's window."""
_REACH = 1.1
"""How far a part reaches from its centre, over its diameter: long ones reach farthest."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where and how a part is laid.

    Attributes:
        centre: (x, y) in pixels of the composed image.
        diameter_px: equivalent diameter there.
        angle: of the major axis, radians.
        rounding: 0 keeps the part's axis ratio, 1 makes both axes equal.
        tension: 0 keeps the part's outline, 1 makes it a circle: cells in suspension round up.
        mirrored: about the major axis.
    """

    centre: Point
    diameter_px: float
    angle: float
    rounding: float = ROUNDING
    tension: float = 0.0
    mirrored: bool = False


def place(part: CutPart, pose: Pose, edge_px: float) -> tuple[Plane, Plane]:
    """Coverage in [0, 1], its edge `edge_px` wide, and texture of `part`, float32 (S, S) each."""
    matrix, step = _canvas_to_part(part, pose)
    window = window_round(pose.centre, pose.diameter_px * _REACH + edge_px)
    x, y = (axis[window] for axis in grid())
    coverage, texture = (np.zeros((SIDE_PX, SIDE_PX), dtype=np.float32) for _ in range(2))
    if x.size == 0:
        return coverage, texture
    depth_px = _sample(part.depth, matrix, window, outside=-_FAR_PX) * np.float32(1 / step)
    if pose.tension > 0:
        away = np.hypot(x - np.float32(pose.centre[0]), y - np.float32(pose.centre[1]))
        circle_px = np.float32(pose.diameter_px / 2) - away
        depth_px = depth_px + np.float32(pose.tension) * (circle_px - depth_px)
    coverage[window] = smooth_edge(depth_px, edge_px)
    texture[window] = _sample(part.texture, matrix, window, outside=0.0)
    return coverage, texture


def stain_nucleus(
    plate: Plate,
    rng: np.random.Generator,
    look: Look,
    shape: tuple[Plane, Plane],
    colour: Density,
) -> None:
    """Lay a placed nucleus on the plate in place of the cytoplasm below it."""
    coverage, texture = shape
    if happens(rng, INVERTED):
        texture = -texture
    grain = cloud(rng, 2.6 * look.pixel) * np.float32(0.45)
    lumps = np.float32(look.contrast) * (np.float32(0.8) * texture + grain)
    amount = np.clip(1 + lumps, 0.35, 1.6)
    rim = coverage * (1 - coverage) * 4
    plate.replace(coverage, amount * (1 - np.float32(0.08) * rim), colour)
    # Denser chromatin is bluer: it absorbs red out of proportion.
    plate.density[0] += coverage * np.maximum(lumps, 0) * np.float32(0.35)


def _canvas_to_part(part: CutPart, pose: Pose) -> tuple[tuple[float, ...], float]:
    """Coefficients (PIL, AFFINE) from canvas to part pixels, and part pixels per canvas pixel."""
    own, kept = part.axis_ratio, part.axis_ratio ** (1 - pose.rounding)
    scale = part.diameter_px / max(pose.diameter_px, 0.5)
    along = scale * np.sqrt(kept / own)
    across = scale * np.sqrt(own / kept) * (-1 if pose.mirrored else 1)
    turn = _rotation(part.angle) @ np.diag([along, across]) @ _rotation(-pose.angle)
    height, width = part.depth.shape
    middle = np.array([width / 2, height / 2]) - turn @ (np.asarray(pose.centre) + 0.5)
    (a, b), (d, e) = turn.tolist()
    return (a, b, float(middle[0]), d, e, float(middle[1])), float(scale)


def _rotation(angle: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    cosine, sine = float(np.cos(angle)), float(np.sin(angle))
    return np.array([[cosine, -sine], [sine, cosine]])


def _sample(
    plane: Plane, matrix: tuple[float, ...], window: tuple[slice, slice], *, outside: float
) -> Plane:
    a, b, c, d, e, f = matrix
    rows, columns = window
    left, top = columns.start, rows.start
    moved = (a, b, a * left + b * top + c, d, e, d * left + e * top + f)
    size = (min(columns.stop, SIDE_PX) - left, min(rows.stop, SIDE_PX) - top)
    affine, smooth = Image.Transform.AFFINE, Image.Resampling.BICUBIC
    image = Image.fromarray(plane)
    return np.asarray(image.transform(size, affine, moved, smooth, fillcolor=outside))
