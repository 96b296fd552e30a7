"""Debris that was a cell: dying, smudged, crushed or dividing nuclei, and empty cytoplasm."""

import itertools
from dataclasses import replace

import numpy as np
from PIL.ImageDraw import ImageDraw as Drawing

from medcls_core.data.composed.bench import Bench, at
from medcls_core.data.composed.chromatin import Pose, place, stain_nucleus
from medcls_core.data.composed.cytoplasm import CytoplasmPlan, Habit, lay_cytoplasm
from medcls_core.data.composed.parts import Plane
from medcls_core.data.composed.plate import Density
from medcls_core.data.composed.shapes import (
    SIDE_PX,
    Edge,
    Point,
    blob,
    cloud,
    line_art,
    smooth_edge,
    torn_blob,
    wavy_outline,
    winding_path,
)
from medcls_core.data.composed.staining import Look

_SQUASHED = (0.25, 0.6)


def smudge(bench: Bench, centre: Point, size_px: float) -> None:
    """A crushed nucleus: pale, streaked to one side, without an outline of its own."""
    rng = bench.rng
    shape = torn_blob(
        rng,
        centre,
        size_px * 0.38,
        Edge(0.18, bench.span(0.1, 0.35), size_px * bench.span(0.03, 0.3)),
        bench.span(0.35, 0.8),
    )
    torn = np.exp(np.float32(0.55) * cloud(rng, size_px * 0.12) - np.float32(0.1))
    holes = smooth_edge(cloud(rng, size_px * 0.2) + np.float32(bench.span(0.4, 2.0)), 1.2)
    amount = shape * torn * (np.float32(0.3) + np.float32(0.7) * holes)
    bench.plate.absorb(
        amount * np.float32(bench.span(0.2, 1.1)), bench.look.nucleus * _magenta(bench)
    )


def crenated(bench: Bench, centre: Point, size_px: float) -> None:
    """A shrunken cell whose rim is drawn into spikes, magenta and lumpy."""
    shape = torn_blob(
        bench.rng,
        centre,
        size_px * bench.span(0.18, 0.32),
        Edge(0.12, bench.span(0.12, 0.3), bench.look.pixel * 2),
    )
    lumps = np.exp(np.float32(bench.span(0.12, 0.4)) * cloud(bench.rng, size_px * 0.09))
    amount = lumps * np.float32(bench.span(0.4, 1.0))
    bench.plate.replace(shape, amount, bench.look.nucleus * _magenta(bench))


def fragments(bench: Bench, centre: Point, size_px: float) -> None:
    """Apoptosis: three to nine round, dense, bluish bodies of unlike size, close together."""
    for _ in range(int(bench.rng.integers(3, 10))):
        diameter = size_px * bench.span(0.1, 0.36)
        pose = Pose(bench.around(centre, size_px * 0.36), diameter, bench.direction(), 0.8)
        shape = place(bench.pick(bench.parts.micronuclei), pose, 1.5)
        stain_nucleus(bench.plate, bench.rng, _evenly(bench), shape, bench.look.deposit)
    if bench.chance(0.4):
        _ghost(bench, centre, size_px * 0.5, bench.span(0.3, 0.9))


def shrunken(bench: Bench, centre: Point, size_px: float) -> None:
    """Pyknosis in a torn or lobed nucleus: real outline, no texture left, nearly black."""
    squeezed = Pose(
        centre, size_px * bench.span(0.4, 0.75), bench.direction(), rounding=-bench.span(*_SQUASHED)
    )
    shape = place(bench.pick(bench.parts.damaged), squeezed, 1.8)
    cut = _bitten(bench, centre, size_px)
    coverage, texture = shape
    stain_nucleus(
        bench.plate, bench.rng, _evenly(bench), (coverage * cut, texture), bench.look.deposit
    )


def dust_nucleus(bench: Bench, centre: Point, size_px: float) -> None:
    """A black dot far smaller than a nucleus, often with a shred or a tail."""
    radius = SIDE_PX * bench.span(0.03, 0.075)
    dot = blob(centre, radius, wavy_outline(bench.rng, 0.1), soft_px=1.5 * bench.look.pixel)
    bench.plate.replace(dot, np.ones_like(dot), bench.look.deposit)
    if bench.chance(0.5):
        _tail(bench, centre, size_px, radius * 0.5)


def tadpole(bench: Bench, centre: Point, size_px: float) -> None:
    """A dark body with a drawn-out tail."""
    body = blob(
        centre,
        size_px * bench.span(0.14, 0.26),
        wavy_outline(bench.rng, 0.18),
        soft_px=2.0,
        squeeze=bench.span(0.5, 0.9),
        angle=bench.direction(),
    )
    _tail(bench, centre, size_px, size_px * bench.span(0.08, 0.2))
    bench.plate.replace(body, np.ones_like(body), bench.look.deposit)


