"""Whether a store is as it was written: its file, its chain of reads, and where that ended."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection, Select, String, func, select, text, type_coerce
from sqlalchemy.orm import Session

from medcls_core.store import chain, integrity
from medcls_core.store.anchors import Anchor
from medcls_core.store.chain import ChainReport, Damage, Link, Neighbours
from medcls_core.store.label_store import LabelStore
from medcls_core.store.tables import ReadRow

_CHUNK = 5000
_MOMENT = len("2026-01-02 03:04:05.000006")


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What was found.

    Attributes:
        chain: of the reads.
        faults: what SQLite says of the file's pages, indexes and references; empty when sound, and
            for a server, which looks after its own.
        lost: heads that were kept outside of the store, of reads that it doesn't have.
    """

    chain: ChainReport
    faults: tuple[str, ...] = ()
    lost: tuple[Anchor, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing was changed, added in between or removed."""
        return self.chain.ok and not self.faults and not self.lost


def verify(store: LabelStore) -> StoreReport:
    """Look at the whole file, compute every hash again, and look for the heads that were kept.

    Raises:
        StoreUnusable: if the file is damaged so that its reads can't be asked for.
    """
    faults = () if store.path is None else integrity.faults(store.path)
    with store.session(read_only=True) as session:
        found = verify_chain(session)
    return StoreReport(found, faults, store.lost())


def verify_chain(session: Session) -> ChainReport:
    """Compute every hash of the store again and name the first read that isn't as appended."""
    report, bad = chain.check(_links(session))
    if bad is not None:
        damage = chain.damage_at(bad, report.head, _neighbours(session))
        return replace(report, broken_at=bad.uuid, number=bad.number, damage=damage)
    if _cut_off(session):
        last = select(ReadRow.number, type_coerce(ReadRow.uuid, String))
        found = session.execute(last.order_by(ReadRow.number.desc()).limit(1)).one_or_none()
        number, uuid = (None, None) if found is None else found
        return replace(report, ok=False, broken_at=uuid, number=number, damage=Damage.CUT_OFF)
    return report


def _links(session: Session) -> Iterator[Link]:
    """Every read as text, in the order of the chain, whatever became of it."""
    connection = session.connection().execution_options(yield_per=_CHUNK)
    with _any_bytes(connection):
        for rows in connection.execute(_question(connection)).partitions():
            for number, *values in rows:
                yield Link._make((number, *map(_plain, values)))


def _question(connection: Connection) -> Select[*tuple[object, ...]]:
    # SQLite keeps times as text, which is not read as one: it may be none any more.
    is_sqlite = connection.dialect.name == "sqlite"
    return select(
        ReadRow.number,
        type_coerce(ReadRow.uuid, String),
        type_coerce(ReadRow.finding_uuid, String),
        ReadRow.task,
        ReadRow.reader,
        ReadRow.verdict,
        ReadRow.class_key,
        ReadRow.source,
        type_coerce(ReadRow.time_utc, String) if is_sqlite else ReadRow.time_utc,
        ReadRow.model_sha256,
        type_coerce(ReadRow.withdraws_uuid, String),
        ReadRow.previous_hash,
        ReadRow.hash,
    ).order_by(ReadRow.number)


@contextmanager
def _any_bytes(connection: Connection) -> Iterator[None]:
    """Within, SQLite gives text that is no UTF-8 any more, instead of failing."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str


def _plain(value: object) -> str | None:
    """A value as it is hashed; SQLite's moments say neither 'T' nor their zone."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if not isinstance(value, str):
        return repr(value)  # damage can make a number or bytes of a text
    if len(value) == _MOMENT and value[10] == " ":
        return f"{value[:10]}T{value[11:]}+00:00"
    return value


def _neighbours(session: Session) -> Neighbours:
    with _any_bytes(session.connection()):
        rows = session.execute(select(ReadRow.hash, ReadRow.previous_hash)).all()
    return Neighbours(frozenset(row.hash for row in rows), frozenset(row[1] for row in rows))


def _cut_off(session: Session) -> bool:
    """Whether SQLite numbered more reads than there are; a server's count has gaps anyway."""
    if session.connection().dialect.name != "sqlite":
        return False
    given_out = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'reads'"))
    return (given_out or 0) > (session.scalar(select(func.max(ReadRow.number))) or 0)
