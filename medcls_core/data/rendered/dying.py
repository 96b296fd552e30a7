"""Apoptotic and pyknotic cells: round, smooth, dark, in shrunken eosinophilic cytoplasm."""

import numpy as np

from medcls_core.data.rendered.canvas import Stamps
from medcls_core.data.rendered.noise import Field, periodic_noise
from medcls_core.data.rendered.truth import CellForm

SIDE_PX = 80


def _balls(rng: np.random.Generator, x: Field, y: Field, radii: Field, spread_px: float) -> Field:
    """Union of smooth discs about the middle, 0..1."""
    total = np.zeros((SIDE_PX, SIDE_PX), np.float32)
    turn = rng.uniform(0, 2 * np.pi)
    for radius in radii:
        turn += rng.uniform(1.2, 2.6)
        mx, my = spread_px * np.cos(turn), spread_px * np.sin(turn)
        squash = rng.uniform(0.8, 1.0)
        off = np.hypot(x - mx, (y - my) / squash)
        total = np.maximum(total, np.clip((radius - off) / 1.3 + 0.5, 0, 1))
    return total


def draw_dying(rng: np.random.Generator, form: CellForm) -> Stamps:
    """One stamp: globules of chromatin (apoptotic) or one shrunken ball (pyknotic)."""
    axis = np.arange(SIDE_PX, dtype=np.float32) - (SIDE_PX - 1) / 2
    x, y = axis[None, :], axis[:, None]
    shift_x, shift_y = rng.normal(0, 2.5, 2)  # the cell is seldom centred on its nucleus
    if form is CellForm.APOPTOTIC:
        radii = rng.uniform(3.0, 6.5, int(rng.integers(2, 5)))
        nucleus = _balls(rng, x, y, radii, rng.uniform(5.0, 8.0))
    else:
        nucleus = _balls(rng, x, y, rng.uniform(7.5, 10.5, 1), rng.uniform(0, 2.5))
    angle, stretch = np.arctan2(y, x), rng.uniform(0.75, 1.05)
    uneven = 0.11 * np.cos(2 * angle + rng.uniform(0, 6)) + 0.07 * np.cos(
        3 * angle + rng.uniform(0, 6)
    )
    below = rng.uniform(13, 19) * (1 + uneven) - np.hypot((x - shift_x) * stretch, y - shift_y)
    body = np.clip(below / 1.8 + 0.5, 0, 1)
    grain = periodic_noise(rng, SIDE_PX, 4, 20)
    # The cell shrinks away from its neighbours, more on one side than on the other.
    gap = rng.uniform(2, 5) * (1 + 0.8 * np.cos(angle - rng.uniform(0, 6))) + 1.5 * grain
    halo = np.clip((below + gap) / 2 + 0.5, 0, 1)
    eosin = body * rng.uniform(0.24, 0.42) * (1 + 0.15 * grain) * (1 - 0.5 * nucleus)
    haematoxylin = body * 0.08 * (1 - nucleus) + nucleus * rng.uniform(0.8, 1.1)
    cover = np.maximum(body, halo * rng.uniform(0.6, 0.95))
    return Stamps(haematoxylin[None], eosin[None], cover[None])
