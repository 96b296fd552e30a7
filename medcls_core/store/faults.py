"""Database errors that are a person's or a disk's fault, said as errors of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from medcls_core.errors import MedclsError, StoreBusy, StoreDamaged, StoreUnusable
from medcls_core.language import Text

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_UNWRITABLE = Text("the file or its folder can't be written", "文件或其文件夹不可写")
_REASONS = {
    sqlite3.SQLITE_FULL: Text(
        "the disk is full; nothing of the last step was kept, all before it was",
        "磁盘已满；最后一步未保存，此前的内容都已保存",
    ),
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: Text(
        "the file can't be opened or made; its folder may not be writable",
        "无法打开或创建文件，其文件夹可能不可写",
    ),
    sqlite3.SQLITE_IOERR: Text("the disk reports an error", "磁盘报告错误"),
    sqlite3.SQLITE_TOOBIG: Text("something in it is too large", "其中的内容过大"),
}
_LOCK_TIMEOUT = "55P03"  # PostgreSQL's lock_not_available


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
    if getattr(problem.orig, "sqlstate", None) == _LOCK_TIMEOUT:
        return StoreBusy(shown)
    if isinstance(problem, OperationalError):
        said = str(problem.orig).strip().split("\n")[0].rstrip(".")
        return StoreUnusable(
            shown, Text(f"the database server says: {said}", f"数据库服务器报告：{said}")
        )
    return None


def _sqlite_fault(shown: str, problem: sqlite3.Error) -> MedclsError | None:
    extended: int = getattr(problem, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code in _BUSY:
        return StoreBusy(shown)
    if code in _DAMAGED:
        return StoreDamaged(shown, str(problem))
    reason = _REASONS.get(code)
    return None if reason is None else StoreUnusable(shown, reason)
