"""What is small and dark near a nucleus and no micronucleus: in every class of cell."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from medcls_core.data.composed import deposits, particles
from medcls_core.data.composed.bench import Bench, at
from medcls_core.data.composed.chromatin import Pose, place, stain_nucleus
from medcls_core.data.composed.layout import CellPlan
from medcls_core.data.composed.shapes import Point, blob, disc, wavy_outline

LookalikeDrawer = Callable[[Bench, "Surroundings"], None]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The main nucleus that a look-alike keeps near to: its pose, and how far the cell reaches."""

    nucleus: Pose
    reach_px: float

    @classmethod
    def of(cls, plan: CellPlan, rng: np.random.Generator) -> "Surroundings":
        """Those of one of the cell's nuclei."""
        nucleus = plan.nuclei[int(rng.integers(len(plan.nuclei)))]
        radius = nucleus.diameter_px / 2
        reach = radius * 1.6 if plan.cytoplasm is None else plan.cytoplasm.radius_px
        return cls(nucleus, max(reach, radius * 1.3))

    def beside(self, bench: Bench, clear_px: float) -> Point:
        """A point over the cytoplasm, `clear_px` or more from the nucleus's edge."""
        start = self.nucleus.diameter_px / 2 + clear_px
        away = bench.span(start, max(start + 1, self.reach_px * 1.05))
        return at(self.nucleus.centre, bench.direction(), away)


def lay_lookalikes(bench: Bench, cell: Surroundings, *, naked: bool) -> None:
    """One to three look-alikes; beside a naked nucleus none that could pass for a second one."""
    drawers: tuple[LookalikeDrawer, ...] = (grain, grain, refractile, dirt_on_cell, platelet)
    if not naked:
        drawers = (*drawers, granules, too_big, bud, faint)
    for _ in range(int(bench.rng.choice([1, 2, 3], p=[0.65, 0.25, 0.1]))):
        drawers[int(bench.rng.integers(len(drawers)))](bench, cell)


def grain(bench: Bench, cell: Surroundings) -> None:
    """A grain of stain: blacker than the nucleus, angular, over cytoplasm or nucleus alike."""
    size = cell.nucleus.diameter_px * bench.span(0.05, 0.2)
    away = bench.span(0, cell.reach_px)
    centre = at(cell.nucleus.centre, bench.direction(), away)
    outline = wavy_outline(bench.rng, 0.28, lobes=0.7)
    shape = blob(
        centre,
        max(size / 2, 0.7 * bench.look.pixel),
        outline,
        soft_px=bench.look.pixel,
        squeeze=bench.span(0.35, 0.85),
        angle=bench.direction(),
    )
    black = np.array([1.25, 1.25, 1.0], dtype=np.float32) * np.float32(bench.span(0.75, 1.0))
    bench.plate.replace(shape, np.ones_like(shape), black)


def refractile(bench: Bench, cell: Surroundings) -> None:
    """A droplet that shines in its middle and has a dark edge."""
    radius = max(cell.nucleus.diameter_px * bench.span(0.05, 0.14), 1.6 * bench.look.pixel)
    centre = cell.beside(bench, radius)
    ring = disc(centre, radius, bench.look.pixel) - disc(centre, radius * 0.55, bench.look.pixel)
    bench.plate.absorb(np.maximum(ring, 0) * np.float32(bench.span(0.6, 1.8)), bench.look.dirt)
    bench.plate.shine(disc(centre, radius * 0.6, bench.look.pixel) * np.float32(0.3))


def granules(bench: Bench, cell: Surroundings) -> None:
    """Azurophilic granules: many reddish dots, each below a sixteenth of the nucleus."""
    radius = cell.nucleus.diameter_px * 0.028
    colour = bench.look.nucleus * np.array([0.7, 1.1, 0.9], dtype=np.float32)
    middle = cell.beside(bench, radius * 4)
    for _ in range(int(bench.rng.integers(4, 16))):
        spot = disc(bench.around(middle, cell.nucleus.diameter_px * 0.3), radius, 1.5)
        bench.plate.absorb(spot * np.float32(bench.span(0.3, 0.7)), colour)


def platelet(bench: Bench, cell: Surroundings) -> None:
    """A platelet over or beside the cell: paler, pinker and grainier than chromatin."""
    away = cell.reach_px * bench.span(0.9, 1.25)
    centre = at(cell.nucleus.centre, bench.direction(), away)
    deposits.platelets(bench, centre, cell.nucleus.diameter_px * bench.span(0.25, 0.55))


def too_big(bench: Bench, cell: Surroundings) -> None:
    """A dying body of .42 to .6 nuclear diameters at the cell's rim, black-blue."""
    diameter = cell.nucleus.diameter_px * bench.span(0.42, 0.6)
    away = max(cell.reach_px, cell.nucleus.diameter_px / 2 + diameter * 0.6)
    centre = at(cell.nucleus.centre, bench.direction(), away)
    shape = blob(centre, diameter / 2, wavy_outline(bench.rng, 0.07), soft_px=1.5)
    bench.plate.replace(shape, np.ones_like(shape), bench.look.deposit * np.float32(1.1))


def bud(bench: Bench, cell: Surroundings) -> None:
    """A nuclear bud: chromatin still joined to the nucleus."""
    diameter = cell.nucleus.diameter_px * bench.span(0.16, 0.3)
    away = cell.nucleus.diameter_px * 0.46 + diameter * bench.span(0, 0.22)
    pose = Pose(at(cell.nucleus.centre, bench.direction(), away), diameter, bench.direction())
    shape = place(bench.pick(bench.parts.micronuclei), pose, 1.5)
    stain_nucleus(bench.plate, bench.rng, bench.look, shape, bench.look.nucleus)


def dirt_on_cell(bench: Bench, cell: Surroundings) -> None:
    """Dirt or crystals that lie on the cell."""
    centre = at(cell.nucleus.centre, bench.direction(), cell.reach_px * bench.span(0.5, 1.1))
    drawer = (particles.dirt, particles.crystals, deposits.black_deposit)[
        int(bench.rng.integers(3))
    ]
    drawer(bench, centre, cell.nucleus.diameter_px * bench.span(0.25, 0.6))


def faint(bench: Bench, cell: Surroundings) -> None:
    """A blurred bluish spot below the focus."""
    radius = cell.nucleus.diameter_px * bench.span(0.06, 0.16)
    spot = disc(cell.beside(bench, radius), radius, radius * 2)
    bench.plate.absorb(spot * np.float32(bench.span(0.3, 0.9)), bench.look.cytoplasm * 0.3)
