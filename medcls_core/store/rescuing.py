"""What can still be read of a damaged store goes into the snapshot that took its place."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Table

from medcls_core.store.tables import Base

_VERSION: Final = "SELECT version_num FROM medcls_revision"


def rescue(damaged: Path, path: Path) -> int:
    """Add to the store at `path` what `damaged` has and it doesn't, table by table.

    Of a table that can't be read to its end, what comes before is taken. A read is taken only where
    it follows the last one, so that the chain stays whole. Nothing is changed that is there.

    Returns:
        How many reads were added.
    """
    # What isn't immutable might be changed by looking: the log of a damaged file stays with it.
    with closing(sqlite3.connect(f"{damaged.as_uri()}?mode=ro", uri=True)) as old:
        old.text_factory = bytes  # damaged text is looked at later
        with closing(sqlite3.connect(path, isolation_level=None)) as new:
            new.execute("PRAGMA foreign_keys = ON")
            if not _is_alike(old, new):
                return 0
            before = _count(new)
            new.execute("BEGIN IMMEDIATE")
            for table in Base.metadata.sorted_tables:
                _add(old, new, table)
            new.execute("COMMIT")
            return _count(new) - before


def _add(old: sqlite3.Connection, new: sqlite3.Connection, table: Table) -> None:
    columns = [column.name for column in table.columns]
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    question = f"SELECT {names} FROM {table.name} WHERE rowid > {_known(new, table)} ORDER BY rowid"  # noqa: S608  (ours)
    for row in _rows(old, question):
        try:
            values = [each.decode() if isinstance(each, bytes) else each for each in row]
            if table.name == "reads" and not _follows(new, dict(zip(columns, values, strict=True))):
                continue
            new.execute(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", values)  # noqa: S608
        except (UnicodeDecodeError, sqlite3.IntegrityError):
            continue  # damaged, there already, or about something that was lost


def _known(new: sqlite3.Connection, table: Table) -> int:
    """The last number that is there already; rows without one are all tried."""
    if "number" not in table.columns:
        return -1
    (last,) = new.execute(f"SELECT coalesce(max(number), 0) FROM {table.name}").fetchone()  # noqa: S608  (ours)
    return int(last)


def _follows(new: sqlite3.Connection, read: dict[str, object]) -> bool:
    last = new.execute("SELECT hash FROM reads ORDER BY number DESC LIMIT 1").fetchone()
    return last is None or read["previous_hash"] == last[0]


def _rows(old: sqlite3.Connection, question: str) -> Iterator[tuple[object, ...]]:
    try:
        yield from old.execute(question)
    except sqlite3.Error:
        return


def _is_alike(old: sqlite3.Connection, new: sqlite3.Connection) -> bool:
    """Whether both have the same tables; an older layout is not translated."""
    (wanted,) = new.execute(_VERSION).fetchone()
    return [row[0] for row in _rows(old, _VERSION)] == [str(wanted).encode()]


def _count(new: sqlite3.Connection) -> int:
    return int(new.execute("SELECT count(*) FROM reads").fetchone()[0])
