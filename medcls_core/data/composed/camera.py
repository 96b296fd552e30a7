"""Optics, sensor and file of the pretended original, brought to the composed image's size."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from medcls_core.data.composed.shapes import SIDE_PX
from medcls_core.data.composed.staining import Look

_OUT_OF_FOCUS = 0.1
_SHARPENED = 0.35
"""Share of scanners that sharpen: cells then carry a bright rim."""
_UNCOMPRESSED = 0.15


def photograph(
    light: NDArray[np.float32], rng: np.random.Generator, look: Look
) -> NDArray[np.uint8]:
    """uint8 RGB (S, S, 3) of the exposed plate `light` (S, S, 3), 0 to 255."""
    side = int(np.clip(round(SIDE_PX / look.pixel), 32, SIDE_PX))
    image = Image.fromarray(light.astype(np.uint8))
    blur = rng.uniform(1.2, 2.2) if rng.random() < _OUT_OF_FOCUS else rng.uniform(0.35, 0.9)
    image = image.filter(ImageFilter.GaussianBlur(blur * look.pixel))
    image = image.resize((side, side), Image.Resampling.BOX)
    if rng.random() < _SHARPENED:
        percent = int(rng.integers(30, 130))
        image = image.filter(ImageFilter.UnsharpMask(float(rng.uniform(0.8, 2.0)), percent, 0))
    image = _compressed(_noisy(image, rng), rng)
    smooth = Image.Resampling.BICUBIC if rng.random() < 0.7 else Image.Resampling.BILINEAR
    return np.asarray(image.resize((SIDE_PX, SIDE_PX), smooth))


def _noisy(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    pixels = np.asarray(image, dtype=np.float32)
    shape = pixels.shape
    grey = rng.standard_normal(shape[:2], dtype=np.float32)[..., None]
    coloured = rng.standard_normal(shape, dtype=np.float32)
    noisy = pixels + np.float32(rng.uniform(0.3, 1.8)) * grey
    noisy += np.float32(rng.uniform(0.2, 0.9)) * coloured
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _compressed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    if rng.random() < _UNCOMPRESSED:
        return image
    file = BytesIO()
    image.save(file, "JPEG", quality=int(rng.integers(72, 98)), subsampling=int(rng.choice([0, 2])))
    file.seek(0)
    with Image.open(file) as read:
        return read.convert("RGB")
