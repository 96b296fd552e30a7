"""A folder of files that can be made again, kept below a size: the least recently used goes."""

import time
from contextlib import suppress
from pathlib import Path

STALE_SECONDS = 24 * 3600  # a half-written file of a killed program


def trim(folder: Path, suffix: str, limit_bytes: int, *, spare: Path | None = None) -> None:
    """Delete the least recently used files until at most `limit_bytes` are left.

    Args:
        folder: may be missing.
        suffix: of the files that count, with its dot.
        limit_bytes: 0 deletes all.
        spare: a file that stays whatever its size; it counts.
    """
    for part in folder.glob("*.part"):
        if time.time() - part.stat().st_mtime > STALE_SECONDS:
            forget(part)
    kept = sorted(folder.glob(f"*{suffix}"), key=lambda file: file.stat().st_mtime, reverse=True)
    total = spare.stat().st_size if spare is not None else 0
    for file in kept:
        if file == spare:
            continue
        total += file.stat().st_size
        if total > limit_bytes:
            forget(file)


def forget(file: Path) -> None:
    """Delete a file if that is possible now."""
    with suppress(OSError):  # gone already, or open in another window (Windows)
        file.unlink()
