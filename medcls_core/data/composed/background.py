"""The empty slide: uneven light, the grain of dried serum, stain haze, dirt, scratches, seams."""

import numpy as np

from medcls_core.data import smear_statistics as smear
from medcls_core.data.composed.chance import happens
from medcls_core.data.composed.plate import Plate
from medcls_core.data.composed.shapes import (
    SIDE_PX,
    Point,
    blob,
    cloud,
    disc,
    grid,
    line_art,
    wavy_outline,
    winding_path,
)
from medcls_core.data.composed.staining import Look

_DENSEST_COURT = 0.12
_GREY_LEVEL = 1 / (240 * np.log(10))
"""Optical density of one grey level near the background."""


def lay_background(plate: Plate, rng: np.random.Generator, look: Look) -> None:
    """Everything below the cells."""
    _drift(plate, rng)
    grain = rng.uniform(*smear.BACKGROUND_GRAIN_SD) * (2.2 if happens(rng, 0.08) else 1.0)
    fine = cloud(rng, smear.BACKGROUND_GRAIN_PX * look.pixel)
    mesh = cloud(rng, 4 * look.pixel)
    # Grains absorb more often than they shine: the distribution has its long tail in the dark.
    lumps = fine * np.float32(0.8) + mesh * np.float32(0.45)
    skewed = lumps + np.float32(0.25) * np.maximum(lumps, 0) ** 2
    lilac = np.array([1.0, 1.12, 0.92], dtype=np.float32)
    plate.absorb(skewed * np.float32(grain * _GREY_LEVEL), lilac)
    if happens(rng, 0.75):
        _specks(plate, rng, look)
    if happens(rng, 0.06):
        _scratch(plate, rng)
    if happens(rng, 0.07):
        _seam(plate, rng)


def lay_haze(
    plate: Plate, rng: np.random.Generator, look: Look, centre: Point, radius_px: float
) -> None:
    """The pink-lilac court of stained serum round cells and bare nuclei alike, netted as it dries.

    Beside a bare nucleus of `radius_px` it may be half as dense as cytoplasm; it is pinker.
    """
    x, y = grid()
    away = np.hypot(x - np.float32(centre[0]), y - np.float32(centre[1]))
    beyond = np.maximum(away - np.float32(radius_px), 0) * np.float32(1 / radius_px)
    near, wide = rng.uniform(0.25, 0.7), rng.uniform(1.2, 2.5)
    strength = min(abs(rng.normal(0, smear.NAKED_COURT_DENSITY)), _DENSEST_COURT)
    amount = np.float32(strength) * np.exp(-((beyond / np.float32(near)) ** 2))
    amount += np.float32(rng.uniform(0.0, 0.025)) * np.exp(-((beyond / np.float32(wide)) ** 2))
    net = cloud(rng, 2 * look.pixel) + cloud(rng, 4.5 * look.pixel)
    netted = np.clip(1 + np.float32(rng.uniform(0.2, 0.8)) * net, 0, 3)
    plate.absorb(amount * netted, np.array(smear.NAKED_COURT_DIRECTION, dtype=np.float32))


def _drift(plate: Plate, rng: np.random.Generator) -> None:
    spread = rng.uniform(*smear.BACKGROUND_DRIFT_SD) * (3.0 if happens(rng, 0.1) else 1.0)
    slow = cloud(rng, SIDE_PX / 2) * np.float32(spread * _GREY_LEVEL)
    plate.absorb(slow, np.array([0.8, 1.2, 0.7], dtype=np.float32))


def _specks(plate: Plate, rng: np.random.Generator, look: Look) -> None:
    """Small dots of dirt and stain anywhere: they are in every class."""
    for _ in range(int(rng.integers(1, 14))):
        centre = (float(rng.uniform(0, SIDE_PX)), float(rng.uniform(0, SIDE_PX)))
        radius = float(rng.uniform(0.5, 1.4)) * look.pixel
        colour = (look.dirt, look.deposit, look.platelet)[int(rng.choice(3, p=[0.5, 0.25, 0.25]))]
        speck = blob(centre, radius, wavy_outline(rng, 0.25), soft_px=1.2 * look.pixel)
        plate.absorb(speck * np.float32(rng.uniform(0.3, 1.0)), colour)
        if happens(rng, 0.15):
            plate.shine(disc(centre, radius * 0.6, look.pixel) * np.float32(0.2))


def _scratch(plate: Plate, rng: np.random.Generator) -> None:
    """A wiped line: brighter than its surroundings, with torn dark edges."""
    start = (float(rng.uniform(0, SIDE_PX)), 0.0)
    path = winding_path(rng, start, float(rng.uniform(1.0, 2.1)), SIDE_PX * 1.3, 0.08)
    width = float(rng.uniform(1.0, 6.0))
    line = line_art(
        lambda draw, k: draw.line([(x * k, y * k) for x, y in path], 255, round(width * k))
    )
    plate.clear(np.float32(0.8) * line)
    plate.shine(line * np.float32(rng.uniform(0.0, 0.04)))


def _seam(plate: Plate, rng: np.random.Generator) -> None:
    """A step of brightness where two strips of a scanner meet."""
    x, y = grid()
    place = np.float32(rng.uniform(0.05, 0.95) * SIDE_PX)
    beyond = ((x if happens(rng, 0.7) else y) > place).astype(np.float32)
    plate.shine(beyond * np.float32(rng.normal(0, 0.015)))
