"""Whether a TIFF is all there: its pages are a chain through the file, which a broken copy cuts."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class _Layout:
    """How numbers are written: struct formats of an entry count and an offset, bytes an entry."""

    count: str
    offset: str
    entry_bytes: int
    first_at: int


def is_tiff(path: Path) -> bool:
    """Whether the file begins like a TIFF or BigTIFF."""
    with path.open("rb") as stream:
        return _layout(stream.read(4)) is not None


def is_cut(path: Path) -> bool:
    """Whether a page of the TIFF at `path` would lie beyond the end of the file."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        layout = _layout(stream.read(4))
        if layout is None:
            return False
        stream.seek(layout.first_at)
        try:
            return _leaves(stream, layout, size)
        except struct.error:
            return True


def _leaves(stream: BinaryIO, layout: _Layout, size: int) -> bool:
    for _ in range(MOST_PAGES):
        page = _number(stream, layout.offset)
        if page == 0:
            return False
        if page >= size:
            return True
        stream.seek(page)
        entries = _number(stream, layout.count)
        stream.seek(entries * layout.entry_bytes, 1)
    return True  # a chain that runs in a circle


def _number(stream: BinaryIO, layout: str) -> int:
    (number,) = struct.unpack(layout, stream.read(struct.calcsize(layout)))
    return int(number)


def _layout(magic: bytes) -> _Layout | None:
    order = {b"II": "<", b"MM": ">"}.get(magic[:2])
    if order is None or len(magic) < 4:  # noqa: PLR2004
        return None
    (version,) = struct.unpack(order + "H", magic[2:4])
    classic = _Layout(order + "H", order + "I", 12, 4)
    big = _Layout(order + "Q", order + "Q", 20, 8)
    return {42: classic, 43: big}.get(version)
