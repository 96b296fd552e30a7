"""The directories of an NDPI, which are a TIFF's but for places of eight bytes."""

import struct
from pathlib import Path
from typing import BinaryIO, Final

_HEADER: Final = b"II*\0"
_ENTRY_BYTES: Final = 12
_FIRST: Final = 8
MOST_BYTES: Final = 2**32
"""A larger NDPI has places that a TIFF can't hold."""


def make_ndpi(path: Path) -> None:
    """Give a small little-endian TIFF an NDPI's directories, as its readers want them.

    The file's header and every directory then end in a place of eight bytes, and after each
    directory stand the upper four bytes of its entries' places, which are all 0 here.

    Raises:
        ValueError: if it isn't such a TIFF, or its first directory isn't right behind its header:
            the header of an NDPI is four bytes longer.
    """
    with path.open("r+b") as file:
        if file.read(8) != _HEADER + struct.pack("<I", _FIRST):
            raise ValueError(f"{path} is no little-endian TIFF that begins with its directory")
        file.seek(4)
        directories = _directories(file)
        file.seek(0, 2)
        file.write(b"\0" * (-file.tell() % 8))
        # Bytes 8 to 12, where the first directory was, become the upper half of its place.
        at = 4
        for entries in directories:
            place = file.seek(0, 2)
            count = len(entries) // _ENTRY_BYTES
            file.write(struct.pack("<H", count) + entries + b"\0" * (8 + 4 * count))
            file.seek(at)
            file.write(struct.pack("<Q", place))
            at = place + 2 + len(entries)


def _directories(file: BinaryIO) -> list[bytes]:
    """The entries of every directory, in their order."""
    found, (place,) = [], struct.unpack("<I", file.read(4))
    while place:
        file.seek(place)
        (count,) = struct.unpack("<H", file.read(2))
        found.append(file.read(count * _ENTRY_BYTES))
        (place,) = struct.unpack("<I", file.read(4))
    return found
