"""Where a cell's nuclei and cytoplasm lie in the crop, and at which scale."""

from dataclasses import dataclass

import numpy as np

from medcls_core.data import smear_statistics as smear
from medcls_core.data.composed.bench import at
from medcls_core.data.composed.chance import happens
from medcls_core.data.composed.chromatin import Pose
from medcls_core.data.composed.cytoplasm import CytoplasmPlan, draw_habit
from medcls_core.data.composed.shapes import SIDE_PX, Point

CELL_SHARE = (0.42, 0.9)
"""Cell's diameter over the crop's side; seed 1's images hold one cell that fills most of them."""
NUCLEUS_SHARE = (0.42, 0.76)
"""Nucleus's over cell's diameter, mononucleate: what `CYTOPLASM_REACH` measured, and denser."""
NAKED_SHARE = (0.19, 0.62)
NAKED_PAIR_SHARE = (0.17, 0.36)
ORIGINAL_NUCLEUS_PX = (22.0, 64.0)
"""Diameter of a nucleus in the pretended original: that of the six fields, and finer."""
PAIR_GAP = (0.97, 1.45)
"""Distance of a pair's centres over their diameter."""


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Poses of the main nuclei; the cytoplasm's outline, None for a naked nucleus."""

    nuclei: tuple[Pose, ...]
    cytoplasm: CytoplasmPlan | None

    @property
    def nucleus_px(self) -> float:
        """Mean diameter of the main nuclei."""
        return float(np.mean([pose.diameter_px for pose in self.nuclei]))

    @property
    def reach_px(self) -> float:
        """How far from the crop's middle the cell extends, roughly."""
        middle = SIDE_PX / 2
        ends = [
            float(np.hypot(p.centre[0] - middle, p.centre[1] - middle)) + p.diameter_px / 2
            for p in self.nuclei
        ]
        return max([*ends, 0.0 if self.cytoplasm is None else self.cytoplasm.radius_px])


def plan_cell(rng: np.random.Generator, *, nuclei: int, naked: bool) -> CellPlan:
    """Lay out a cell of one or two `nuclei`, centred with jitter."""
    centre = _centre(rng)
    if naked:
        share = rng.uniform(*(NAKED_PAIR_SHARE if nuclei > 1 else NAKED_SHARE))
        return CellPlan(_poses(rng, centre, share * SIDE_PX, nuclei, rng.uniform(0, 7)), None)
    return _with_cytoplasm(rng, centre, nuclei)


def original_pixel(rng: np.random.Generator, nucleus_px: float) -> float:
    """Composed pixels per pixel of the pretended original, at least 1."""
    original = nucleus_px / SIDE_PX
    side = rng.uniform(*ORIGINAL_NUCLEUS_PX) / max(original, 0.05)
    return float(SIDE_PX / np.clip(side, smear.CROP_PX[0], SIDE_PX))


def _centre(rng: np.random.Generator) -> Point:
    x, y = SIDE_PX / 2 + np.clip(rng.normal(0, 0.045, 2), -0.1, 0.1) * SIDE_PX
    return (float(x), float(y))


def _poses(
    rng: np.random.Generator, middle: Point, diameter_px: float, count: int, axis: float
) -> tuple[Pose, ...]:
    """One pose, or two of similar size on both sides of `middle` along `axis`."""
    if count == 1:
        return (_pose(rng, middle, diameter_px),)
    sizes = diameter_px * np.exp(rng.normal(0, 0.04, 2))
    half = diameter_px * rng.uniform(*PAIR_GAP) / 2
    first, second = at(middle, axis, half), at(middle, axis + np.pi, half)
    return (_pose(rng, first, float(sizes[0])), _pose(rng, second, float(sizes[1])))


def _pose(rng: np.random.Generator, centre: Point, diameter_px: float) -> Pose:
    return Pose(
        centre=centre,
        diameter_px=diameter_px,
        angle=float(rng.uniform(0, 2 * np.pi)),
        rounding=float(rng.uniform(0.5, 1.0)),
        tension=float(np.clip(rng.beta(2.0, 1.1), 0.1, 0.95)),
        mirrored=happens(rng, 0.5),
    )


def _with_cytoplasm(rng: np.random.Generator, centre: Point, nuclei: int) -> CellPlan:
    radius = float(rng.uniform(*CELL_SHARE)) * SIDE_PX / 2
    squeeze, axis = float(rng.uniform(0.72, 1.0)), float(rng.uniform(0, 2 * np.pi))
    if nuclei == 1:
        diameter = float(rng.uniform(*NUCLEUS_SHARE)) * 2 * radius
        room = max(radius * np.sqrt(squeeze) - diameter / 2, 0.0)
        poses = _poses(
            rng, at(centre, rng.uniform(0, 7), room * rng.uniform(0, 0.85)), diameter, 1, axis
        )
    else:
        # Half the pair's length and the long half axis of the cell must agree.
        diameter = float(rng.uniform(0.31, 0.43)) * 2 * radius
        poses = _poses(
            rng,
            at(centre, rng.uniform(0, 7), radius * rng.uniform(0, 0.1)),
            diameter,
            2,
            axis + float(rng.normal(0, 0.15)),
        )
        span = np.hypot(
            poses[0].centre[0] - poses[1].centre[0], poses[0].centre[1] - poses[1].centre[1]
        )
        long = span / 2 + diameter / 2 + 0.04 * SIDE_PX
        radius = max(radius, float(long * np.sqrt(squeeze)))
    return CellPlan(poses, CytoplasmPlan(centre, radius, squeeze, axis, draw_habit(rng)))
