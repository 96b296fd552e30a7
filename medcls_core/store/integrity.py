"""Whether the file of a SQLite store is sound: its pages, its indexes, its references."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from medcls_core.errors import StoreDamaged

_FAULTS: Final = 10
"""So many faults of a file are named; a damaged one has thousands."""


def check(path: Path) -> None:
    """Look at every page of a file; an empty one is sound.

    Raises:
        StoreDamaged: if it isn't.
    """
    found = faults(path, quick=True)
    if found:
        raise StoreDamaged(str(path), found[0])


def faults(path: Path, *, quick: bool = False) -> tuple[str, ...]:
    """What SQLite finds wrong with a file, in its own words; empty when it is sound.

    Args:
        path: of the file.
        quick: don't compare the indexes with their tables, which takes far longer.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
            kind = "quick" if quick else "integrity"
            said = [str(row[0]) for row in raw.execute(f"PRAGMA {kind}_check({_FAULTS})")]
            loose = [] if quick else raw.execute("PRAGMA foreign_key_check").fetchmany(_FAULTS)
    except sqlite3.OperationalError:
        return ()  # it can't be opened or asked now: who opens it for good says why
    except sqlite3.DatabaseError as problem:
        return (str(problem),)
    found = [line for line in said if line != "ok"]
    return (*found, *(f"{row[0]} row {row[1]} refers to a missing {row[2]}" for row in loose))
