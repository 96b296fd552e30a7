"""Tiled pyramids of large flat images, made once and kept in the user's cache folder.

They are lossless, so that what a network sees doesn't depend on the size of an image.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Size
from medcls_core.images.cached_files import forget, trim
from medcls_core.images.hashing import quick_hash
from medcls_core.images.levelled import Facts
from medcls_core.images.levels import levels_of
from medcls_core.images.openslide_source import OpenSlideSource
from medcls_core.images.places import cache_folder
from medcls_core.images.source import PixelSize

CACHE_BYTES = 8 * 2**30
KEEP_FREE_BYTES = 2 * 2**30
TILE_PX = 512
SMALLEST_LEVEL_PX = 1024
_making = threading.Lock()

Decode = Callable[[], NDArray[np.uint8]]


def open_pyramid(
    path: Path, decode: Decode, *, pixel_size: PixelSize | None, format_name: str
) -> OpenSlideSource | None:
    """The flat image at `path` through its pyramid, which is made now if it isn't there yet.

    Args:
        path: the original.
        decode: all its pixels, uint8 RGB (H, W, 3).
        pixel_size: of the original.
        format_name: of the original.

    Returns:
        None where no pyramid can be kept (full disk, read-only folder): read from memory then.

    Raises:
        ImageUnreadable: if `decode` raises it.
    """
    pyramid = cache_folder() / f"{_key(path)}.tif"
    try:
        with _making:
            if not pyramid.exists():
                _make(pyramid, decode())
        os.utime(pyramid)  # the least recently used goes first
        sizes = _level_sizes(pyramid)
        facts = Facts(path, levels_of(sizes), pixel_size, None, format_name)
        return OpenSlideSource(pyramid, facts=facts)
    except ImageUnreadable as error:
        if error.path != pyramid:
            raise
        with suppress(OSError):
            pyramid.unlink()  # damaged; the next opening makes it anew
    except (OSError, tifffile.TiffFileError):
        pass
    return None


def write_pyramid(path: Path, rgb: NDArray[np.uint8]) -> None:
    """Write `rgb` (uint8, (H, W, 3)) as a tiled TIFF pyramid of halves.

    Uncompressed: deflate saved a third of the room and took 25 times as long (measured).
    """
    with tifffile.TiffWriter(path, bigtiff=rgb.nbytes > 2**31) as writer:
        for index, level in enumerate(_halves(rgb)):
            writer.write(
                level,
                photometric="rgb",
                tile=(TILE_PX, TILE_PX),
                subfiletype=1 if index else 0,
                metadata=None,
                software=False,
            )


def _halves(rgb: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """`rgb`, then each level half the one before, by the mean of 2 x 2 pixels."""
    yield rgb
    while max(rgb.shape[:2]) > SMALLEST_LEVEL_PX:
        rgb = np.asarray(Image.fromarray(rgb).reduce(2))
        yield rgb


def _key(path: Path) -> str:
    """The time of change counts too: a quick hash samples, and an edit must not go unseen."""
    return f"{quick_hash(path)[:32]}-{path.stat().st_mtime_ns:x}"


def _make(pyramid: Path, rgb: NDArray[np.uint8]) -> None:
    folder = pyramid.parent
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < rgb.nbytes * 4 // 3 + KEEP_FREE_BYTES:
        raise OSError("too little room for a pyramid")
    beside = folder / f"{pyramid.stem}.{os.getpid()}.part"
    try:
        write_pyramid(beside, rgb)
        beside.replace(pyramid)
    finally:
        forget(beside)
    trim(folder, pyramid.suffix, CACHE_BYTES, spare=pyramid)


def _level_sizes(pyramid: Path) -> list[Size]:
    with tifffile.TiffFile(pyramid) as file:
        return [Size(page.imagewidth, page.imagelength) for page in file.pages]  # type: ignore[union-attr]
