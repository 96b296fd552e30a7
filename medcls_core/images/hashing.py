"""Recognising a file again after it was moved or renamed."""

import hashlib
from pathlib import Path

from medcls_core.errors import ImageUnreadable
from medcls_core.images import reasons

CHUNK = 64 * 1024
SAMPLES = 16


def quick_hash(path: Path) -> str:
    """SHA-256 over the size and 16 samples of the file, as 64 hex digits.

    A file of up to 1 MiB is read as a whole. An .mrxs file only points to the folder of the same
    name, so that folder's index counts as well.

    Raises:
        ImageUnreadable: if the file can't be read.
    """
    digest = hashlib.sha256()
    try:
        _add(digest, path)
        index = path.with_suffix("") / "Slidedat.ini"
        if path.suffix.lower() == ".mrxs" and index.exists():
            _add(digest, index)
    except FileNotFoundError as error:
        raise ImageUnreadable(path, reasons.MISSING) from error
    except IsADirectoryError as error:
        raise ImageUnreadable(path, reasons.IS_FOLDER) from error
    except OSError as error:
        raise ImageUnreadable(path, reasons.NO_PERMISSION) from error
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", path: Path) -> None:
    size = path.stat().st_size
    digest.update(size.to_bytes(8, "little"))
    with path.open("rb") as stream:
        for place in _places(size):
            stream.seek(place)
            digest.update(stream.read(CHUNK))


def _places(size: int) -> list[int]:
    """Where the samples begin, first and last chunk of the file included."""
    if size <= CHUNK * SAMPLES:
        return list(range(0, size, CHUNK))
    return [(size - CHUNK) * sample // (SAMPLES - 1) for sample in range(SAMPLES)]
