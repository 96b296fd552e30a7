"""Debris: what a finder of cells brings that no one should score."""

from collections.abc import Callable

from medcls_core.data.composed import deposits, particles, remnants
from medcls_core.data.composed.bench import Bench
from medcls_core.data.composed.shapes import SIDE_PX, Point

Drawer = Callable[[Bench, Point, float], None]

SUBJECTS: dict[str, tuple[Drawer, float]] = {
    "clump": (deposits.clump, 4.0),
    "shrunken": (remnants.shrunken, 3.0),
    "fragments": (remnants.fragments, 2.0),
    "metaphase": (remnants.metaphase, 2.5),
    "fibre": (particles.fibre, 2.0),
    "dust nucleus": (remnants.dust_nucleus, 1.5),
    "smudge": (remnants.smudge, 2.0),
    "crenated": (remnants.crenated, 1.5),
    "precipitate": (deposits.precipitate, 1.2),
    "platelets": (deposits.platelets, 1.5),
    "dirt": (particles.dirt, 1.5),
    "crystals": (particles.crystals, 1.5),
    "black deposit": (deposits.black_deposit, 1.5),
    "tadpole": (remnants.tadpole, 1.2),
    "lobed": (remnants.lobed, 1.2),
    "ghost": (remnants.ghost, 1.2),
    "thread": (particles.thread, 1.0),
    "bubble": (particles.bubble, 0.8),
    "scatter": (deposits.scatter, 1.0),
}
"""Every subject with its weight."""

SIZE_SHARE = (0.22, 0.8)
"""Subject's extent over the crop's side."""
_JOINED = 0.22
"""Share of subjects that another one clings to."""


def lay_debris(bench: Bench, centre: Point) -> str:
    """Draw one subject at `centre`, often with company; its name comes back."""
    for _ in range(int(bench.rng.choice(3, p=[0.6, 0.25, 0.15]))):
        name = _choose(bench)
        place = bench.around((SIDE_PX / 2, SIDE_PX / 2), SIDE_PX * 0.6)
        SUBJECTS[name][0](bench, place, SIDE_PX * bench.span(0.1, 0.3))
    subject = _choose(bench)
    size = SIDE_PX * bench.span(*SIZE_SHARE)
    SUBJECTS[subject][0](bench, centre, size)
    if bench.chance(_JOINED):
        beside = bench.around(centre, size * 0.3)
        SUBJECTS[_choose(bench)][0](bench, beside, size * bench.span(0.3, 0.8))
    return subject


def _choose(bench: Bench) -> str:
    names = list(SUBJECTS)
    total = sum(weight for _, weight in SUBJECTS.values())
    shares = [weight / total for _, weight in SUBJECTS.values()]
    return names[int(bench.rng.choice(len(names), p=shares))]
