"""Micronuclei laid where the scoring rules want them: in the cytoplasm, clear of the nuclei.

Rules (HUMN, Fenech): round, a sixteenth to a third of the main nucleus's diameter, stained like
it, not refractile, not joined to it.
"""

from dataclasses import replace

import numpy as np
from scipy import ndimage

from medcls_core.data.composed.bench import Bench
from medcls_core.data.composed.chromatin import Pose, place, stain_nucleus
from medcls_core.data.composed.parts import CutPart, Plane
from medcls_core.data.composed.plate import Density
from medcls_core.data.composed.shapes import Point
from medcls_core.data.composed.truth import Body

SMALLEST_RATIO = 1 / 16
LARGEST_RATIO = 1 / 3
_WITHIN = 1.04
"""Drawn ratios keep this factor from the limits."""
SEEN_PX = 3.8
"""A micronucleus narrower than this in the original would be seen by nobody, so is never drawn."""
GAP_PX = 1.8
"""Pixels of the original that lie between micronucleus and nucleus at least."""
_STANDS_OUT, _STANDS_OUT_BY = 1.3, 0.45
"""Density, all channels together, over that of the cytoplasm below: factor and step."""
_COVERED, _IN_CYTOPLASM, _DARK = 0.08, 0.5, 0.65
_FROM_REAL = 0.65
"""Share of micronuclei that keep the ratio measured on their real model."""


def lay_micronuclei(
    bench: Bench, cytoplasm: Plane, nuclei: Plane, nucleus_px: float
) -> tuple[Body, ...]:
    """Lay one to three micronuclei; none if there is no room.

    Args:
        bench: Where to.
        cytoplasm: Its extent in [0, 1], float32 (S, S).
        nuclei: Coverage of all main nuclei, float32 (S, S).
        nucleus_px: Mean diameter of the main nuclei.
    """
    laid: list[Body] = []
    # Neighbours' nuclei and dirt are as little a place for a micronucleus as the own nuclei.
    dark = bench.plate.density.sum(0) > _DARK * float(bench.look.nucleus.sum())
    taken = np.maximum(nuclei, dark)
    for _ in range(int(bench.rng.choice([1, 2, 3], p=[0.84, 0.13, 0.03]))):
        part = bench.pick(bench.parts.micronuclei)
        diameter = nucleus_px * _draw_ratio(bench, part, nucleus_px)
        spot = _free_spot(bench, cytoplasm, taken, diameter)
        if spot is None:
            continue
        coverage = _lay_one(bench, part, spot, diameter)
        laid.append(Body.of(coverage))
        taken = np.maximum(taken, coverage)
    return tuple(laid)


def _draw_ratio(bench: Bench, part: CutPart, nucleus_px: float) -> float:
    """Diameter over the nucleus's, within the limits and visible."""
    low = max(SMALLEST_RATIO * _WITHIN, SEEN_PX * bench.look.pixel / nucleus_px)
    high = LARGEST_RATIO / _WITHIN
    real = part.parent_ratio or 0.0
    if bench.chance(_FROM_REAL) and low <= real <= high:
        return real
    return bench.span(min(low, high), high)


def _free_spot(bench: Bench, cytoplasm: Plane, taken: Plane, diameter_px: float) -> Point | None:
    """A point in the cytoplasm, clear of nuclei, nearer ones likelier; None without room."""
    radius, step = diameter_px / 2, 2
    free_px = step * ndimage.distance_transform_edt(taken[::step, ::step] < _COVERED)
    inside = cytoplasm[::step, ::step] > _IN_CYTOPLASM
    inside[[0, -1]] = inside[:, [0, -1]] = False  # the crop's edge cuts no micronucleus
    inner_px = step * ndimage.distance_transform_edt(inside)
    clear = free_px - radius - GAP_PX * bench.look.pixel
    rows, columns = np.nonzero((clear > 1) & (inner_px > radius + 2))
    if rows.size == 0:
        return None
    weight = np.exp(-clear[rows, columns] / max(2 * diameter_px, 8.0))
    chosen = int(bench.rng.choice(rows.size, p=weight / weight.sum()))
    return (float(columns[chosen] * step), float(rows[chosen] * step))


def _lay_one(bench: Bench, part: CutPart, spot: Point, diameter_px: float) -> Plane:
    pose = Pose(spot, diameter_px, bench.direction(), rounding=0.8, tension=bench.span(0.2, 0.9))
    coverage, texture = place(part, pose, 1.4)
    # Blurred outlines of few pixels come out too large or small: once more, corrected.
    pose = replace(pose, diameter_px=diameter_px**2 / max(Body.of(coverage).diameter_px, 1.0))
    coverage, texture = place(part, pose, 1.4)
    look = replace(bench.look, contrast=bench.look.contrast * 0.8)
    colour = _visible(bench, coverage, bench.look.nucleus * np.float32(bench.span(0.62, 1.02)))
    stain_nucleus(bench.plate, bench.rng, look, (coverage, texture), colour)
    return coverage


def _visible(bench: Bench, coverage: Plane, colour: Density) -> Density:
    """`colour`, made denser where the cytoplasm below would hide it."""
    below = float((bench.plate.density.sum(0) * coverage).sum() / max(coverage.sum(), 1e-6))
    needed = _STANDS_OUT * below + _STANDS_OUT_BY
    return colour * np.float32(max(1.0, needed / float(colour.sum())))
