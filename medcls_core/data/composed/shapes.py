"""Shapes and grounds that everything drawn is made of: clouds, wavy outlines, blobs, line art."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from medcls_core.data.composed.parts import Plane

SIDE_PX = 160
"""Side of every composed image."""
_OUTLINE_STEPS = 1024
_LINE_SCALE = 2
"""Line art is drawn this much larger and shrunk, which smooths its edges."""

Point = tuple[float, float]
"""(x, y) in pixels of the composed image."""


@lru_cache(maxsize=1)
def grid() -> tuple[Plane, Plane]:
    """X and y of every pixel, float32 (S, S) each; not to be written to."""
    y, x = np.indices((SIDE_PX, SIDE_PX), dtype=np.float32)
    x.flags.writeable = y.flags.writeable = False
    return x, y


def enlarged(values: NDArray[np.floating], side: int = SIDE_PX) -> Plane:
    """`values` (h, w) spread smoothly over (side, side)."""
    small = Image.fromarray(np.ascontiguousarray(values, dtype=np.float32))
    return np.asarray(small.resize((side, side), Image.Resampling.BICUBIC))


def cloud(rng: np.random.Generator, grain_px: float) -> Plane:
    """Smooth noise of about unit deviation whose lumps are `grain_px` wide, float32 (S, S)."""
    cells = int(np.clip(round(SIDE_PX / max(grain_px, 1.0)), 2, SIDE_PX))
    return enlarged(rng.standard_normal((cells, cells), dtype=np.float32)) * 1.25


def wavy_outline(
    rng: np.random.Generator, roughness: float, *, lobes: float = 1.6, highest: int = 12
) -> Plane:
    """Relative radius by angle, float32 (steps,), 1 in the mean.

    Args:
        rng: Source of chance.
        roughness: Deviation of the radius over its mean.
        lobes: How fast higher harmonics die out: small is jagged, large is smooth.
        highest: Last harmonic.
    """
    order = np.arange(2, highest + 1)
    height = rng.standard_normal(order.size) * order**-lobes
    height *= roughness / max(float(np.sqrt((height**2).sum() / 2)), 1e-9)
    angle = np.linspace(0, 2 * np.pi, _OUTLINE_STEPS, endpoint=False)
    phase = rng.uniform(0, 2 * np.pi, order.size)
    waves = (height[:, None] * np.cos(order[:, None] * angle + phase[:, None])).sum(0)
    return np.clip(1 + waves, 0.25, 1.9).astype(np.float32)


def polar(centre: Point, squeeze: float, angle: float) -> tuple[Plane, NDArray[np.int64]]:
    """Distance from `centre` in pixels and step of the outline for every pixel.

    Args:
        centre: Where from.
        squeeze: Minor over major axis of the ellipses of equal distance; area is kept.
        angle: Of the major axis, radians.
    """
    x, y = grid()
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    cosine, sine, long = np.float32(np.cos(angle)), np.float32(np.sin(angle)), squeeze**-0.5
    along = (dx * cosine + dy * sine) * np.float32(1 / long)
    across = (dy * cosine - dx * sine) * np.float32(long)
    step = (np.arctan2(across, along) * np.float32(_OUTLINE_STEPS / (2 * np.pi))).astype(np.int64)
    return np.hypot(along, across), step % _OUTLINE_STEPS


def blob(
    centre: Point,
    radius_px: float,
    outline: Plane,
    *,
    soft_px: float = 1.5,
    squeeze: float = 1.0,
    angle: float = 0.0,
) -> Plane:
    """Coverage in [0, 1] of a filled outline, its edge `soft_px` wide."""
    distance, step = polar(centre, squeeze, angle)
    return smooth_edge(outline[step] * np.float32(radius_px) - distance, soft_px)


def disc(centre: Point, radius_px: float, soft_px: float = 1.5) -> Plane:
    """Coverage in [0, 1] of a disc."""
    x, y = grid()
    distance = np.hypot(x - np.float32(centre[0]), y - np.float32(centre[1]))
    return smooth_edge(np.float32(radius_px) - distance, soft_px)


def smooth_edge(inside_px: Plane, soft_px: float) -> Plane:
    """0 outside, 1 inside, an S-curve over `soft_px` where the distance to the edge is zero."""
    rise = np.clip(inside_px * np.float32(1 / max(soft_px, 0.5)) + np.float32(0.5), 0, 1)
    return rise * rise * (3 - 2 * rise)


def line_art(draw_on: Callable[[ImageDraw.ImageDraw, float], None]) -> Plane:
    """Coverage in [0, 1] of what `draw_on` draws in white; it is told the factor of its pixels."""
    side = SIDE_PX * _LINE_SCALE
    sheet = Image.new("L", (side, side), 0)
    draw_on(ImageDraw.Draw(sheet), float(_LINE_SCALE))
    shrunk = sheet.resize((SIDE_PX, SIDE_PX), Image.Resampling.BOX)
    return np.asarray(shrunk, dtype=np.float32) * np.float32(1 / 255)


def winding_path(
    rng: np.random.Generator, start: Point, heading: float, length_px: float, bend: float
) -> list[Point]:
    """Points a few pixels apart along a curve that turns by chance; `bend` in radians a step."""
    steps = max(3, round(length_px / 4))
    turns = heading + np.cumsum(rng.normal(rng.normal(0, bend / 2), bend, steps))
    xs = start[0] + np.cumsum(4 * np.cos(turns))
    ys = start[1] + np.cumsum(4 * np.sin(turns))
    return [start, *zip(xs.tolist(), ys.tolist(), strict=True)]
