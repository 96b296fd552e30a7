"""Looking at all of an image at once."""

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Box, Size
from medcls_core.images.source import ImageSource


def read_overview(source: ImageSource, longest_px: int) -> NDArray[np.uint8]:
    """The whole image, its longer side `longest_px` or its own size if that is less.

    Returns:
        uint8 RGB (H, W, 3).
    """
    size = overview_size(source, longest_px)
    full = source.size_l0
    return source.read(Box(0, 0, full.width, full.height), size)


def overview_size(source: ImageSource, longest_px: int) -> Size:
    """The size of `read_overview`'s picture."""
    full = source.size_l0
    shrink = max(1.0, max(full) / longest_px)
    return Size(max(1, round(full.width / shrink)), max(1, round(full.height / shrink)))
