"""Whole copies of a SQLite store that may be open meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

from medcls_core.errors import StoreDamaged, StoreUnusable
from medcls_core.language import Text, filled
from medcls_core.store.columns import now_utc

_NO_BACKUP = Text(
    "no backup could be made before its update ({problem}); it was left as it is",
    "升级前无法备份（{problem}），标注库保持原样",
)


def back_up(path: Path, revision: str) -> Path:
    """Copy the store at `path` as it is on disk now; it may be open, even locked for writing.

    Args:
        path: the store's file.
        revision: of its tables, which becomes part of the copy's name.

    Returns:
        The copy: `labels.backup-20261121T111622Z-r0001.sqlite` beside `labels.sqlite`.

    Raises:
        StoreUnusable: if the copy can't be made or the store is damaged; no half copy stays.
    """
    moment = now_utc().strftime("%Y%m%dT%H%M%S.%fZ")
    copy = path.with_name(f"{path.stem}.backup-{moment}-r{revision}{path.suffix}")
    try:
        copy_whole(path, copy)
    except (OSError, sqlite3.Error) as problem:
        raise StoreUnusable(str(path), filled(_NO_BACKUP, problem=problem)) from problem
    return copy


def copy_whole(path: Path, copy: Path) -> None:
    """Copy a store to a new file, page by page, and look at the copy before it gets its name.

    Raises:
        StoreDamaged: if the copy isn't sound, so that the store isn't either.
        OSError: if the disk refuses.
        sqlite3.Error: if the store can't be read.
    """
    part = copy.with_name(copy.name + ".part")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            fault: str = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if fault != "ok":
            raise StoreDamaged(str(path), fault)
        part.replace(copy)
    finally:
        for end in ("", "-wal", "-shm"):
            part.with_name(part.name + end).unlink(missing_ok=True)
