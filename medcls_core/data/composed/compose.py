"""Composing one cell of a kind, and sets of them that depend on seed and index alone."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from medcls_core.data.composed import layout
from medcls_core.data.composed.background import lay_background, lay_haze
from medcls_core.data.composed.bench import Bench
from medcls_core.data.composed.camera import photograph
from medcls_core.data.composed.chromatin import place, stain_nucleus
from medcls_core.data.composed.cytoplasm import CytoplasmPlan, Habit, lay_cytoplasm
from medcls_core.data.composed.debris import lay_debris
from medcls_core.data.composed.layout import CellPlan, plan_cell
from medcls_core.data.composed.library import NucleusLibrary, acquisitions_of
from medcls_core.data.composed.lookalikes import Surroundings, lay_lookalikes
from medcls_core.data.composed.micronuclei import lay_micronuclei
from medcls_core.data.composed.neighbours import lay_neighbours
from medcls_core.data.composed.parts import Plane
from medcls_core.data.composed.plate import Plate
from medcls_core.data.composed.shapes import SIDE_PX
from medcls_core.data.composed.staining import draw_look
from medcls_core.data.composed.truth import OUTLINE, Body, CellTruth, ComposedCell
from medcls_core.data.splits import Part
from medcls_core.tasks.micronucleus import MICRONUCLEUS

KINDS = tuple(label.key for label in MICRONUCLEUS.classes)
"""The seven classes, in the task's order; cell `index` of a set is of kind `index % 7`."""

_LOOKALIKES = 0.42
"""Share of cells that carry look-alikes of micronuclei, the same with and without micronuclei."""
_RESIDUE = 0.12
"""Share of naked nuclei that keep a trace of cytoplasm far too faint to be scored as such."""
_ATTEMPTS = 12


