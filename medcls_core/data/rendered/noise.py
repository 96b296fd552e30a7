"""Seeded random fields that tissue is woven from; all float32, mean 0, deviation about 1."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

Field = NDArray[np.float32 | np.float64]  # float32 wherever it is as large as the slide


def generator(seed: int, *stage: int) -> np.random.Generator:
    """A generator of its own for every stage, so that tuning one leaves the others alone."""
    return np.random.default_rng([seed, *stage])


def periodic_noise(
    rng: np.random.Generator, side_px: int, short_px: float, long_px: float, *, stretch: float = 1.0
) -> Field:
    """Band-limited noise of shape (side_px, side_px) that tiles without a seam.

    Wavelengths lie between `short_px` and `long_px`; `stretch` > 1 draws them out along x, which
    gives fibres.
    """
    fx = np.fft.rfftfreq(side_px)[None, :] * stretch
    fy = np.fft.fftfreq(side_px)[:, None]
    frequency = np.hypot(fx, fy)
    band = np.exp(-((frequency * short_px) ** 2)) * (1 - np.exp(-((frequency * long_px) ** 2)))
    spectrum = np.fft.rfft2(rng.standard_normal((side_px, side_px))) * band
    noise = np.fft.irfft2(spectrum, (side_px, side_px))
    return np.asarray(noise / noise.std(), np.float32)


def spread(tile: Field, shape: tuple[int, int], rng: np.random.Generator) -> Field:
    """Cover `shape` (rows, columns) with a periodic tile, starting at a random place in it."""
    shift = rng.integers(0, tile.shape[0], 2)
    rows = (np.arange(shape[0]) + shift[0]) % tile.shape[0]
    columns = (np.arange(shape[1]) + shift[1]) % tile.shape[1]
    covered: Field = tile[rows[:, None], columns[None, :]]
    return covered


def smooth_field(
    rng: np.random.Generator, shape: tuple[int, int], wavelength: float, *, octaves: int = 1
) -> Field:
    """Slow noise over `shape`; every further octave halves wavelength and weight."""
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        step = wavelength / 2**octave / 2
        coarse = rng.standard_normal((int(shape[0] / step) + 4, int(shape[1] / step) + 4))
        whole = enlarge(
            np.asarray(coarse, np.float32),
            (round(coarse.shape[0] * step), round(coarse.shape[1] * step)),
        )
        total += whole[: shape[0], : shape[1]] * np.float32(0.5**octave)
    return np.asarray((total - total.mean()) / max(float(total.std()), 1e-6), np.float32)


def enlarge(field: Field, shape: tuple[int, int], *, sharp: bool = True) -> Field:
    """Resample `field` to `shape` (rows, columns), bicubic, or bilinear when not `sharp`."""
    tensor = torch.from_numpy(np.ascontiguousarray(field))[None, None]
    mode = "bicubic" if sharp else "bilinear"
    result: Field = F.interpolate(tensor, shape, mode=mode, align_corners=False)[0, 0].numpy()
    return result


def sample_periodic(tile: Field, x: Field, y: Field) -> Field:
    """Values of a periodic tile at pixel places (x, y), bilinear; x and y share a shape."""
    side = tile.shape[0]
    padded = torch.from_numpy(np.pad(tile, (0, 1), mode="wrap"))[None, None]
    grid = torch.from_numpy(np.stack([np.mod(x, side), np.mod(y, side)], axis=-1))
    grid = (grid * (2 / side) - 1)[None]
    sampled = F.grid_sample(padded, grid, mode="bilinear", align_corners=True)
    result: Field = sampled[0, 0].numpy()
    return result


def soft_step(field: Field, width: float) -> Field:
    """0 far below zero, 1 far above, linear over `width` in between."""
    return np.asarray(np.clip(field / np.float32(width) + np.float32(0.5), 0, 1))
