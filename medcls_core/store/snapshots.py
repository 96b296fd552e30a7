"""Copies of a SQLite store that are kept for a while, and putting one back.

A snapshot is a whole store and was looked at before it counts as one. The newest few are kept, the
last of each of seven days and the last of each of four weeks.
"""

import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from medcls_core.errors import InputInvalid, StoreBusy, StoreUnusable
from medcls_core.language import Text, filled
from medcls_core.store.address import Address
from medcls_core.store.backup import copy_whole
from medcls_core.store.columns import now_utc
from medcls_core.store.faults import faults_said

NEWEST: Final = 4
DAYS: Final = 7
WEEKS: Final = 4
EVERY: Final = timedelta(minutes=30)
"""So old is the newest snapshot before the window takes another one."""

_NAME = re.compile(r"(?P<stem>.+)\.(?P<time>\d{8}T\d{6}\.\d{6}Z)-(?P<reads>\d+)reads")
_TIME = "%Y%m%dT%H%M%S.%fZ"
_SPARE = 1.1
_BESIDE = ("", "-wal", "-shm", ".head")

_SERVER = Text(
    "a database server makes its own backups (for example with pg_dump)",
    "数据库服务器自行备份（例如使用 pg_dump）",
)
_NO_ROOM = Text(
    "there is no room for a snapshot of it; free some space on its disk",
    "磁盘空间不足，无法生成快照；请释放空间",
)
_NO_COPY = Text("no snapshot could be made ({problem})", "无法生成快照（{problem}）")
_NOT_ONE = Text("it is no snapshot of this label store", "这不是该标注库的快照")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of a store as it was at `time_utc`, with so many reads."""

    path: Path
    time_utc: datetime
    reads: int


def file_of(address: Address) -> Path:
    """The file of a SQLite store.

    Raises:
        StoreUnusable: for a server, which has no file of ours.
    """
    if address.path is None:
        raise StoreUnusable(address.shown, _SERVER)
    return address.path


def of_store(path: Path) -> list[Snapshot]:
    """The snapshots of the store at `path`, the newest first; the store may be gone."""
    found = []
    for one in _folder(path).glob(f"*{path.suffix}"):
        told = _NAME.fullmatch(one.stem)
        if told is not None and told["stem"] == path.stem:
            moment = datetime.strptime(told["time"], _TIME).replace(tzinfo=UTC)
            found.append(Snapshot(one, moment, int(told["reads"])))
    return sorted(found, key=lambda snapshot: snapshot.time_utc, reverse=True)


def is_due(path: Path) -> bool:
    """Whether the store changed since its newest snapshot, and that is older than `EVERY`."""
    newest = next(iter(of_store(path)), None)
    if newest is None:
        return True
    log = path.with_name(path.name + "-wal")
    changed = max(one.stat().st_mtime for one in (path, log) if one.exists())
    return newest.time_utc.timestamp() < changed and now_utc() - newest.time_utc >= EVERY


def take(path: Path) -> Snapshot:
    """Copy the store as it is now and look at the copy; older ones make room.

    Raises:
        StoreUnusable: if it is damaged, or there is no room; no half copy stays.
    """
    folder = _folder(path)
    moment = now_utc()
    with faults_said(str(path)):
        if shutil.disk_usage(path.parent).free < _SPARE * path.stat().st_size:
            raise StoreUnusable(str(path), _NO_ROOM)
        reads = _reads_in(path)
        copy = folder / f"{path.stem}.{moment.strftime(_TIME)}-{reads}reads{path.suffix}"
        try:
            folder.mkdir(exist_ok=True)
            copy_whole(path, copy)
        except OSError as problem:
            raise StoreUnusable(str(path), filled(_NO_COPY, problem=problem.strerror)) from problem
    for old in outdated(of_store(path)):
        old.path.unlink(missing_ok=True)
    return Snapshot(copy, moment, reads)


def outdated(snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """Those of `snapshots`, the newest first, that make room for newer ones."""
    kept = {snapshot.path for snapshot in snapshots[:NEWEST]}
    for period, most in (("%Y-%j", DAYS), ("%G-%V", WEEKS)):
        last: dict[str, Path] = {}
        for snapshot in snapshots:
            last.setdefault(snapshot.time_utc.strftime(period), snapshot.path)
        kept |= set(list(last.values())[:most])
    return [snapshot for snapshot in snapshots if snapshot.path not in kept]


def chosen(path: Path, name: str | None) -> Snapshot:
    """The snapshot of that file name, or (None) the newest.

    Raises:
        InputInvalid: if there is none.
    """
    for snapshot in of_store(path):
        if name is None or snapshot.path.name == Path(name).name:
            return snapshot
    raise InputInvalid(name or str(_folder(path)), _NOT_ONE)


def put_back(path: Path, snapshot: Snapshot) -> Path:
    """Let a snapshot take the place of the store, which is kept beside it under another name.

    Returns:
        The store as it was, None of whose files is lost.

    Raises:
        StoreBusy: if a program has the store open for writing.
        StoreUnusable: if the disk refuses; the store is then where it was.
    """
    _check_free(path)
    aside = path.with_name(f"{path.stem}.replaced-{now_utc().strftime(_TIME)}{path.suffix}")
    fresh = path.with_name(path.name + ".fresh")
    with faults_said(str(path)):
        try:
            copy_whole(snapshot.path, fresh)
            for end in _BESIDE:
                with suppress(FileNotFoundError):
                    path.with_name(path.name + end).replace(aside.with_name(aside.name + end))
            fresh.replace(path)
        except OSError as problem:
            raise StoreUnusable(str(path), filled(_NO_COPY, problem=problem.strerror)) from problem
    return aside


def _check_free(path: Path) -> None:
    """A damaged file may not tell; then nobody can write to it either."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as raw:
            raw.execute("PRAGMA locking_mode = EXCLUSIVE")
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("ROLLBACK")
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise StoreBusy(str(path)) from problem
    except sqlite3.DatabaseError:
        return


def _reads_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        (count,) = raw.execute("SELECT coalesce(max(number), 0) FROM reads").fetchone()
    return int(count)


def _folder(path: Path) -> Path:
    return path.with_name(f"{path.stem}.snapshots")
