"""Mitotic figures: condensed chromosomes as many short rods, in a rounded cell with pale cytoplasm.

The rods give what a pathologist looks for and smooth blobs lack: an irregular, hairy outline
without a membrane.
"""

from dataclasses import dataclass

import numpy as np

from medcls_core.data.rendered.canvas import Stamps
from medcls_core.data.rendered.noise import Field, periodic_noise
from medcls_core.data.rendered.truth import CellForm

SIDE_PX = 136
_STRAY = 0.08  # share of arms that lie off the plate


@dataclass(frozen=True, slots=True)
class Rods:
    """Chromosome arms: middles (n, 2), directions in radians (n,), half lengths (n,), width."""

    middles: Field
    directions: Field
    half_lengths: Field
    width_px: float


def _plate(
    rng: np.random.Generator, length: float, thickness: float, *, trailing: float = 0.0
) -> Rods:
    """A bar along x; with `trailing` the arms bend towards positive (or negative) y."""
    count = int(length * 0.95)
    x = rng.uniform(-0.5, 0.5, count) * length
    bow = 0.012 * trailing * x**2
    y = rng.normal(0, thickness / 4, count) + bow + 0.5 * rng.normal()
    directions = np.pi / 2 + rng.normal(0, 0.55, count) + 0.02 * trailing * x
    halves = rng.uniform(0.15, 0.5, count) * thickness
    stray = rng.random(count) < _STRAY
    y = y + stray * rng.normal(0, thickness * 0.45, count)
    return Rods(np.stack([x, y], 1), directions, halves, rng.uniform(1.7, 2.2))


def _disc(rng: np.random.Generator, inner: float, outer: float) -> Rods:
    """Arms in a ring, or in a clump when `inner` is 0."""
    count = int((outer**2 - inner**2) * 0.26)
    turn = rng.uniform(0, 2 * np.pi, count)
    wave = 1 + 0.13 * np.cos(2 * turn + rng.uniform(0, 6)) + 0.09 * np.cos(3 * turn + 1)
    reach = np.sqrt(rng.uniform(inner**2, outer**2, count)) * wave
    middles = np.stack([reach * np.cos(turn), reach * np.sin(turn) * rng.uniform(0.75, 1)], 1)
    directions = turn + rng.normal(0, 0.7, count)
    return Rods(middles, directions, rng.uniform(1.5, 5.0, count), rng.uniform(1.6, 2.1))


def _moved(rods: Rods, shift_y: float) -> Rods:
    return Rods(
        rods.middles + np.array([0, shift_y]), rods.directions, rods.half_lengths, rods.width_px
    )


def _pair(rng: np.random.Generator, gap: float, length: float, thickness: float) -> list[Rods]:
    """Two sister plates `gap` apart, arms trailing towards the middle."""
    return [
        _moved(
            _plate(rng, length * rng.uniform(0.9, 1.1), thickness, trailing=-side), side * gap / 2
        )
        for side in (1, -1)
    ]


def _arrange(rng: np.random.Generator, form: CellForm) -> list[Rods]:
    if form is CellForm.METAPHASE_PLATE:
        return [_plate(rng, rng.uniform(28, 40), rng.uniform(9, 13))]
    if form is CellForm.METAPHASE_RING:
        return [_disc(rng, rng.uniform(6, 8.5), rng.uniform(12, 15))]
    if form is CellForm.ANAPHASE:
        return _pair(rng, rng.uniform(16, 24), rng.uniform(24, 32), rng.uniform(8, 10))
    if form is CellForm.TELOPHASE:
        return _pair(rng, rng.uniform(36, 46), rng.uniform(20, 26), rng.uniform(8, 10))
    return [_disc(rng, 0, rng.uniform(11, 14.5))]


def _density(rods: Rods, x: Field, y: Field) -> Field:
    """Summed soft capsules on the pixel grid (P, P)."""
    total = np.zeros(x.shape, np.float32)
    for (mx, my), turn, half in zip(rods.middles, rods.directions, rods.half_lengths, strict=True):
        dx, dy = x - mx, y - my
        along = dx * np.cos(turn) + dy * np.sin(turn)
        beyond = np.maximum(np.abs(along) - half, 0)
        across = dy * np.cos(turn) - dx * np.sin(turn)
        total += np.exp(-(beyond**2 + across**2) / rods.width_px**2)
    return total


def draw_mitosis(rng: np.random.Generator, form: CellForm) -> Stamps:
    """One stamp of a mitotic cell of that form, chromatin centred, turned at random."""
    axis = np.arange(SIDE_PX, dtype=np.float32) - (SIDE_PX - 1) / 2
    turn = rng.uniform(0, 2 * np.pi)
    gx, gy = axis[None, :], axis[:, None]
    x = gx * np.cos(turn) + gy * np.sin(turn)
    y = gy * np.cos(turn) - gx * np.sin(turn)
    density = np.zeros((SIDE_PX, SIDE_PX), np.float32)
    for rods in _arrange(rng, form):
        density += _density(rods, x, y)
    grain = periodic_noise(rng, SIDE_PX, 2.5, 9)
    chromatin = rng.uniform(0.92, 1.2) * (1 - np.exp(-1.35 * density)) * (1 + 0.07 * grain)
    body, haematoxylin, eosin = _cytoplasm(rng, form, x, y)
    solid = np.clip(density, 0, 1)
    cover = np.maximum(body, solid)
    return Stamps(
        (chromatin + haematoxylin * (1 - 0.7 * solid))[None],
        (eosin * (1 - 0.5 * solid) + 0.1 * solid)[None],
        cover[None],
    )


def _cytoplasm(
    rng: np.random.Generator, form: CellForm, x: Field, y: Field
) -> tuple[Field, Field, Field]:
    """Cover, haematoxylin and eosin of the rounded-up cell; telophase has a waist."""
    wide, high = rng.uniform(27, 35), rng.uniform(27, 35)
    if form is CellForm.ANAPHASE:
        high *= 1.15
    waist = np.zeros_like(x)
    if form is CellForm.TELOPHASE:
        wide, high = wide * 0.85, high * 1.5
        waist = rng.uniform(0.25, 0.5) * np.exp(-((y / 9) ** 2))
    angle = np.arctan2(y, x)
    uneven = sum(
        rng.normal(0, 0.08 / wave) * np.cos(wave * angle + rng.uniform(0, 6))
        for wave in (2, 3, 4, 5)
    )
    below = (1 + uneven - waist - np.hypot(x / wide, y / high)) * min(wide, high)
    body = np.clip(below / 2.5 + 0.5, 0, 1)
    membrane = np.exp(-(((below - 1.0) / 1.4) ** 2))
    grain = periodic_noise(rng, SIDE_PX, 3.5, 16)
    zone = np.exp(-np.clip(below, 0, None) / 9)  # organelles keep to the cell's edge
    eosin = body * (rng.uniform(0.09, 0.17) + 0.05 * zone + 0.07 * membrane) * (1 + 0.2 * grain)
    haematoxylin = body * (rng.uniform(0.02, 0.05) + 0.05 * zone + 0.04 * membrane)
    side = np.cos(angle - rng.uniform(0, 6))
    cleft = np.exp(-(((below + 2.5) / 2.0) ** 2)) * np.clip(
        rng.normal(-0.2, 0.5) + 0.8 * side + 0.4 * grain, 0, 1
    )
    cover = np.maximum(body, cleft)
    return cover, haematoxylin * (1 + 0.4 * grain), eosin
