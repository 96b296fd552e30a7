"""Looking at all of an image at once."""

import threading
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from medcls_core.geometry import Box, Size
from medcls_core.images.levels import SCALE_TOLERANCE
from medcls_core.images.source import ImageSource

OVERVIEW_PX = 1024
"""The longer side of the overview that is read once an image and kept, 3 MB at most."""

QUICK_PX = 2_000_000
"""Stored pixels that are read in a few hundredths of a second."""


@dataclass(slots=True)
class _Kept:
    """The overview of one image; whoever comes while it is read waits for it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    rgb: NDArray[np.uint8] | None = None


_kept: WeakKeyDictionary[ImageSource, _Kept] = WeakKeyDictionary()
_kept_lock = threading.Lock()


def read_overview(source: ImageSource, longest_px: int = OVERVIEW_PX) -> NDArray[np.uint8]:
    """The whole image, its longer side `longest_px` or its own size if that is less.

    A file without coarse levels is decoded from end to end for it, so the one of `OVERVIEW_PX`,
    which map, histogram and tissue all want, is read once as long as the image is open.

    Returns:
        uint8 RGB (H, W, 3), not to be written to.
    """
    if longest_px != OVERVIEW_PX:
        return _read(source, longest_px)
    with _kept_lock:
        kept = _kept.setdefault(source, _Kept())
    with kept.lock:
        if kept.rgb is None:
            kept.rgb = _read(source, longest_px)
            kept.rgb.flags.writeable = False
        return kept.rgb


def small_overview(source: ImageSource, longest_px: int) -> NDArray[np.uint8]:
    """`read_overview` at less than `OVERVIEW_PX`, from the one that is kept."""
    size = overview_size(source, longest_px)
    kept = Image.fromarray(read_overview(source))
    return np.asarray(kept.resize(size, Image.Resampling.BILINEAR))


def is_quick(source: ImageSource, longest_px: int) -> bool:
    """Whether the file holds a level so coarse that such an overview is read at once."""
    full = source.size_l0
    coarsest = max(1.0, max(full) / longest_px) * (1 + SCALE_TOLERANCE)
    level = max(held for held in source.level_downsamples if held <= coarsest)
    return full.width * full.height / level**2 <= QUICK_PX


def _read(source: ImageSource, longest_px: int) -> NDArray[np.uint8]:
    full = source.size_l0
    return source.read(Box(0, 0, full.width, full.height), overview_size(source, longest_px))


def overview_size(source: ImageSource, longest_px: int) -> Size:
    """The size of `read_overview`'s picture."""
    full = source.size_l0
    shrink = max(1.0, max(full) / longest_px)
    return Size(max(1, round(full.width / shrink)), max(1, round(full.height / shrink)))
