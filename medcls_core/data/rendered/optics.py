"""From stain to what a scanner's camera sees."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from medcls_core.data.rendered.canvas import Canvas
from medcls_core.data.rendered.noise import (
    Field,
    enlarge,
    generator,
    periodic_noise,
    smooth_field,
    spread,
)

# Optical density (log10) of one unit of each stain in red, green, blue; haematoxylin and eosin
# agree with what Macenko's method finds in scanned breast tissue at 0.25 um per pixel.
STAINS = np.array(
    [
        [0.56, 0.75, 0.36],  # haematoxylin
        [0.13, 0.92, 0.40],  # eosin
        [0.15, 0.90, 0.66],  # haemoglobin
    ],
    np.float32,
)
WHITE = np.array([246.0, 243.0, 246.0], np.float32)
_BLUR_PX = 0.75
_STRIP_PX = 512


def photograph(canvas: Canvas, seed: int) -> NDArray[np.uint8]:
    """Uint8 RGB of shape (H, W, 3): Beer-Lambert, blur, shading, sharpening, sensor noise."""
    rng = generator(seed, 8)
    rows, columns = canvas.shape
    rgb = np.empty((rows, columns, 3), np.uint8)
    shading = 1 + 0.012 * smooth_field(rng, (max(rows // 64, 2), max(columns // 64, 2)), 24)
    shading = enlarge(shading, canvas.shape, sharp=False)
    tile = periodic_noise(rng, 512, 1.2, 6)
    halo = 8  # rows beyond a strip that its blur needs
    for top in range(0, rows, _STRIP_PX):
        first, last = max(top - halo, 0), min(top + _STRIP_PX + halo, rows)
        inner = np.s_[top - first : min(top + _STRIP_PX, rows) - first]
        planes = np.stack(
            [plane[first:last] for plane in (canvas.haematoxylin, canvas.eosin, canvas.blood)]
        )
        for channel in range(3):
            density = np.tensordot(STAINS[:, channel], planes, 1)
            light = np.exp(-np.log(np.float32(10)) * density)
            seen = _lens(light)[inner] * shading[top : top + _STRIP_PX] * WHITE[channel]
            noise = spread(tile, (seen.shape[0], seen.shape[1]), rng)
            seen += noise * np.sqrt(np.maximum(seen, 4)) * np.float32(0.17)
            rgb[top : top + _STRIP_PX, :, channel] = np.clip(seen + 0.5, 0, 255).astype(np.uint8)
    return rgb


def _lens(light: Field) -> Field:
    """Blur of the objective, then the mild sharpening that scanners apply."""
    soft = gaussian_filter(light, _BLUR_PX)
    softer = gaussian_filter(soft, 1.6)
    return np.asarray(soft + 0.45 * (soft - softer), np.float32)
