"""Random changes that keep a cell's meaning: symmetry, stain, light and focus."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torchvision.transforms.v2 import functional as transform

# Optical densities of haematoxylin, eosin and residual per RGB channel
# (Ruifrok and Johnston, "Quantification of histochemical staining", 2001).
STAINS = torch.tensor([[0.65, 0.70, 0.29], [0.07, 0.99, 0.11], [0.27, 0.57, 0.78]])


@dataclass(frozen=True, slots=True)
class StainJitter:
    """How far stain amounts, brightness and focus wander; 0 leaves them alone.

    `amount` and `offset` are the half widths of uniform factors and shifts of each stain's
    optical density, `light` of the brightness factor; `blur_px` is the largest sigma of a blur
    given to every third crop; `coarsest` is the largest factor by which every third crop loses
    resolution, as if scanned at 20x and enlarged.
    """

    amount: float = 0.35
    offset: float = 0.06
    light: float = 0.12
    blur_px: float = 1.2
    coarsest: float = 2.2


def jitter_stain(images: Tensor, jitter: StainJitter, rng: np.random.Generator) -> Tensor:
    """Another scanner's and laboratory's view of the same crops.

    Args:
        images: float (N, 3, H, W) in [0, 1].
        jitter: how much.
        rng: source of chance.

    Returns:
        The same shape and range.
    """
    count = images.shape[0]
    density = -torch.log(images.clamp(1 / 255, 1.0))
    to_stain = torch.linalg.inv(STAINS)
    stains = torch.einsum("nchw,cs->nshw", density, to_stain)
    factor = _uniform(rng, (count, 3, 1, 1), jitter.amount)
    shift = _uniform(rng, (count, 3, 1, 1), jitter.offset)
    stains = stains * (1 + factor) + shift * (stains.abs() > 0.05)  # noqa: PLR2004 (glass stays)
    changed = torch.exp(-torch.einsum("nshw,sc->nchw", stains, STAINS))
    changed = changed * (1 + _uniform(rng, (count, 1, 1, 1), jitter.light))
    blurred = _blur_some(changed, jitter.blur_px, rng)
    return _coarsen_some(blurred, jitter.coarsest, rng).clamp(0, 1)


def _uniform(rng: np.random.Generator, shape: tuple[int, ...], half_width: float) -> Tensor:
    return torch.from_numpy(rng.uniform(-half_width, half_width, shape).astype(np.float32))


def _blur_some(images: Tensor, largest_px: float, rng: np.random.Generator) -> Tensor:
    if largest_px <= 0:
        return images
    for index in np.flatnonzero(rng.random(images.shape[0]) < 1 / 3):
        sigma = float(rng.uniform(0.3, largest_px))
        images[index] = transform.gaussian_blur(images[index], [7, 7], [sigma, sigma])
    return images


def _coarsen_some(images: Tensor, largest: float, rng: np.random.Generator) -> Tensor:
    if largest <= 1:
        return images
    size = [int(side) for side in images.shape[-2:]]
    for index in np.flatnonzero(rng.random(images.shape[0]) < 1 / 3):
        factor = float(rng.uniform(1.0, largest))
        small = [max(8, round(side / factor)) for side in size]
        images[index] = transform.resize(transform.resize(images[index], small), size)
    return images


@dataclass(frozen=True, slots=True)
class Variation:
    """How whole images are varied so that a network doesn't learn them by heart.

    Attributes:
        flips: mirrored to either side half of the time.
        quarter_turns: turned by 0, 90, 180 or 270 degrees; for square images alone.
        turn: largest angle in degrees to either side.
        shift: largest move, as a share of the side.
        zoom: largest relative change of size.
        brightness: largest relative change.
        contrast: largest relative change about the image's mean.
        stain: H&E stains and focus, varied as `jitter_stain` does; None leaves them.
    """

    flips: bool = True
    quarter_turns: bool = False
    turn: float = 0.0
    shift: float = 0.0
    zoom: float = 0.0
    brightness: float = 0.0
    contrast: float = 0.0
    stain: StainJitter | None = None


def vary(images: Tensor, variation: Variation, rng: np.random.Generator) -> Tensor:
    """Varied copies.

    Args:
        images: float (N, 3, H, W) in [0, 1].
        variation: how much.
        rng: source of chance.

    Returns:
        The same shape and range; what a move brings in from outside is the mirrored image.
    """
    moved = _moved(images, variation, rng)
    count = images.shape[0]
    moved = moved * (1 + _uniform(rng, (count, 1, 1, 1), variation.brightness))
    mean = moved.mean((1, 2, 3), keepdim=True)
    moved = mean + (moved - mean) * (1 + _uniform(rng, (count, 1, 1, 1), variation.contrast))
    moved = moved.clamp(0, 1)
    return moved if variation.stain is None else jitter_stain(moved, variation.stain, rng)


def _moved(images: Tensor, variation: Variation, rng: np.random.Generator) -> Tensor:
    """Flipped, turned, shifted and resized in one resampling; not at all where none is wanted."""
    count, _, height, width = images.shape
    angle = np.deg2rad(rng.uniform(-variation.turn, variation.turn, count))
    if variation.quarter_turns:
        angle = angle + np.pi / 2 * rng.integers(0, 4, count)
    size = 1 + rng.uniform(-variation.zoom, variation.zoom, count)
    mirror = rng.choice([-1.0, 1.0], (count, 2)) if variation.flips else np.ones((count, 2))
    shift = rng.uniform(-2 * variation.shift, 2 * variation.shift, (count, 2))
    # Output pixel -> input pixel, in coordinates from -1 to 1 whose axes differ in length.
    long = height / width
    cos, sin = np.cos(angle) / size, np.sin(angle) / size
    rows = [
        [cos * mirror[:, 0], -sin * long * mirror[:, 0], shift[:, 0]],
        [sin / long * mirror[:, 1], cos * mirror[:, 1], shift[:, 1]],
    ]
    affine = torch.from_numpy(np.moveaxis(np.array(rows), 2, 0).astype(np.float32))
    if torch.equal(affine, torch.eye(2, 3).expand_as(affine)):
        return images
    grid = F.affine_grid(affine, list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, padding_mode="reflection", align_corners=False)


def turn(image: Tensor, symmetry: int) -> Tensor:
    """One of the eight symmetries of the square; `symmetry` in [0, 8), image (..., H, W)."""
    turned = torch.rot90(image, symmetry % 4, (-2, -1))
    return turned.flip(-1) if symmetry >= 4 else turned  # noqa: PLR2004
