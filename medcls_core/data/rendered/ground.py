"""What cells lie in: fibrous stroma, the cytoplasm of nests, fat, lumens, vessels with blood."""

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from medcls_core.data.rendered.canvas import Canvas
from medcls_core.data.rendered.layout import GRID_PX, Layout, scatter
from medcls_core.data.rendered.noise import (
    Field,
    enlarge,
    generator,
    periodic_noise,
    sample_periodic,
    smooth_field,
    soft_step,
    spread,
)

_FAT_ROUNDING_PX = 16.0
_MOSAIC_PX = 4  # level-0 pixels per place where cell borders are worked out


def fibre_frame(layout: Layout, seed: int) -> tuple[Field, Field]:
    """Coordinates along and across the fibres on the coarse grid, in level-0 pixels.

    Fibres wave slowly and bend around the nests.
    """
    rng = generator(seed, 2)
    rows, columns = layout.tissue.shape
    y, x = np.mgrid[:rows, :columns].astype(np.float32) * GRID_PX
    lean = rng.uniform(0.2, 0.8)
    wave = 170 * smooth_field(rng, (rows, columns), 120) + 26 * smooth_field(
        rng, (rows, columns), 30
    )
    around = 0.75 * gaussian_filter(np.clip(layout.nests, -160, 60), 2)
    across = y * np.cos(lean) - x * np.sin(lean) + wave + around
    along = x * np.cos(lean) + y * np.sin(lean) + 60 * smooth_field(rng, (rows, columns), 90)
    return np.asarray(along, np.float32), np.asarray(across, np.float32)


def fibre_angles(across: Field, layout: Layout, places: Field) -> Field:
    """Direction of the fibres at `places`, radians against x."""
    down, right = (np.asarray(slope) for slope in np.gradient(across))
    return np.arctan2(-layout.at(right, places), layout.at(down, places))


def weave_stroma(canvas: Canvas, layout: Layout, frame: tuple[Field, Field], seed: int) -> None:
    """Collagen in wavy bundles with clefts of clear ground substance between, over all tissue."""
    rng = generator(seed, 3)
    strands = periodic_noise(rng, 1024, 4.5, 26, stretch=4.5)
    bundles = periodic_noise(rng, 1024, 16, 110, stretch=4)
    clefts = periodic_noise(rng, 1024, 9, 60, stretch=4.5)
    flocks = periodic_noise(rng, 1024, 5, 26)
    density = smooth_field(rng, layout.tissue.shape, 70, octaves=3)
    along, across = (enlarge(part, canvas.shape) for part in frame)
    density = enlarge(density, canvas.shape, sharp=False)
    tissue = enlarge(layout.tissue, canvas.shape)
    for top in range(0, canvas.shape[0], 512):
        rows = np.s_[top : top + 512]
        rough = spread(flocks, along[rows].shape, rng)
        u, v = along[rows], across[rows] + np.float32(1.0) * rough
        thick = 0.6 * sample_periodic(bundles, u, v) + 0.35 * density[rows]
        thin = 0.5 * sample_periodic(strands, u, v) + 0.35 * rough
        gaps = sample_periodic(clefts, u + 300, v + 300) + 0.1 * rough
        solid = soft_step(gaps + 1.75 + 0.7 * density[rows] + 0.3 * thick, 1.1)
        present = soft_step(tissue[rows] + 5 * thin, 6) * (0.05 + 0.95 * solid)
        canvas.eosin[rows] = present * np.clip(0.19 + 0.045 * thick + 0.045 * thin, 0.03, 0.6)
        canvas.haematoxylin[rows] = present * np.clip(0.045 + 0.02 * thin, 0, 0.2)