def lobed(bench: Bench, centre: Point, size_px: float) -> None:
    """A granulocyte: three to five lobes on a curve, with or without its pale pink cytoplasm."""
    if bench.chance(0.6):
        _ghost(bench, centre, size_px * 0.5, bench.span(0.15, 0.5))
    angle, turn = bench.direction(), bench.span(0.9, 1.6)
    for step in range(int(bench.rng.integers(3, 6))):
        lobe = at(centre, angle + turn * step, size_px * bench.span(0.14, 0.22))
        pose = Pose(lobe, size_px * bench.span(0.22, 0.32), bench.direction(), 0.3)
        shape = place(bench.pick(bench.parts.healthy), pose, 1.8)
        stain_nucleus(bench.plate, bench.rng, _evenly(bench), shape, bench.look.naked)


def metaphase(bench: Bench, centre: Point, size_px: float) -> None:
    """Chromosomes of a burst dividing cell: some forty short rods, wider than a whole cell."""
    size_px = max(size_px, SIDE_PX * bench.span(0.35, 0.95))
    rods, spread = int(bench.rng.integers(16, 55)), size_px * bench.span(0.2, 0.48)
    long, wide = size_px * bench.span(0.06, 0.14), size_px * bench.span(0.03, 0.07)

    def draw_on(draw: Drawing, k: float) -> None:
        for _ in range(rods):
            start = bench.around(centre, spread)
            path = winding_path(bench.rng, start, bench.direction(), long, 0.5)
            width = max(1, round(wide * k))
            draw.line([(x * k, y * k) for x, y in path[:4]], 255, width, "curve")

    shape = line_art(draw_on)
    lumps = 1 + np.float32(0.15) * cloud(bench.rng, 3 * bench.look.pixel)
    bench.plate.absorb(shape * lumps * np.float32(bench.span(0.6, 1.0)), bench.look.nucleus)
    if bench.chance(0.5):
        _ghost(bench, centre, spread * 1.3, bench.span(0.1, 0.4))


def ghost(bench: Bench, centre: Point, size_px: float) -> None:
    """Cytoplasm whose nucleus is gone, or a shred of it."""
    _ghost(bench, centre, size_px * bench.span(0.3, 0.5), bench.span(0.5, 1.1))


def _ghost(bench: Bench, centre: Point, radius_px: float, strength: float) -> None:
    habit = (Habit.NETTED, Habit.FADING, Habit.FRAYED)[int(bench.rng.integers(3))]
    plan = CytoplasmPlan(centre, radius_px, bench.span(0.5, 1.0), bench.direction(), habit)
    lay_cytoplasm(bench.plate, bench.rng, bench.look, plan, strength)


def _magenta(bench: Bench) -> Density:
    """What the colour of decayed chromatin is multiplied by: less red absorbed."""
    red = np.float32(bench.span(0.55, 1.0))
    return np.array([red, 1.0, (1 + red) / 2], dtype=np.float32)


def _evenly(bench: Bench) -> Look:
    """The look with the texture of chromatin nearly gone."""
    return replace(bench.look, contrast=bench.look.contrast * 0.45)


def _bitten(bench: Bench, centre: Point, size_px: float) -> Plane:
    """Coverage that misses what a rough disc beside `centre` covers, or nothing."""
    if bench.chance(0.4):
        return np.ones_like(bench.plate.gleam)
    bite = at(centre, bench.direction(), size_px * bench.span(0.22, 0.4))
    rough = wavy_outline(bench.rng, 0.2, lobes=0.8)
    return 1 - blob(bite, size_px * bench.span(0.1, 0.25), rough)


def _tail(bench: Bench, start: Point, length_px: float, thick_px: float) -> None:
    path = winding_path(bench.rng, start, bench.direction(), length_px, bench.span(0.05, 0.25))
    count = len(path) - 1

    def draw_on(draw: Drawing, k: float) -> None:
        for step, (one, other) in enumerate(itertools.pairwise(path)):
            width = max(bench.look.pixel * 0.6, thick_px * (1 - step / count) ** 2)
            line = [(one[0] * k, one[1] * k), (other[0] * k, other[1] * k)]
            draw.line(line, 255, max(1, round(width * k)))

    line = line_art(draw_on)
    bench.plate.replace(line, np.full_like(line, bench.span(0.5, 1.0)), bench.look.deposit)
