"""Debris from outside: dirt, crystals, bubbles, fibres and threads."""

from functools import partial

import numpy as np
from PIL.ImageDraw import ImageDraw as Drawing

from medcls_core.data.composed.bench import Bench, at
from medcls_core.data.composed.parts import Plane
from medcls_core.data.composed.shapes import (
    Point,
    blob,
    cloud,
    line_art,
    polar,
    smooth_edge,
    wavy_outline,
    winding_path,
)


def dirt(bench: Bench, centre: Point, size_px: float) -> None:
    """Grey-green particle above or below the focus."""
    rng, soft = bench.rng, size_px * bench.span(0.12, 0.5)
    shape = blob(
        centre,
        size_px * 0.4,
        wavy_outline(rng, 0.18),
        soft_px=soft,
        squeeze=bench.span(0.4, 1.0),
        angle=bench.direction(),
    )
    lumps = np.clip(1 + np.float32(0.4) * cloud(rng, size_px * 0.22), 0.2, 2)
    bench.plate.absorb(shape * lumps * np.float32(bench.span(0.6, 2.2)), bench.look.dirt)


def crystals(bench: Bench, centre: Point, size_px: float) -> None:
    """Refractile grains: a dark outline round a bright inside, alone or in a crowd."""
    many = bench.chance(0.6)
    for _ in range(int(bench.rng.integers(3, 10)) if many else 1):
        place = bench.around(centre, size_px * 0.5) if many else centre
        _crystal(bench, place, size_px * (bench.span(0.05, 0.16) if many else 0.4))


def _crystal(bench: Bench, centre: Point, radius_px: float) -> None:
    corners = int(bench.rng.integers(4, 9))
    angles = np.sort(bench.rng.uniform(0, 2 * np.pi, corners))
    points = [at(centre, float(a), radius_px * bench.span(0.6, 1.15)) for a in angles]
    rim = max(1.2, bench.span(0.9, 2.0) * bench.look.pixel)
    inner = line_art(lambda d, k: d.polygon([(x * k, y * k) for x, y in points], fill=255))
    ring = [*points, points[0]]
    edge = line_art(
        lambda d, k: d.line([(x * k, y * k) for x, y in ring], 255, max(1, round(rim * k)), "curve")
    )
    bench.plate.clear(np.float32(0.7) * inner)
    bench.plate.shine(inner * np.float32(bench.span(-0.25, 0.05)))
    broken = np.clip(1 + np.float32(0.6) * cloud(bench.rng, radius_px * 0.5), 0.2, 2)
    bench.plate.absorb(edge * broken * np.float32(bench.span(1.0, 3.0)), bench.look.dirt)


def bubble(bench: Bench, centre: Point, size_px: float) -> None:
    """A ring of brownish light round a cleared inside."""
    radius = size_px * bench.span(0.25, 0.45)
    distance, step = polar(centre, bench.span(0.85, 1.0), bench.direction())
    depth = distance - wavy_outline(bench.rng, 0.03)[step] * np.float32(radius)
    width = np.float32(radius * bench.span(0.12, 0.3))
    ring = np.exp(-((depth / width) ** 2))
    inner = smooth_edge(-depth, 3.0)
    brown = np.array([0.75, 0.8, 1.1], dtype=np.float32)
    bench.plate.clear(np.float32(0.85) * inner)
    bench.plate.absorb(ring * np.float32(bench.span(0.15, 0.6)), brown)
    bench.plate.shine(inner * np.float32(bench.span(-0.08, 0.05)))


def fibre(bench: Bench, centre: Point, size_px: float) -> None:
    """A spindle drawn out to both sides, as torn chromatin and cotton are."""
    heading, length = bench.direction(), size_px * bench.span(0.9, 1.6)
    bend = bench.span(0.02, 0.22)
    ahead = winding_path(bench.rng, centre, heading, length / 2, bend)
    behind = winding_path(bench.rng, centre, heading + np.pi, length / 2, bend)
    thick = size_px * bench.span(0.05, 0.14)
    strand = np.maximum(_tapered(bench, ahead, thick), _tapered(bench, behind, thick))
    body = blob(
        centre,
        size_px * bench.span(0.08, 0.2),
        wavy_outline(bench.rng, 0.15),
        squeeze=bench.span(0.25, 0.6),
        angle=heading,
        soft_px=2.0,
    )
    shape = np.maximum(strand, body)
    lumps = 1 + np.float32(0.15) * cloud(bench.rng, 4 * bench.look.pixel)
    bench.plate.replace(shape, lumps * np.float32(bench.span(0.65, 1.0)), bench.look.deposit)


def _tapered(bench: Bench, path: list[Point], thick_px: float) -> Plane:
    """Line that narrows to its end."""
    count, thin = len(path) - 1, bench.look.pixel * 0.6
    widths = [max(thin, thick_px * (1 - step / count) ** 1.6) for step in range(count)]

    def draw_on(draw: Drawing, k: float) -> None:
        for start, end, width in zip(path, path[1:], widths, strict=False):
            draw.line(
                [(start[0] * k, start[1] * k), (end[0] * k, end[1] * k)],
                255,
                max(1, round(width * k)),
            )

    return line_art(draw_on)


def thread(bench: Bench, centre: Point, size_px: float) -> None:
    """Thin pink-purple threads, curled upon themselves or stretched."""
    for _ in range(int(bench.rng.integers(1, 5))):
        start = bench.around(centre, size_px * 0.35)
        path = winding_path(
            bench.rng,
            start,
            bench.direction(),
            size_px * bench.span(0.6, 2.0),
            bench.span(0.1, 0.7),
        )
        width = bench.span(0.7, 2.4) * bench.look.pixel
        line = line_art(partial(_draw_line, path, width))
        colour = bench.look.platelet * 2 if bench.chance(0.5) else bench.look.deposit
        bench.plate.absorb(line * np.float32(bench.span(0.4, 0.9)), colour)


def _draw_line(path: list[Point], width_px: float, draw: Drawing, k: float) -> None:
    points = [(x * k, y * k) for x, y in path]
    draw.line(points, 255, max(1, round(width_px * k)), "curve")
