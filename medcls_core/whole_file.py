"""Files appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from medcls_core.errors import OutputUnwritable


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to, renamed into `path` when the block ends well.

    Raises:
        OutputUnwritable: if the folder or disk refuses; an older file at `path` is still there.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except OSError as problem:
        raise OutputUnwritable(path, problem.strerror or str(problem)) from problem
    finally:
        with suppress(OSError):  # the first problem is the one to tell
            part.unlink(missing_ok=True)
