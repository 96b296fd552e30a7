"""Debris of stain and serum: clumps, black deposits, precipitate, platelets, specks."""

import numpy as np

from medcls_core.data.composed.bench import Bench, at
from medcls_core.data.composed.shapes import (
    Edge,
    Point,
    blob,
    cloud,
    disc,
    smooth_edge,
    torn_blob,
    wavy_outline,
)


def clump(bench: Bench, centre: Point, size_px: float) -> None:
    """Stain gone to lumps, or a shrunken nucleus in it: dark, sharp, irregular, of 1 to 5 lobes."""
    rng = bench.rng
    lobes = int(rng.integers(1, 6))
    # A single round lobe would be a naked nucleus.
    squeeze = bench.span(0.3, 0.6) if lobes == 1 else bench.span(0.4, 0.95)
    shape = torn_blob(
        rng,
        centre,
        size_px * 0.28,
        Edge(bench.span(0.1, 0.22), bench.span(0.02, 0.16), 2.0),
        squeeze,
    )
    for _ in range(lobes - 1):
        lobe = wavy_outline(rng, 0.1, lobes=1.6)
        place = at(centre, bench.direction(), size_px * bench.span(0.2, 0.42))
        part = blob(place, size_px * bench.span(0.12, 0.26), lobe, soft_px=2.0)
        shape = np.maximum(shape, part)
    lumps = 1 + np.float32(0.12) * cloud(rng, 4 * bench.look.pixel)
    bench.plate.replace(shape, lumps * np.float32(bench.span(0.8, 1.1)), bench.look.deposit)


def black_deposit(bench: Bench, centre: Point, size_px: float) -> None:
    """Precipitate: black to the core, with a jagged rim."""
    rng = bench.rng
    shape = torn_blob(
        rng,
        centre,
        size_px * 0.42,
        Edge(bench.span(0.1, 0.25), bench.span(0.05, 0.2), 1.5 * bench.look.pixel),
        bench.span(0.4, 1.0),
    )
    broken = smooth_edge(cloud(rng, size_px * 0.2) + np.float32(bench.span(0.3, 2.5)), 0.8)
    black = np.full(3, 1.35, dtype=np.float32)
    bench.plate.absorb(shape * broken, black)


def platelets(bench: Bench, centre: Point, size_px: float) -> None:
    """A cloud of pink-lilac granules: one platelet or a clump of them."""
    spread = size_px * bench.span(0.2, 0.5)
    grain = size_px * bench.span(0.04, 0.09)
    shape = np.zeros_like(bench.plate.gleam)
    for _ in range(int(bench.rng.integers(5, 26))):
        dot = disc(bench.around(centre, spread), grain * bench.span(0.6, 1.5), 2.0)
        shape = np.maximum(shape, dot * np.float32(bench.span(0.5, 1.0)))
    veil = disc(centre, spread * 1.1, spread * 0.6) * np.float32(bench.span(0.0, 0.4))
    bench.plate.absorb(
        np.maximum(shape, veil) * np.float32(bench.span(0.6, 1.8)), bench.look.platelet
    )


def precipitate(bench: Bench, centre: Point, size_px: float) -> None:
    """Stain that fell out: a crowd of tiny dark purple-brown grains, thinning outwards."""
    rng = bench.rng
    reach = blob(
        centre,
        size_px * 0.4,
        wavy_outline(rng, 0.15),
        soft_px=size_px * 0.5,
        squeeze=bench.span(0.5, 1.0),
        angle=bench.direction(),
    )
    grains = cloud(rng, bench.span(2.0, 3.5) * bench.look.pixel)
    shape = smooth_edge(grains + 2 * reach - np.float32(bench.span(1.4, 1.9)), 0.8)
    colour = bench.look.deposit * np.array([0.8, 1.0, 1.15], dtype=np.float32)
    bench.plate.absorb(
        shape * np.clip(reach * 50, 0, 1) * np.float32(bench.span(0.35, 0.9)), colour
    )


def scatter(bench: Bench, centre: Point, size_px: float) -> None:
    """Only specks: an empty place that the finder took for something."""
    for _ in range(int(bench.rng.integers(1, 12))):
        radius = size_px * bench.span(0.015, 0.06)
        spot = blob(bench.around(centre, size_px * 0.6), radius, wavy_outline(bench.rng, 0.3))
        colour = bench.look.deposit if bench.chance(0.5) else bench.look.dirt
        bench.plate.absorb(spot * np.float32(bench.span(0.4, 1.2)), colour)
