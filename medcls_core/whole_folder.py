"""Results that appear as a whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from medcls_core.errors import OutputUnwritable
from medcls_core.language import Text

RUN_FILE = "run.json"
"""Its presence tells a folder of ours, which may be replaced, from anything else."""

_FOREIGN = Text(
    "it exists and is not an earlier result of medcls", "它已存在，且不是 medcls 此前的结果"
)


def refuse_foreign(final: Path) -> None:
    """Refuse to replace what isn't an earlier result of ours, before any work is done.

    Raises:
        OutputUnwritable: if `final` is a file, a folder with other things in it, or can't be
            written.
    """
    ours = final.is_dir() and ((final / RUN_FILE).exists() or not any(final.iterdir()))
    if final.exists() and not ours:
        raise OutputUnwritable(final, _FOREIGN)
    above = next(folder for folder in final.parents if folder.exists())
    if not above.is_dir():
        raise OutputUnwritable(
            final, Text(f"{above} is a file, not a folder", f"{above} 是文件，不是文件夹")
        )
    refuse_unwritable(final)


def refuse_unwritable(final: Path) -> None:
    """Make something beside `final` and take it away again.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    part = _part_of(final)
    made: list[Path] = []
    try:
        made += _make(final.parent)
        part.mkdir()
        part.rmdir()
    except OSError as problem:
        raise OutputUnwritable(final, problem.strerror or str(problem)) from problem
    finally:
        _remove_empty(made)


@contextmanager
def whole_folder(final: Path) -> Iterator[Path]:
    """A hidden folder beside `final` that becomes `final` when the block ends well.

    An earlier result there is replaced in the same moment. If the block raises, nothing of it
    stays, not even the folders above that were made for it.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    part = _part_of(final)
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


def _part_of(final: Path) -> Path:
    return final.with_name(f".{final.name}.{os.getpid()}.part")


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
