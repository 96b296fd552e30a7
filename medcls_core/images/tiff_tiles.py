"""JPEG tiles of a pyramid TIFF, decoded directly.

OpenSlide blends every tile into the region it returns, which takes four times as long as decoding
it. Here tiles are put side by side. What isn't plain (other codecs, tiles that are missing, damage)
is left to OpenSlide, which knows what to show there, or why nothing can be shown.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from tifffile import COMPRESSION, PHOTOMETRIC, PLANARCONFIG, TiffPage

from medcls_core.geometry import Size
from medcls_core.images.view import Window

VENDORS = frozenset({"aperio", "generic-tiff"})
"""OpenSlide's names of the formats whose levels are pages of tiles and nothing else."""

_BITS, _CHANNELS = 8, 3
_SPACES = {PHOTOMETRIC.RGB: "RGB", PHOTOMETRIC.YCBCR: "YCBCR"}


class _File:
    """A file that several threads read; it is closed when the last one lets go of it."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._lock = threading.Lock()

    def __del__(self) -> None:
        os.close(self._descriptor)

    def read(self, offset: int, count: int) -> bytes:
        with self._lock:
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            return os.read(self._descriptor, count)


@dataclass(frozen=True, slots=True, eq=False)
class TiledLevel:
    """Where the tiles of one level lie in the file, row by row, and how they are decoded.

    `offsets` and `counts` are in bytes, (rows, columns); `space` is the JPEGs' colour space and
    `tables` what they share.
    """

    file: _File
    tile: Size
    offsets: NDArray[np.uint64]
    counts: NDArray[np.uint64]
    space: str
    tables: bytes | None

    def read(self, window: Window) -> NDArray[np.uint8] | None:
        """Pixels of the level, uint8 RGB (H, W, 3); None if a tile isn't a whole JPEG."""
        pixels = np.empty((window.height, window.width, _CHANNELS), np.uint8)
        tile = np.empty((self.tile.height, self.tile.width, _CHANNELS), np.uint8)
        for row, column in self._touched(window):
            if not self._decode(row, column, tile):
                return None
            left, top = column * self.tile.width, row * self.tile.height
            across, from_x = _overlap(left, self.tile.width, window.left, window.width)
            down, from_y = _overlap(top, self.tile.height, window.top, window.height)
            pixels[down, across] = tile[from_y, from_x]
        return pixels

    def _touched(self, window: Window) -> Iterator[tuple[int, int]]:
        rows = range(
            window.top // self.tile.height,
            (window.top + window.height - 1) // self.tile.height + 1,
        )
        columns = range(
            window.left // self.tile.width,
            (window.left + window.width - 1) // self.tile.width + 1,
        )
        return ((row, column) for row in rows for column in columns)

    def _decode(self, row: int, column: int, tile: NDArray[np.uint8]) -> bool:
        """Decode a tile into `tile`; False if there is none of that size."""
        offset, count = int(self.offsets[row, column]), int(self.counts[row, column])
        data = self.file.read(offset, count) if count else b""
        if not data or len(data) < count:
            return False
        try:
            imagecodecs.jpeg8_decode(
                data, tables=self.tables, colorspace=self.space, outcolorspace="RGB", out=tile
            )
        except (imagecodecs.Jpeg8Error, ValueError):
            return False
        return True


def tiled_levels(path: Path, sizes: Sequence[Size]) -> tuple[TiledLevel | None, ...]:
    """The levels of these sizes whose tiles can be decoded here; None for each of the others."""
    try:
        with tifffile.TiffFile(path) as opened:
            pages = [page for page in opened.pages if isinstance(page, TiffPage)]
            file = _File(path)
            return tuple(_level(file, pages, size) for size in sizes)
    except (OSError, ValueError, tifffile.TiffFileError):
        return (None,) * len(sizes)


def _level(file: _File, pages: Sequence[TiffPage], size: Size) -> TiledLevel | None:
    fitting = [page for page in pages if (page.imagewidth, page.imagelength) == size]
    if len(fitting) != 1 or not _is_plain(fitting[0]):
        return None
    page = fitting[0]
    tile = Size(page.tilewidth, page.tilelength)
    grid = -(-size.height // tile.height), -(-size.width // tile.width)
    if not len(page.dataoffsets) == len(page.databytecounts) == grid[0] * grid[1]:
        return None
    return TiledLevel(
        file,
        tile,
        np.array(page.dataoffsets, np.uint64).reshape(grid),
        np.array(page.databytecounts, np.uint64).reshape(grid),
        _SPACES[PHOTOMETRIC(page.photometric)],
        page.jpegtables,
    )


def _is_plain(page: TiffPage) -> bool:
    return (
        page.is_tiled
        and page.compression == COMPRESSION.JPEG
        and page.photometric in _SPACES
        and page.planarconfig == PLANARCONFIG.CONTIG
        and (page.bitspersample, page.samplesperpixel, page.imagedepth) == (_BITS, _CHANNELS, 1)
    )


def _overlap(start: int, length: int, first: int, count: int) -> tuple[slice, slice]:
    """Where [start, start + length) lies in [first, first + count), and which part of it does."""
    begin, end = max(start, first), min(start + length, first + count)
    return slice(begin - first, end - first), slice(begin - start, end - start)
