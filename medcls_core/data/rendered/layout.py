"""Where tissue, nests, lumens, fat and cells lie; worked out on a grid eight times coarser."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter
from scipy.spatial import cKDTree

from medcls_core.data.rendered.noise import Field, generator, smooth_field

GRID_PX = 8  # level-0 pixels per layout cell
_NEST_LEVEL = -0.1  # higher: less epithelium, more stroma


@dataclass(frozen=True, slots=True)
class Layout:
    """Signed depths in level-0 pixels on the coarse grid: positive inside, negative outside."""

    shape: tuple[int, int]
    tissue: Field
    nests: Field
    lumens: Field
    fat: Field
    inflamed: Field  # 0..1, how densely lymphocytes lie

    def at(self, field: Field, places: Field) -> Field:
        """Values of a coarse field at `places` (n, 2) of (x, y) level-0 pixels, nearest."""
        rows = np.clip((places[:, 1] / GRID_PX).astype(int), 0, field.shape[0] - 1)
        columns = np.clip((places[:, 0] / GRID_PX).astype(int), 0, field.shape[1] - 1)
        values: Field = field[rows, columns]
        return values


def depth(mask: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Field:
    """Signed distance to the mask's edge in level-0 pixels, smoothed so that no stairs show."""
    signed = distance_transform_edt(mask) - distance_transform_edt(~mask)
    return np.asarray(gaussian_filter(signed, 1.0) * GRID_PX, np.float32)


def plan(shape: tuple[int, int], seed: int) -> Layout:
    """Lay out a slide of `shape` (rows, columns) level-0 pixels."""
    rng = generator(seed, 1)
    coarse = (shape[0] // GRID_PX, shape[1] // GRID_PX)
    y, x = np.mgrid[-1 : 1 : coarse[0] * 1j, -1 : 1 : coarse[1] * 1j]
    squareness = (np.abs(x) ** 3 + np.abs(y) ** 3) ** (1 / 3)
    ragged = smooth_field(rng, coarse, 130, octaves=4)
    tissue = depth(0.84 - squareness + 0.055 * ragged > 0)
    islands = smooth_field(rng, coarse, 95, octaves=3)
    nests = depth((islands > _NEST_LEVEL) & (tissue > 5 * GRID_PX))
    fat_noise = smooth_field(rng, coarse, 220) + 0.8 * (x - y)
    fat = depth((fat_noise > np.quantile(fat_noise, 0.88)) & (nests < -4 * GRID_PX) & (tissue > 0))
    holes = smooth_field(rng, coarse, 34, octaves=2)
    lumens = depth((holes > 1.75) & (nests > 60))  # noqa: PLR2004  (rare, and well inside)
    near_nests = np.exp(-(((nests + 110) / 90) ** 2))
    patchy = np.clip(smooth_field(rng, coarse, 80, octaves=2) - 0.35, 0, 1)
    inflamed = np.asarray(near_nests * patchy, np.float32)
    return Layout(shape, tissue, nests, lumens, fat, inflamed)


def scatter(rng: np.random.Generator, shape: tuple[int, int], spacing_px: float) -> Field:
    """Places (n, 2) as (x, y) on a shaken hexagonal lattice over `shape` (rows, columns)."""
    row_step = spacing_px * 0.87
    rows = np.arange(0, shape[0] + row_step, row_step)
    columns = np.arange(0, shape[1] + spacing_px, spacing_px)
    x, y = np.meshgrid(columns, rows)
    x = x + (np.arange(len(rows)) % 2)[:, None] * spacing_px / 2
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    places += rng.normal(0, spacing_px * 0.17, places.shape)
    return np.asarray(rng.permutation(places), np.float32)


def away_from(places: Field, others: Field, distance_px: float) -> Field:
    """Those `places` that keep `distance_px` from all `others`."""
    if not len(others) or not len(places):
        return places
    nearest, _ = cKDTree(others).query(places)
    kept: Field = places[nearest > distance_px]
    return kept


def apart(places: Field, distance_px: float, count: int) -> Field:
    """The first `count` places that keep `distance_px` from one another, in order."""
    chosen: list[Field] = []
    for place in places:
        if all(np.hypot(*(place - other)) > distance_px for other in chosen):
            chosen.append(place)
        if len(chosen) == count:
            break
    return np.asarray(chosen, np.float32).reshape(-1, 2)