def compose_cell(rng: np.random.Generator, kind: str, parts: NucleusLibrary) -> ComposedCell:
    """One crop of class `kind`, all its parts of one acquisition.

    Args:
        rng: Source of chance; the same state gives the same cell.
        kind: One of `KINDS`.
        parts: What nuclei and micronuclei are taken from.

    Raises:
        ValueError: if `kind` is no class of the task.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no class of the micronucleus task")
    names = parts.acquisitions
    acquisition = names[int(rng.integers(len(names)))]
    own = parts.of(acquisition)
    if kind == "debris":
        return _compose_debris(rng, own, acquisition)
    for _ in range(_ATTEMPTS):
        cell = _compose_nucleated(rng, kind, own, acquisition)
        if bool(cell.truth.micronuclei) == kind.endswith("micronucleus"):
            return cell
    raise RuntimeError("no layout left room for a micronucleus")


def compose_nth(parts: NucleusLibrary, seed: int, index: int) -> ComposedCell:
    """Cell `index` of the endless set `seed`: the same whatever was composed before it."""
    rng = np.random.default_rng([seed, index])
    return compose_cell(rng, KINDS[index % len(KINDS)], parts)


@lru_cache(maxsize=4)
def read_part(folder: Path, part: Part) -> NucleusLibrary:
    """The library of the acquisitions of `folder` that belong to `part`; read once a process.

    Raises:
        InputInvalid: if the folder is not the fluorescence pack.
    """
    return NucleusLibrary.read(folder, acquisitions_of(folder, part))


def compose_set(folder: Path, count: int, seed: int, part: Part) -> Iterator[ComposedCell]:
    """The first `count` cells of set `seed` from the fields in `folder` that belong to `part`.

    Raises:
        InputInvalid: if the folder is not the fluorescence pack.
    """
    parts = read_part(folder, part)
    for index in range(count):
        yield compose_nth(parts, seed, index)


def _compose_debris(
    rng: np.random.Generator, parts: NucleusLibrary, acquisition: str
) -> ComposedCell:
    nucleus_px = SIDE_PX * float(rng.uniform(0.2, 0.5))
    bench = _bench(rng, parts, nucleus_px)
    middle = (SIDE_PX / 2, SIDE_PX / 2)
    lay_background(bench.plate, rng, bench.look)
    lay_neighbours(bench, nucleus_px, 0.35 * SIDE_PX, loose=True)
    centre = bench.around(middle, 0.06 * SIDE_PX)
    if bench.chance(0.6):
        lay_haze(bench.plate, rng, bench.look, centre, SIDE_PX * 0.2)
    subject = lay_debris(bench, centre)
    nothing = np.zeros((SIDE_PX, SIDE_PX), dtype=np.bool_)
    return _finish(bench, "debris", acquisition, CellTruth((), (), nothing, subject))


def _bench(rng: np.random.Generator, parts: NucleusLibrary, nucleus_px: float) -> Bench:
    look = draw_look(rng, layout.original_pixel(rng, nucleus_px))
    return Bench(Plate(look.background), rng, look, parts)


def _finish(bench: Bench, kind: str, acquisition: str, truth: CellTruth) -> ComposedCell:
    rgb = photograph(bench.plate.expose(), bench.rng, bench.look)
    return ComposedCell(rgb, kind, acquisition, truth)


def _compose_nucleated(
    rng: np.random.Generator, kind: str, parts: NucleusLibrary, acquisition: str
) -> ComposedCell:
    naked = kind.endswith("naked")
    plan = plan_cell(rng, nuclei=2 if kind.startswith("binucleate") else 1, naked=naked)
    bench = _bench(rng, parts, plan.nucleus_px)
    lay_background(bench.plate, rng, bench.look)
    lay_neighbours(bench, plan.nucleus_px, plan.reach_px, loose=naked)
    for pose in plan.nuclei:
        lay_haze(bench.plate, rng, bench.look, pose.centre, pose.diameter_px / 2)
    extent = _lay_body(bench, plan)
    nuclei = _lay_nuclei(bench, plan)
    if bench.chance(_LOOKALIKES * (0.6 if naked else 1.0)):
        lay_lookalikes(bench, Surroundings.of(plan, rng), naked=naked)
    micronuclei: tuple[Body, ...] = ()
    if kind.endswith("micronucleus"):
        covered = np.maximum.reduce(nuclei)
        micronuclei = lay_micronuclei(bench, extent, covered, plan.nucleus_px)
    bodies = tuple(Body.of(coverage) for coverage in nuclei)
    subject = "naked" if plan.cytoplasm is None else plan.cytoplasm.habit.value
    return _finish(
        bench, kind, acquisition, CellTruth(bodies, micronuclei, extent > OUTLINE, subject)
    )


def _lay_body(bench: Bench, plan: CellPlan) -> Plane:
    """Cytoplasm's extent in [0, 1]; zero everywhere for a naked nucleus."""
    if plan.cytoplasm is not None:
        strength = bench.span(0.8, 1.2)
        return lay_cytoplasm(bench.plate, bench.rng, bench.look, plan.cytoplasm, strength)
    if bench.chance(_RESIDUE):
        nucleus = plan.nuclei[0]
        trace = CytoplasmPlan(
            nucleus.centre, nucleus.diameter_px * 0.7, 0.85, bench.direction(), Habit.FRAYED
        )
        lay_cytoplasm(bench.plate, bench.rng, bench.look, trace, bench.span(0.05, 0.18))
    return np.zeros_like(bench.plate.gleam)


def _lay_nuclei(bench: Bench, plan: CellPlan) -> list[Plane]:
    """Coverage of each main nucleus; a pair is stained alike."""
    naked = plan.cytoplasm is None and bench.chance(0.6)
    colour = bench.look.naked if naked else bench.look.nucleus
    shade = bench.rng.normal(0, 0.05)
    edge = bench.span(1.2, 2.6) * max(1.0, bench.look.pixel * 0.6)
    laid: list[Plane] = []
    for pose in plan.nuclei:
        shape = place(bench.pick(bench.parts.healthy), pose, edge)
        own = np.float32(np.exp(shade + bench.rng.normal(0, 0.03)))
        stain_nucleus(bench.plate, bench.rng, bench.look, shape, colour * own)
        laid.append(shape[0])
    return laid