def mosaic(sites: Field, layout: Layout, seed: int) -> tuple[Field, Field]:
    """Which cell owns a place, and how far the border to the next cell is.

    Returns:
        Index of the owning site and border distance in level-0 pixels, both float32 on a grid of
        one value every 4 level-0 pixels.
    """
    rng = generator(seed, 4)
    shape = (layout.shape[0] // _MOSAIC_PX, layout.shape[1] // _MOSAIC_PX)
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32) * _MOSAIC_PX
    x += 4.5 * smooth_field(rng, shape, 12)
    y += 4.5 * smooth_field(rng, shape, 12)
    wanted = enlarge(layout.nests, shape) > -3 * GRID_PX
    owner, border = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    distances, owners = cKDTree(sites).query(np.stack([x[wanted], y[wanted]], 1), k=2)
    owner[wanted] = owners[:, 0]
    border[wanted] = (distances[:, 1] - distances[:, 0]) / 2
    return owner, border


def fill_nests(canvas: Canvas, layout: Layout, sites: Field, seed: int) -> None:
    """Cytoplasm of the epithelium, cell by cell, with membranes, granules and vacuoles."""
    rng = generator(seed, 5)
    owner, border = mosaic(sites, layout, seed)
    tint = rng.normal(0, 1, len(sites) + 1).astype(np.float32)[owner.astype(int)]
    tint = enlarge(gaussian_filter(tint, 0.7), canvas.shape, sharp=False)
    border = enlarge(border, canvas.shape, sharp=False)
    grain = spread(periodic_noise(rng, 1024, 5, 20), canvas.shape, rng)
    clouds = spread(periodic_noise(rng, 1024, 14, 60), canvas.shape, rng)
    inside = soft_step(enlarge(layout.nests, canvas.shape) + 3 * clouds, 3)
    slow = enlarge(smooth_field(rng, layout.nests.shape, 60, octaves=2), canvas.shape, sharp=False)
    membrane = np.exp(-((border / 1.7) ** 2))
    gap = soft_step(1.6 - border + 1.6 * (clouds + slow - 1.1), 2.0)
    eosin = 0.21 + 0.035 * tint + 0.03 * slow + 0.03 * clouds + 0.035 * grain + 0.09 * membrane
    blue = 0.12 + 0.03 * tint - 0.01 * slow + 0.025 * clouds + 0.03 * grain + 0.05 * membrane
    holes = soft_step(clouds + 0.4 * grain - 2.2, 0.6)
    solid = (1 - 0.85 * gap) * (1 - 0.9 * holes)
    canvas.eosin[:] = canvas.eosin * (1 - inside) + inside * np.clip(eosin, 0.03, None) * solid
    canvas.haematoxylin[:] = canvas.haematoxylin * (1 - inside) + inside * (
        np.clip(blue, 0.0, None) * solid
    )
    _retract(canvas, layout, clouds, slow)


def _retract(canvas: Canvas, layout: Layout, clouds: Field, slow: Field) -> None:
    """Here and there a cleft between nest and stroma, as processing leaves it."""
    outside = enlarge(layout.nests, canvas.shape) + 6
    crack = np.exp(-((outside / 5) ** 2)) * soft_step(slow + 0.3 * clouds - 0.5, 0.8)
    canvas.clear(0.95 * crack)


def open_lumens(canvas: Canvas, layout: Layout, seed: int) -> None:
    """Gland lumens: empty, with a faint eosinophilic rim and some secretion."""
    rng = generator(seed, 6)
    ragged = spread(periodic_noise(rng, 1024, 10, 50), canvas.shape, rng)
    open_ = soft_step(enlarge(layout.lumens, canvas.shape) + 2.5 * ragged, 3)
    secretion = 0.03 * soft_step(ragged - 0.6, 0.8)
    canvas.eosin[:] = canvas.eosin * (1 - open_) + open_ * secretion
    canvas.haematoxylin[:] *= 1 - open_


