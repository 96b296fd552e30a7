"""Optics, sensor and file of the pretended original, brought to the composed image's size."""

from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from medcls_core.data.composed.chance import happens
from medcls_core.data.composed.shapes import SIDE_PX
from medcls_core.data.composed.staining import Look

_OUT_OF_FOCUS = 0.1
_SHARPENED = 0.35
"""Share of scanners that sharpen: cells then carry a bright rim."""
_UNCOMPRESSED = 0.15
_BANK_SIDE = 512


def photograph(
    light: NDArray[np.float32], rng: np.random.Generator, look: Look
) -> NDArray[np.uint8]:
    """uint8 RGB (S, S, 3) of the exposed plate `light` (S, S, 3), 0 to 255."""
    side = int(np.clip(round(SIDE_PX / look.pixel), 32, SIDE_PX))
    image = Image.fromarray(light.astype(np.uint8))
    image = image.resize((side, side), Image.Resampling.BOX)
    blur = rng.uniform(1.0, 1.7) if happens(rng, _OUT_OF_FOCUS) else rng.uniform(0.35, 0.9)
    image = image.filter(ImageFilter.GaussianBlur(blur))
    if happens(rng, _SHARPENED):
        percent = int(rng.integers(25, 90))
        image = image.filter(ImageFilter.UnsharpMask(float(rng.uniform(0.8, 2.0)), percent, 0))
    image = _compressed(_noisy(image, rng), rng)
    smooth = Image.Resampling.BICUBIC if happens(rng, 0.7) else Image.Resampling.BILINEAR
    return np.asarray(image.resize((SIDE_PX, SIDE_PX), smooth))


def _noisy(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    pixels = np.asarray(image, dtype=np.float32)
    grey, coloured = (_noise(rng, pixels.shape[0]) for _ in range(2))
    noisy = pixels + np.float32(rng.uniform(0.3, 1.8)) * grey[..., :1]
    noisy += np.float32(rng.uniform(0.2, 0.9)) * coloured
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _noise(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """Unit noise of shape (side, side, 3), a piece of a bank: drawing it anew would be slow."""
    top, left = rng.integers(0, _BANK_SIDE - side, 2)
    return _noise_bank()[top : top + side, left : left + side]


@lru_cache(maxsize=1)
def _noise_bank() -> NDArray[np.float32]:
    rng = np.random.default_rng(0)
    return rng.standard_normal((_BANK_SIDE, _BANK_SIDE, 3), dtype=np.float32)


def _compressed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    if happens(rng, _UNCOMPRESSED):
        return image
    file = BytesIO()
    image.save(file, "JPEG", quality=int(rng.integers(72, 98)), subsampling=int(rng.choice([0, 2])))
    file.seek(0)
    with Image.open(file) as read:
        return read.convert("RGB")
