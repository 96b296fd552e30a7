"""Shapes and grounds that everything drawn is made of: clouds, wavy outlines, blobs, line art."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from medcls_core.data.composed.chance import happens
from medcls_core.data.composed.parts import Plane

SIDE_PX = 160
"""Side of every composed image."""
WHOLE = (slice(None), slice(None))
_OUTLINE_STEPS = 1024
_FINE_PX = 12.0
_BANK_SIDE = 640
_BANK_STEP = 0.1
_HALF = 0.5
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
    """Smooth noise of about unit deviation whose lumps are about `grain_px` wide, float32 (S, S).

    Fine noise is a piece of a bank, not to be written to: drawing it anew took half the time.
    """
    if grain_px > _FINE_PX:
        cells = max(2, round(SIDE_PX / grain_px))
        return enlarged(rng.standard_normal((cells, cells), dtype=np.float32)) * np.float32(1.25)
    bank = _cloud_bank(round(math.log(max(grain_px, 1.0)) / _BANK_STEP))
    top, left = rng.integers(0, _BANK_SIDE - SIDE_PX, 2)
    piece = bank[top : top + SIDE_PX, left : left + SIDE_PX]
    turned = piece if happens(rng, _HALF) else piece.T
    return turned[:: 1 if happens(rng, _HALF) else -1]


@lru_cache(maxsize=64)
def _cloud_bank(step: int) -> Plane:
    """A large piece of noise of one grain; steps are tenths of a natural logarithm."""
    cells = round(_BANK_SIDE / math.exp(step * _BANK_STEP))
    values = np.random.default_rng([7, step]).standard_normal((cells, cells), dtype=np.float32)
    bank = enlarged(values, _BANK_SIDE) * np.float32(1.25)
    bank.flags.writeable = False
    return bank


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
    spectrum = np.zeros(_OUTLINE_STEPS // 2 + 1, dtype=np.complex128)
    spectrum[2 : highest + 1] = height * np.exp(2j * np.pi * rng.random(order.size))
    waves = np.fft.irfft(spectrum * (_OUTLINE_STEPS / 2), _OUTLINE_STEPS)
    return np.clip(1 + waves, 0.25, 1.9).astype(np.float32)


def polar(
    centre: Point, squeeze: float, angle: float, window: tuple[slice, slice] = WHOLE
) -> tuple[Plane, NDArray[np.int64]]:
    """Distance from `centre` in pixels and step of the outline for every pixel of `window`.

    Args:
        centre: Where from.
        squeeze: Minor over major axis of the ellipses of equal distance; area is kept.
        angle: Of the major axis, radians.
        window: Rows and columns.
    """
    x, y = (axis[window] for axis in grid())
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    cosine, sine, long = np.float32(np.cos(angle)), np.float32(np.sin(angle)), squeeze**-0.5
    along = (dx * cosine + dy * sine) * np.float32(1 / long)
    across = (dy * cosine - dx * sine) * np.float32(long)
    step = (np.arctan2(across, along) * np.float32(_OUTLINE_STEPS / (2 * np.pi))).astype(np.int64)
    return np.hypot(along, across), step & (_OUTLINE_STEPS - 1)


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
    reach = radius_px * float(outline.max()) * squeeze**-0.5 + soft_px
    window = window_round(centre, reach)
    distance, step = polar(centre, squeeze, angle, window)
    covered = np.zeros((SIDE_PX, SIDE_PX), dtype=np.float32)
    covered[window] = smooth_edge(outline[step] * np.float32(radius_px) - distance, soft_px)
    return covered


@dataclass(frozen=True, slots=True)
class Edge:
    """How a torn shape ends.

    Attributes:
        roughness: Deviation of the outline over the radius.
        tear: How deep the edge is torn, over the radius.
        soft_px: Its width.
    """

    roughness: float
    tear: float
    soft_px: float = 1.5


def torn_blob(
    rng: np.random.Generator,
    centre: Point,
    radius_px: float,
    edge: Edge,
    squeeze: float = 1.0,
) -> Plane:
    """Coverage in [0, 1] of a blob turned by chance whose edge is torn, not only wavy.

    Args:
        rng: Source of chance.
        centre: Where it lies.
        radius_px: Mean radius.
        edge: How it ends.
        squeeze: Minor over major axis.
    """
    angle = float(rng.uniform(0, 2 * np.pi))
    distance, step = polar(centre, squeeze, angle)
    shreds = cloud(rng, radius_px * 0.22) + cloud(rng, radius_px * 0.5)
    depth = wavy_outline(rng, edge.roughness)[step] * np.float32(radius_px) - distance
    return smooth_edge(depth + np.float32(edge.tear * radius_px) * shreds, edge.soft_px)


def disc(centre: Point, radius_px: float, soft_px: float = 1.5) -> Plane:
    """Coverage in [0, 1] of a disc."""
    window = window_round(centre, radius_px + soft_px)
    x, y = (axis[window] for axis in grid())
    distance = np.hypot(x - np.float32(centre[0]), y - np.float32(centre[1]))
    covered = np.zeros((SIDE_PX, SIDE_PX), dtype=np.float32)
    covered[window] = smooth_edge(np.float32(radius_px) - distance, soft_px)
    return covered


def window_round(centre: Point, reach_px: float) -> tuple[slice, slice]:
    """Rows and columns of the image within `reach_px` of `centre`; empty if there are none."""
    left, top = (max(0, math.floor(c - reach_px)) for c in centre)
    right, bottom = (max(0, math.ceil(c + reach_px) + 1) for c in centre)
    return slice(top, bottom), slice(left, right)


def smooth_edge(inside_px: Plane, soft_px: float) -> Plane:
    """0 outside, 1 inside, an S-curve over `soft_px` where the distance to the edge is zero."""
    rise = np.clip(inside_px * np.float32(1 / max(soft_px, 0.5)) + np.float32(0.5), 0, 1)
    curve: Plane = rise * rise * (3 - 2 * rise)
    return curve


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
