"""Interphase nuclei as stamps: every one drawn on its own, many at a time."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import gaussian_filter

from medcls_core.data.rendered.canvas import Stamps
from medcls_core.data.rendered.noise import Field, periodic_noise

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class NucleusKind:
    """How nuclei of one kind look; lengths in pixels at 0.25 um, stain in optical density.

    Intervals are drawn from uniformly, nucleus by nucleus.
    """

    side_px: int
    long_radius: Interval
    roundness: Interval  # short over long radius
    bumps: float  # relative size of the outline's deviations from an ellipse
    bend: Interval  # curvature of spindle shapes
    body: Interval  # even chromatin
    rim: Interval  # membrane
    clumps: Interval  # granular chromatin
    nucleoli: tuple[int, int]
    out_of_focus: float  # share of blurred ones
    edge_px: float = 0.9


VESICULAR = NucleusKind(
    side_px=72,
    long_radius=(15.5, 23.0),
    roundness=(0.66, 0.95),
    bumps=0.045,
    bend=(-0.1, 0.1),
    body=(0.17, 0.42),
    rim=(0.14, 0.36),
    clumps=(0.08, 0.19),
    nucleoli=(0, 3),
    out_of_focus=0.15,
)
DENSE = replace(VESICULAR, body=(0.34, 0.55), clumps=(0.12, 0.22), rim=(0.08, 0.2), bumps=0.06)
LYMPHOCYTE = replace(
    VESICULAR,
    side_px=48,
    long_radius=(10.5, 13.5),
    roundness=(0.85, 1.0),
    body=(0.52, 0.8),
    rim=(0.05, 0.2),
    clumps=(0.16, 0.3),
    nucleoli=(0, 0),
)
FIBROBLAST = replace(
    VESICULAR,
    side_px=96,
    long_radius=(17.0, 34.0),
    roundness=(0.16, 0.34),
    bend=(-0.9, 0.9),
    body=(0.3, 0.6),
    rim=(0.05, 0.2),
    nucleoli=(0, 1),
)
HYPERCHROMATIC = replace(
    VESICULAR,
    long_radius=(16.0, 21.0),
    roundness=(0.7, 0.95),
    bumps=0.05,
    body=(0.62, 0.82),
    rim=(0.05, 0.15),
    clumps=(0.05, 0.1),
    nucleoli=(0, 0),
    out_of_focus=0.0,
)
SMUDGED = replace(
    VESICULAR,
    side_px=88,
    long_radius=(15.0, 24.0),
    roundness=(0.4, 0.75),
    bumps=0.13,
    bend=(-0.6, 0.6),
    body=(0.55, 0.85),
    rim=(0.0, 0.02),
    clumps=(0.0, 0.05),
    nucleoli=(0, 0),
    out_of_focus=1.0,
    edge_px=3.0,
)


def _per_cell(rng: np.random.Generator, interval: Interval, count: int) -> Field:
    return rng.uniform(*interval, (count, 1, 1)).astype(np.float32)


def _depth_px(rng: np.random.Generator, kind: NucleusKind, angles: Field) -> Field:
    """Depth below the membrane in pixels, about, shape (N, P, P); negative outside."""
    count, side = len(angles), kind.side_px
    axis = (np.arange(side, dtype=np.float32) - (side - 1) / 2)[None]
    x, y = axis[:, None, :], axis[:, :, None]
    cosine, sine = np.cos(angles)[:, None, None], np.sin(angles)[:, None, None]
    along, across = x * cosine + y * sine, y * cosine - x * sine
    long = _per_cell(rng, kind.long_radius, count)
    short = long * _per_cell(rng, kind.roundness, count)
    across = across + _per_cell(rng, kind.bend, count) * short * ((along / long) ** 2 - 0.3)
    radius = np.hypot(along / long, across / short) + np.float32(1e-4)
    turn = np.arctan2(across / short, along / long)
    outline = np.ones_like(radius)
    for wave in (2, 3, 5):
        size = rng.normal(0, kind.bumps * 2 / wave, (count, 1, 1)).astype(np.float32)
        outline += size * np.cos(wave * turn + _per_cell(rng, (0, 2 * np.pi), count))
    return np.asarray((outline - radius) * np.sqrt(long * short), np.float32)


def _texture(rng: np.random.Generator, count: int, side: int, short_px: float) -> Field:
    """Crops of one noise tile, shape (count, side, side)."""
    tile = periodic_noise(rng, 512, short_px, 4.0 * short_px)
    starts = rng.integers(0, 512, (count, 2))
    span = np.arange(side)
    rows = (starts[:, :1] + span) % 512
    columns = (starts[:, 1:] + span) % 512
    crops: Field = tile[rows[:, :, None], columns[:, None, :]]
    return crops


def _nucleoli(rng: np.random.Generator, kind: NucleusKind, count: int) -> Field:
    """Round dark bodies near the middle, shape (N, P, P), height about 1."""
    axis = np.arange(kind.side_px, dtype=np.float32) - (kind.side_px - 1) / 2
    total = np.zeros((count, kind.side_px, kind.side_px), np.float32)
    wanted = rng.integers(kind.nucleoli[0], kind.nucleoli[1] + 1, count)
    reach = kind.long_radius[0] * kind.roundness[0] * 0.6
    for number in range(kind.nucleoli[1]):
        x, y = (rng.normal(0, reach / 2, (count, 1, 1)).astype(np.float32) for _ in range(2))
        size = _per_cell(rng, (1.5, 3.0), count)
        off = (axis[None, None, :] - x) ** 2 + (axis[None, :, None] - y) ** 2
        total += np.exp(-((off / (2 * size**2)) ** 1.5)) * (wanted > number)[:, None, None]
    return np.minimum(total, 1)


def draw_nuclei(rng: np.random.Generator, kind: NucleusKind, angles: Field) -> Stamps:
    """One stamp an angle (radians, long axis against x)."""
    parts = [_draw_batch(rng, kind, angles[n : n + 256]) for n in range(0, len(angles), 256)]
    empty = np.zeros((0, kind.side_px, kind.side_px), np.float32)
    return Stamps(
        np.concatenate([empty, *(part.haematoxylin for part in parts)]),
        np.concatenate([empty, *(part.eosin for part in parts)]),
        np.concatenate([empty, *(part.cover for part in parts)]),
    )


def _draw_batch(rng: np.random.Generator, kind: NucleusKind, angles: Field) -> Stamps:
    count = len(angles)
    below = _depth_px(rng, kind, angles)
    inside = np.clip(below / kind.edge_px + 0.5, 0, 1)
    membrane = np.exp(-(((below - 1.1) / 1.3) ** 2))
    grains = 0.7 * _texture(rng, count, kind.side_px, 4.2) + 0.7 * _texture(
        rng, count, kind.side_px, 8
    )
    spots = _nucleoli(rng, kind, count)
    chromatin = (
        _per_cell(rng, kind.body, count)
        + _per_cell(rng, kind.rim, count) * membrane * (1 + 0.3 * grains)
        + _per_cell(rng, kind.clumps, count) * np.maximum(grains, -0.9)
        + 0.32 * spots
    )
    haematoxylin = np.maximum(chromatin, 0.04) * inside
    eosin = inside * (0.085 + 0.14 * spots)
    cover = inside * np.float32(0.55)
    blurred = rng.random(count) < kind.out_of_focus
    for n in np.flatnonzero(blurred):
        blur = rng.uniform(0.8, 1.7)
        for plane in (haematoxylin, eosin, cover):
            plane[n] = gaussian_filter(plane[n], blur)
    return Stamps(*(np.asarray(plane, np.float32) for plane in (haematoxylin, eosin, cover)))
