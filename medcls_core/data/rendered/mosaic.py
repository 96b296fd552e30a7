"""A slide as large as a scanner's: one rendered block, repeated and mirrored so that edges meet.

Rendering 40,000 x 40,000 pixels would take hours and teach nothing more: to a viewer every tile
is another place of the file, whatever is on it.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray

from medcls_core.data.rendered.pyramid import TILE_PX, halve
from medcls_core.geometry import Size
from medcls_core.whole_file import written_beside

_SMALLEST_PX = 512
_QUALITY = 88

Block = NDArray[np.uint8]


def write_mosaic(block: Block, size_l0: Size, path: Path, *, mpp: float) -> None:
    """Write a JPEG pyramid of `size_l0` pixels made of `block`.

    Args:
        block: uint8 RGB (S, S, 3), S a power of two and at least 512.
        size_l0: width and height of the slide.
        path: the .tiff.
        mpp: micrometres per level-0 pixel.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    with written_beside(path) as part, tifffile.TiffWriter(part, bigtiff=True) as tiff:
        level, scale = block, 1
        while True:
            size = Size(math.ceil(size_l0.width / scale), math.ceil(size_l0.height / scale))
            _write_level(tiff, level, size, mpp * scale, reduced=scale > 1)
            if max(size) <= _SMALLEST_PX:
                return
            level, scale = _half(level), scale * 2


def _half(block: Block) -> Block:
    """Half as large; a block of one tile stays one, four copies of it halved."""
    if block.shape[0] > TILE_PX:
        return halve(block)
    return halve(np.block([[[block], [block[:, ::-1]]], [[block[::-1]], [block[::-1, ::-1]]]]))


def _write_level(
    tiff: tifffile.TiffWriter, block: Block, size: Size, mpp: float, *, reduced: bool
) -> None:
    per_cm = 10_000 / mpp
    tiff.write(
        _tiles(block, size),
        shape=(size.height, size.width, 3),
        dtype=np.uint8,
        tile=(TILE_PX, TILE_PX),
        photometric="rgb",
        compression="jpeg",
        resolution=(per_cm, per_cm),
        resolutionunit="CENTIMETER",
        subfiletype=int(reduced),
        software="medcls (rendered, no real tissue)",
        metadata=None,
    )


def _tiles(block: Block, size: Size) -> Iterator[bytes]:
    """The encoded tiles of one level, row by row; each different one is encoded once."""
    known: dict[tuple[int, int, bool, bool], bytes] = {}
    side = block.shape[0] // TILE_PX
    for row in range(math.ceil(size.height / TILE_PX)):
        for column in range(math.ceil(size.width / TILE_PX)):
            down, up = row % side, row // side % 2 == 1
            right, left = column % side, column // side % 2 == 1
            key = (down, right, up, left)
            if key not in known:
                turned = block[:: -1 if up else 1, :: -1 if left else 1]
                y, x = down * TILE_PX, right * TILE_PX
                tile = np.ascontiguousarray(turned[y : y + TILE_PX, x : x + TILE_PX])
                known[key] = bytes(imagecodecs.jpeg8_encode(tile, level=_QUALITY))
            yield known[key]
