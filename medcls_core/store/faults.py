"""Database errors that are a person's or a disk's fault, said as errors of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from medcls_core.errors import MedclsError, StoreBusy, StoreUnusable

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing of the last step was kept, all before it was",
    sqlite3.SQLITE_READONLY: "the file or its folder can't be written",
    sqlite3.SQLITE_PERM: "the file or its folder can't be written",
    sqlite3.SQLITE_CANTOPEN: "the file can't be opened or made; its folder may not be writable",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; take the newest backup beside it",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_TOOBIG: "something in it is too large",
}


@contextmanager
def faults_said(shown: str) -> Iterator[None]:
    """Within, faults of the disk, the server or another program become errors of ours.

    Raises:
        StoreBusy: if another program held the lock for too long.
        StoreUnusable: if the file, disk or server fails.
    """
    try:
        yield
    except DBAPIError as problem:
        fault = _fault(shown, problem)
        if fault is None:
            raise
        raise fault from problem
    except sqlite3.Error as problem:
        fault = _sqlite_fault(shown, problem)
        if fault is None:
            raise
        raise fault from problem
    except PoolTimeout as problem:
        raise StoreBusy(shown) from problem


def _fault(shown: str, problem: DBAPIError) -> MedclsError | None:
    if isinstance(problem.orig, sqlite3.Error):
        return _sqlite_fault(shown, problem.orig)
    if isinstance(problem, OperationalError):
        first_line = str(problem.orig).strip().split("\n")[0].rstrip(".")
        return StoreUnusable(shown, f"the database server says: {first_line}")
    return None


def _sqlite_fault(shown: str, problem: sqlite3.Error) -> MedclsError | None:
    extended: int = getattr(problem, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code in _BUSY:
        return StoreBusy(shown)
    reason = _REASONS.get(code)
    return None if reason is None else StoreUnusable(shown, reason)
