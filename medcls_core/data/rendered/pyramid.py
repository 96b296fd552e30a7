"""A pyramidal tiled TIFF that slide readers open as any other."""

from pathlib import Path

import numpy as np
import tifffile
from numpy.typing import NDArray

from medcls_core.whole_file import written_beside

TILE_PX = 256
_SMALLEST_PX = 512
_QUALITY = 88


def halve(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Mean of every 2 x 2 pixels; uint8 (H, W, 3), odd edges are cut."""
    rows, columns = rgb.shape[0] // 2 * 2, rgb.shape[1] // 2 * 2
    block = rgb[:rows, :columns].astype(np.uint16)
    total = block[::2, ::2] + block[1::2, ::2] + block[::2, 1::2] + block[1::2, 1::2]
    return np.asarray((total + 2) // 4, np.uint8)


def write_pyramid(rgb: NDArray[np.uint8], path: Path, *, mpp: float) -> None:
    """Write uint8 RGB (H, W, 3) as a JPEG pyramid with its pixel size, beside `path`, then rename.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    with written_beside(path) as part:
        _write(rgb, part, mpp)


def _write(rgb: NDArray[np.uint8], path: Path, mpp: float) -> None:
    with tifffile.TiffWriter(path) as tiff:
        level, scale = rgb, 1
        while True:
            per_cm = 10_000 / (mpp * scale)
            tiff.write(
                level,
                tile=(TILE_PX, TILE_PX),
                photometric="rgb",
                compression="jpeg",
                compressionargs={"level": _QUALITY},
                resolution=(per_cm, per_cm),
                resolutionunit="CENTIMETER",
                subfiletype=0 if scale == 1 else 1,
                software="medcls (rendered, no real tissue)",
                metadata=None,
            )
            if max(level.shape[:2]) <= _SMALLEST_PX:
                return
            level, scale = halve(level), scale * 2
