"""Cytoplasm as lymphocyte smears show it: dense, netted, frayed, fading or drawn out to a tail."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from medcls_core.data.composed.chance import happens
from medcls_core.data.composed.parts import Plane
from medcls_core.data.composed.plate import Plate
from medcls_core.data.composed.shapes import (
    SIDE_PX,
    Point,
    cloud,
    disc,
    polar,
    smooth_edge,
    wavy_outline,
)
from medcls_core.data.composed.staining import Look


class Habit(StrEnum):
    """How the cytoplasm is kept."""

    DENSE = "dense"
    NETTED = "netted"
    FRAYED = "frayed"
    FADING = "fading"
    TAILED = "tailed"


_HABITS = tuple(Habit)
_HABIT_SHARES = (0.36, 0.2, 0.14, 0.2, 0.1)
# roughness of outline, softness of edge over radius, contrast of the net
_FORMS: dict[Habit, tuple[float, float, float]] = {
    Habit.DENSE: (0.05, 0.12, 0.16),
    Habit.NETTED: (0.09, 0.30, 0.36),
    Habit.FRAYED: (0.08, 0.45, 0.26),
    Habit.FADING: (0.09, 0.60, 0.22),
    Habit.TAILED: (0.10, 0.32, 0.24),
}
_RAGGED: dict[Habit, float] = {
    Habit.DENSE: 0.015,
    Habit.NETTED: 0.055,
    Habit.FRAYED: 0.08,
    Habit.FADING: 0.035,
    Habit.TAILED: 0.045,
}
"""How far the outline is torn to threads, over the radius."""


@dataclass(frozen=True, slots=True)
class CytoplasmPlan:
    """Outline: centre, mean radius, axis ratio and angle of the ellipse, and the habit."""

    centre: Point
    radius_px: float
    squeeze: float
    angle: float
    habit: Habit


def draw_habit(rng: np.random.Generator) -> Habit:
    """A habit, as often as smears show it."""
    return _HABITS[int(rng.choice(len(_HABITS), p=_HABIT_SHARES))]


def lay_cytoplasm(
    plate: Plate, rng: np.random.Generator, look: Look, plan: CytoplasmPlan, strength: float = 1.0
) -> Plane:
    """Stain the cytoplasm; its extent in [0, 1] comes back, 0.5 at the outline."""
    extent, depth = _extent(rng, look, plan)
    roughness, _, contrast = _FORMS[plan.habit]
    net = cloud(rng, 1.9 * look.pixel) + np.float32(0.6) * cloud(rng, 5 * look.pixel)
    patches = cloud(rng, plan.radius_px * 0.6) * np.float32(0.16 + roughness)
    texture = np.exp(np.float32(contrast * rng.uniform(0.6, 1.2)) * net + patches)
    body = extent * np.clip(texture, 0.1, 1.8)
    if plan.habit is Habit.DENSE:  # a darker, bluer outer zone round a paler middle
        body *= np.float32(0.75) + np.float32(rng.uniform(0.1, 0.5)) * np.clip(depth, 0, 1)
    body = _hollow(rng, plan, body)
    plate.absorb(body * np.float32(look.heaviness * strength), look.cytoplasm)
    return extent


def _extent(rng: np.random.Generator, look: Look, plan: CytoplasmPlan) -> tuple[Plane, Plane]:
    """Extent, and distance from the centre over the radius, float32 (S, S) each."""
    roughness, softness, _ = _FORMS[plan.habit]
    outline = wavy_outline(rng, roughness * float(rng.uniform(0.6, 1.4)))
    if plan.habit is Habit.FRAYED:
        outline = outline * wavy_outline(rng, float(rng.uniform(0.0, 0.08)), lobes=0.5, highest=80)
    if plan.habit is Habit.TAILED:
        outline = outline + _tail(rng)
    distance, step = polar(plan.centre, plan.squeeze, plan.angle)
    depth = distance / np.float32(plan.radius_px)
    soft = softness * float(rng.uniform(0.6, 1.3))
    ragged = _RAGGED[plan.habit] * float(rng.uniform(0.5, 1.4))
    threads = cloud(rng, 3 * look.pixel) + cloud(rng, plan.radius_px * 0.22)
    depth = depth + np.float32(ragged) * threads
    return smooth_edge(outline[step] - depth, soft), depth


def _tail(rng: np.random.Generator) -> Plane:
    """A bulge of the outline to one side."""
    angle = np.linspace(-np.pi, np.pi, 1024, endpoint=False)
    narrow = rng.uniform(0.25, 0.5)
    bulge = rng.uniform(0.4, 0.9) * np.exp(-((angle / narrow) ** 2))
    return np.roll(bulge, int(rng.integers(1024))).astype(np.float32)


def _hollow(rng: np.random.Generator, plan: CytoplasmPlan, body: Plane) -> Plane:
    """Vacuoles and the pale court beside the nucleus."""
    if happens(rng, 0.3):
        court = disc(_near(rng, plan, 0.45), plan.radius_px * 0.4, plan.radius_px * 0.4)
        body = body * (1 - np.float32(rng.uniform(0.2, 0.55)) * court)
    if happens(rng, 0.2):
        for _ in range(int(rng.integers(1, 9))):
            radius = float(rng.uniform(0.012, 0.035)) * SIDE_PX
            vacuole = disc(_near(rng, plan, 0.95), radius, 2.0)
            body = body * (1 - np.float32(rng.uniform(0.5, 0.95)) * vacuole)
    return body


def _near(rng: np.random.Generator, plan: CytoplasmPlan, reach: float) -> Point:
    angle, away = rng.uniform(0, 2 * np.pi), reach * plan.radius_px * np.sqrt(rng.random())
    return (plan.centre[0] + away * np.cos(angle), plan.centre[1] + away * np.sin(angle))
