"""Results that appear as a whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from medcls_core.errors import OutputUnwritable

RUN_FILE = "run.json"
"""Its presence tells a folder of ours, which may be replaced, from anything else."""


def refuse_foreign(final: Path) -> None:
    """Refuse to replace what isn't an earlier result of ours.

    Raises:
        OutputUnwritable: if `final` is a file, or a folder with other things in it.
    """
    if final.is_dir() and ((final / RUN_FILE).exists() or not any(final.iterdir())):
        return
    if final.exists():
        raise OutputUnwritable(final, "it exists and is not an earlier result of medcls")
    above = next(folder for folder in final.parents if folder.exists())
    if not above.is_dir():
        raise OutputUnwritable(final, f"{above} is a file, not a folder")


@contextmanager
def whole_folder(final: Path) -> Iterator[Path]:
    """A hidden folder beside `final` that becomes `final` when the block ends well.

    An earlier result there is replaced in the same moment. If the block raises, nothing of it
    stays, not even the folders above that were made for it.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    part = final.with_name(f".{final.name}.{os.getpid()}.part")
    made: list[Path] = []
    try:
        made += _make(final.parent)
        part.mkdir()
        yield part
        _replace(part, final)
    except OSError as problem:
        raise OutputUnwritable(final, problem.strerror or str(problem)) from problem
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if not final.exists():
            _remove_empty(made)


def _make(folder: Path) -> list[Path]:
    """Make `folder` and those above it; the ones that are new, deepest first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:  # something else is in it by now, so it stays
            return


def _replace(part: Path, final: Path) -> None:
    if not final.exists():
        part.rename(final)
        return
    old = final.with_name(f".{final.name}.{os.getpid()}.old")
    final.rename(old)
    try:
        part.rename(final)
    except OSError:
        old.rename(final)
        raise
    shutil.rmtree(old, ignore_errors=True)
