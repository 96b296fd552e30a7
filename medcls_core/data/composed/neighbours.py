"""Cells that share the crop: cut by its edge, touching or overlapping the one in its middle."""

import numpy as np

from medcls_core.data.composed import deposits
from medcls_core.data.composed.background import lay_haze
from medcls_core.data.composed.bench import Bench, at
from medcls_core.data.composed.chromatin import Pose, place, stain_nucleus
from medcls_core.data.composed.cytoplasm import CytoplasmPlan, draw_habit, lay_cytoplasm
from medcls_core.data.composed.shapes import SIDE_PX, Point

NONE, ONE = 0.52, 0.3
_SHARE_NAKED, _SHARE_DEPOSIT = 0.35, 0.15


def lay_neighbours(bench: Bench, nucleus_px: float, reach_px: float, *, loose: bool) -> None:
    """Draw none to two neighbours round the middle.

    Args:
        bench: Where to.
        nucleus_px: Diameter of the middle cell's nuclei: neighbours are of its scale.
        reach_px: How far from the crop's middle the middle cell extends.
        loose: Neighbours keep a distance, so that two nuclei aren't taken for one pair.
    """
    count = int(bench.rng.choice(3, p=[NONE, ONE, 1 - NONE - ONE]))
    for _ in range(count):
        diameter = nucleus_px * float(np.exp(bench.rng.normal(0, 0.18)))
        least = max(0.44 * SIDE_PX, reach_px + diameter * (0.9 if loose else 0.55))
        away = least + bench.span(0, 0.2) * SIDE_PX
        centre = at((SIDE_PX / 2, SIDE_PX / 2), bench.direction(), away)
        _draw_one(bench, centre, diameter)


def _draw_one(bench: Bench, centre: Point, diameter_px: float) -> None:
    sort = bench.rng.random()
    if sort < _SHARE_DEPOSIT:
        deposits.clump(bench, centre, diameter_px)
        return
    naked = sort < _SHARE_DEPOSIT + _SHARE_NAKED
    lay_haze(bench.plate, bench.rng, bench.look, centre, diameter_px * 0.6)
    if not naked:
        radius = diameter_px * bench.span(0.65, 1.0)
        plan = CytoplasmPlan(
            bench.around(centre, radius - diameter_px / 2),
            radius,
            bench.span(0.7, 1.0),
            bench.direction(),
            draw_habit(bench.rng),
        )
        lay_cytoplasm(bench.plate, bench.rng, bench.look, plan, bench.span(0.6, 1.2))
    size = diameter_px * (bench.span(0.6, 1.0) if naked else 1.0)
    shape = place(
        bench.pick(bench.parts.healthy),
        Pose(centre, size, bench.direction(), tension=bench.span(0.3, 0.9)),
        1.8,
    )
    colour = bench.look.naked if naked else bench.look.nucleus
    stain_nucleus(bench.plate, bench.rng, bench.look, shape, colour)