def fill_fat(canvas: Canvas, layout: Layout, seed: int) -> None:
    """Adipocytes: large clear cells with thin membranes."""
    rng = generator(seed, 7)
    shape = (layout.shape[0] // _MOSAIC_PX, layout.shape[1] // _MOSAIC_PX)
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32) * _MOSAIC_PX
    x += 9 * smooth_field(rng, shape, 45)
    y += 9 * smooth_field(rng, shape, 45)
    wanted = enlarge(layout.fat, shape) > -2 * GRID_PX
    if not wanted.any():
        return
    sites = scatter(rng, layout.shape, 210)
    distances, _ = cKDTree(sites).query(np.stack([x[wanted], y[wanted]], 1), k=4)
    walls = (distances[:, 1:] - distances[:, :1]) / 2
    border: Field = np.zeros(shape, np.float32)
    # A soft minimum over the walls rounds the corners where three cells meet.
    border[wanted] = -_FAT_ROUNDING_PX * np.log(np.exp(-walls / _FAT_ROUNDING_PX).sum(1))
    border = enlarge(border, canvas.shape)
    clear = soft_step(enlarge(layout.fat, canvas.shape), 4) * soft_step(border - 3, 2.5)
    canvas.clear(0.97 * clear)


def round_vacuoles(canvas: Canvas, places: Field, radii_px: Field) -> None:
    """Single fat vacuoles: clear discs with a slightly denser rim."""
    for (cx, cy), radius in zip(places, radii_px, strict=True):
        reach = int(radius + 6)
        x0, y0 = max(int(cx) - reach, 0), max(int(cy) - reach, 0)
        here = np.s_[y0 : int(cy) + reach, x0 : int(cx) + reach]
        y, x = np.mgrid[: canvas.eosin[here].shape[0], : canvas.eosin[here].shape[1]]
        below = radius - np.hypot(x + x0 - cx, y + y0 - cy)
        clear = np.clip(below / 2 + 0.5, 0, 1)
        rim = 1 + 0.35 * np.exp(-(((below + 1.5) / 2) ** 2))
        for plane in (canvas.eosin, canvas.haematoxylin):
            plane[here] *= rim * (1 - 0.97 * clear)


def lay_vessel(canvas: Canvas, rng: np.random.Generator, center: Field, angle: float) -> None:
    """A small vessel: clear lumen, thin wall, filled with red cells that overlap a little."""
    long, short = rng.uniform(50, 120), rng.uniform(22, 38)
    reach = int(long + 20)
    cx, cy = float(center[0]), float(center[1])
    y0, x0 = max(int(cy) - reach, 0), max(int(cx) - reach, 0)
    here = np.s_[y0 : int(cy) + reach, x0 : int(cx) + reach]
    y, x = np.mgrid[: canvas.eosin[here].shape[0], : canvas.eosin[here].shape[1]]
    x, y = x + x0 - cx, y + y0 - cy
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    below = (1 - np.hypot(along / long, across / short)) * short
    turn = np.arctan2(across / short, along / long)
    below = below + short * 0.09 * np.cos(2 * turn + rng.uniform(0, 6))
    below += short * 0.07 * np.cos(3 * turn + rng.uniform(0, 6))
    lumen = np.clip(below / 2.5 + 0.5, 0, 1)
    wall = np.exp(-(((below + 3) / 2.5) ** 2))
    canvas.eosin[here] = canvas.eosin[here] * (1 - lumen) + 0.08 * wall + 0.05 * lumen
    canvas.haematoxylin[here] *= 1 - lumen
    blood = np.zeros_like(below)
    for _ in range(int(long * short / 105)):
        turn, far = rng.uniform(0, 2 * np.pi), np.sqrt(rng.random()) * 0.86
        mx, my = far * long * np.cos(turn), far * short * np.sin(turn)
        off = np.hypot(along - mx, (across - my) * rng.uniform(1, 1.35))
        radius = rng.uniform(9.5, 13)
        dish = 0.75 + 0.35 * np.clip(off / radius, 0, 1) ** 2
        cell = np.clip((radius - off) / 1.6 + 0.5, 0, 1) * dish * rng.uniform(0.75, 1.1)
        blood = np.maximum(blood * (1 - 0.4 * (cell > 0)), cell)
    canvas.blood[here] += (0.5 * blood * lumen).astype(np.float32)
