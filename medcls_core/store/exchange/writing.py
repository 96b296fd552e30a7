"""Files appear whole or not at all."""

import os
from pathlib import Path

from medcls_core.errors import OutputUnwritable


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write `text` beside `path`, to the disk, and rename it into place.

    Raises:
        OutputUnwritable: if the folder or disk refuses; an older file at `path` is still there.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(text.encode(encoding))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as problem:
        _remove(part)
        raise OutputUnwritable(path, problem.strerror or str(problem)) from problem


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # the first problem is the one to tell
