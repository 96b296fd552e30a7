"""Pixels of any depth, colour model and orientation as upright 8-bit RGB."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

BIT_DEPTHS = (8, 10, 12, 14, 16)


def to_rgb(image: Image.Image) -> NDArray[np.uint8]:
    """Any of Pillow's modes as upright uint8 RGB (H, W, 3), transparency over white."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):
        return as_rgb(np.asarray(upright))
    if upright.has_transparency_data:
        rgba = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    return np.asarray(upright.convert("RGB"))


def as_rgb(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Gray (H, W) or colour (H, W, 1 to 4) values of any type as uint8 RGB (H, W, 3)."""
    eight = to_eight_bits(values)
    if eight.ndim == 2:  # noqa: PLR2004
        eight = eight[:, :, None]
    channels = eight.shape[2]
    if channels in {2, 4}:
        alpha = eight[:, :, -1:].astype(np.uint16)
        over_white = (eight[:, :, :-1] * alpha + 255 * (255 - alpha) + 127) // 255
        eight, channels = over_white.astype(np.uint8), channels - 1
    return np.repeat(eight, 3, axis=2) if channels == 1 else eight[:, :, :3]


def to_eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Values of any type as uint8, linearly.

    Whole numbers are divided by the range of the camera that could have written them, the
    smallest of 8, 10, 12, 14 and 16 bits that holds the largest value; no contrast is stretched,
    so two images of one camera stay comparable. Real numbers count as 0 to 1, or like whole
    numbers where they go beyond 1.
    """
    if values.dtype == np.bool_:
        return values.astype(np.uint8) * np.uint8(255)
    if values.dtype == np.uint8:
        return np.asarray(values, dtype=np.uint8)
    if values.dtype == np.uint16:
        full = _camera_range(float(values.max(initial=0)))
        table = np.rint(np.arange(2**16) * (255 / full)).clip(0, 255).astype(np.uint8)
        return np.asarray(table[values.astype(np.uint16)])
    real = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    largest = float(real.max(initial=0.0))
    is_share = np.issubdtype(values.dtype, np.floating) and largest <= 1
    full = 1.0 if is_share else _camera_range(largest)
    return np.rint(np.clip(real * (255 / full), 0, 255)).astype(np.uint8)


def _camera_range(largest: float) -> float:
    fitting = [2**bits - 1 for bits in BIT_DEPTHS if largest <= 2**bits - 1]
    return float(fitting[0]) if fitting else largest
