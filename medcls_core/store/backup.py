"""A dated copy of a SQLite store, beside it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from medcls_core.errors import StoreUnusable
from medcls_core.language import Text
from medcls_core.store.columns import now_utc

_DAMAGED = Text("it is damaged; take an older backup", "文件已损坏，请使用较早的备份")


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
    part = copy.with_name(copy.name + ".part")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            state: str = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if state != "ok":
            raise StoreUnusable(str(path), _DAMAGED)
        part.replace(copy)
    except (OSError, sqlite3.Error) as problem:
        raise StoreUnusable(
            str(path),
            Text(
                f"no backup could be made before its update ({problem}); it was left as it is",
                f"升级前无法备份（{problem}），标注库保持原样",
            ),
        ) from problem
    finally:
        part.unlink(missing_ok=True)
    return copy
