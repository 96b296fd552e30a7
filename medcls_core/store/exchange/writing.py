"""Exported tables and features, kept by the disk before they are called written."""

import os
from pathlib import Path

from medcls_core.errors import OutputUnwritable
from medcls_core.whole_file import written_beside


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, if they are missing.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputUnwritable(folder, problem.strerror or str(problem)) from problem


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write `text` beside `path`, to the disk, and rename it into place.

    Raises:
        OutputUnwritable: if the folder or disk refuses; an older file at `path` is still there.
    """
    with written_beside(path) as part, part.open("wb") as file:
        file.write(text.encode(encoding))
        file.flush()
        os.fsync(file.fileno())
