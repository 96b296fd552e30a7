"""Which cells stand where, and laying them down."""

import numpy as np

from medcls_core.data.rendered import ground
from medcls_core.data.rendered.canvas import Canvas, Stamps, press
from medcls_core.data.rendered.chromatin import draw_mitosis
from medcls_core.data.rendered.dying import draw_dying
from medcls_core.data.rendered.layout import Layout, apart, away_from, scatter
from medcls_core.data.rendered.noise import Field, generator
from medcls_core.data.rendered.nuclei import (
    DENSE,
    FIBROBLAST,
    HYPERCHROMATIC,
    LYMPHOCYTE,
    SMUDGED,
    VESICULAR,
    draw_nuclei,
)
from medcls_core.data.rendered.truth import (
    LOOK_ALIKE_FORMS,
    MITOTIC_FORMS,
    CellForm,
    PlantedCell,
)
from medcls_core.geometry import Point

_PLANTED_PER_MEGAPIXEL = 2.2  # mitoses, and as many look-alikes
_NUCLEUS_SPACING_PX = 47.0
_KEEP_CLEAR_PX = 40.0  # between a planted cell and its neighbours
_SQUEEZED_PX = 20.0  # between a lymphocyte and the middle of an epithelial cell
_EDGE_PX = 100.0


def choose_planted(layout: Layout, seed: int) -> tuple[PlantedCell, ...]:
    """Planted cells well inside of nests, far from one another and from the slide's edge."""
    rng = generator(seed, 9)
    rows, columns = layout.shape
    wanted = max(2, round(rows * columns / 1e6 * _PLANTED_PER_MEGAPIXEL))
    places = scatter(rng, layout.shape, 60.0)
    fit = (layout.at(layout.nests, places) > _KEEP_CLEAR_PX) & (
        layout.at(layout.lumens, places) < -_KEEP_CLEAR_PX
    )
    fit &= (places > _EDGE_PX).all(1) & (places < (columns - _EDGE_PX, rows - _EDGE_PX)).all(1)
    planted = []
    for n, (x, y) in enumerate(apart(places[fit], 130.0, 2 * wanted)):
        forms = LOOK_ALIKE_FORMS if n % 2 else MITOTIC_FORMS
        planted.append(PlantedCell(Point(float(x), float(y)), forms[n // 2 % len(forms)]))
    return tuple(planted)


def places_of(planted: tuple[PlantedCell, ...]) -> Field:
    """Centres (n, 2) as (x, y)."""
    return np.asarray([cell.center for cell in planted], np.float32).reshape(-1, 2)


def choose_sites(layout: Layout, planted: tuple[PlantedCell, ...], seed: int) -> Field:
    """Sites (n, 2) of the ordinary epithelial cells."""
    rng = generator(seed, 10)
    sites = scatter(rng, layout.shape, _NUCLEUS_SPACING_PX)
    sites = sites[layout.at(layout.nests, sites) > -12]  # noqa: PLR2004  (half a cell over the rim)
    sites = sites[layout.at(layout.lumens, sites) < 0]
    return away_from(sites, places_of(planted), _KEEP_CLEAR_PX)


def populate(
    canvas: Canvas,
    layout: Layout,
    across: Field,
    sites: Field,
    planted: tuple[PlantedCell, ...],
    seed: int,
) -> None:
    """Lay down stroma cells and vessels, epithelium, lymphocytes, then the planted cells."""
    rng = generator(seed, 11)
    kept = places_of(planted)
    _stroma(canvas, layout, across, rng)
    _epithelium(canvas, sites, rng)
    _lymphocytes(canvas, layout, (kept, sites), rng)
    _vacuoles(canvas, layout, kept, rng)
    for cell in planted:
        press(canvas, _draw_planted(rng, cell.form), np.asarray([cell.center], np.float32))


def _draw_planted(rng: np.random.Generator, form: CellForm) -> Stamps:
    if form in MITOTIC_FORMS:
        return draw_mitosis(rng, form)
    if form in {CellForm.APOPTOTIC, CellForm.PYKNOTIC}:
        return draw_dying(rng, form)
    kind = HYPERCHROMATIC if form is CellForm.HYPERCHROMATIC else SMUDGED
    return draw_nuclei(rng, kind, rng.uniform(0, np.pi, 1).astype(np.float32))


def _stroma(canvas: Canvas, layout: Layout, across: Field, rng: np.random.Generator) -> None:
    places = scatter(rng, layout.shape, 66.0)
    free = (layout.at(layout.nests, places) < -8) & (layout.at(layout.tissue, places) > 10)  # noqa: PLR2004
    free &= (layout.at(layout.fat, places) < 0) & (rng.random(len(places)) < 0.62)  # noqa: PLR2004
    places = places[free]
    angles = ground.fibre_angles(across, layout, places)
    angles += rng.normal(0, 0.2, len(angles)).astype(np.float32)
    press(canvas, draw_nuclei(rng, FIBROBLAST, angles), places)
    vessels = scatter(rng, layout.shape, 300.0)
    roomy = (layout.at(layout.nests, vessels) < -60) & (layout.at(layout.tissue, vessels) > 60)  # noqa: PLR2004
    vessels = vessels[roomy & (layout.at(layout.fat, vessels) < -60)]  # noqa: PLR2004
    vessels = vessels[: max(2, len(vessels) // 3)]
    for place, angle in zip(vessels, ground.fibre_angles(across, layout, vessels), strict=True):
        ground.lay_vessel(canvas, rng, place, float(angle))


def _epithelium(canvas: Canvas, sites: Field, rng: np.random.Generator) -> None:
    sites = sites[rng.random(len(sites)) < 0.93]  # noqa: PLR2004  (the section misses some nuclei)
    dense = rng.random(len(sites)) < 0.22  # noqa: PLR2004
    for kind, share in ((VESICULAR, sites[~dense]), (DENSE, sites[dense])):
        angles = rng.uniform(0, np.pi, len(share)).astype(np.float32)
        press(canvas, draw_nuclei(rng, kind, angles), share)


def _lymphocytes(
    canvas: Canvas, layout: Layout, others: tuple[Field, Field], rng: np.random.Generator
) -> None:
    kept, sites = others
    places = scatter(rng, layout.shape, 30.0)
    chance = 0.9 * layout.at(layout.inflamed, places) + 0.006
    chance = np.where(layout.at(layout.nests, places) > 0, 0.012, chance)
    here = (rng.random(len(places)) < chance) & (layout.at(layout.tissue, places) > 12)  # noqa: PLR2004
    here &= (layout.at(layout.fat, places) < 0) & (layout.at(layout.lumens, places) < 0)
    places = away_from(away_from(places[here], kept, _KEEP_CLEAR_PX), sites, _SQUEEZED_PX)
    angles = rng.uniform(0, np.pi, len(places)).astype(np.float32)
    press(canvas, draw_nuclei(rng, LYMPHOCYTE, angles), places)


def _vacuoles(canvas: Canvas, layout: Layout, kept: Field, rng: np.random.Generator) -> None:
    places = scatter(rng, layout.shape, 200.0)
    here = (layout.at(layout.tissue, places) > 40) & (rng.random(len(places)) < 0.16)  # noqa: PLR2004
    places = away_from(places[here], kept, 60.0)
    radii = 4 + rng.gamma(2.0, 3.0, len(places))
    ground.round_vacuoles(canvas, places, radii.astype(np.float32))
