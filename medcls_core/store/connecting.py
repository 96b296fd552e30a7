"""Engines set up the way a label store needs them."""

import random
import sqlite3
import time

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from medcls_core.store.address import Address

BUSY_SECONDS = 10.0
"""How long a writer waits for another one before it says that the store is busy."""

CACHE_KB = 65_536
"""Of a SQLite file, a connection keeps at most so much in memory; its own 2 MB is too little for
the places of half a million findings."""

_QUEUE = 5
"""So many times longer a writer waits while others write, one after the other."""

_ASK_EVERY_S = (0.001, 0.004)

_WRITER_KEY = 0x6D65_6463_6C73  # 'medcls': the lock that writers of a server share

READ_ONLY = "medcls_read_only"
"""Execution option of a connection that only asks."""


def make_engine(address: Address) -> Engine:
    """The engine of an open store."""
    if address.path is None:
        return _server_engine(address, pooled=True)
    return _sqlite_engine(address, pooled=True, foreign_keys=True)


def make_migration_engine(address: Address) -> Engine:
    """An engine that may rebuild tables: SQLite must not check foreign keys meanwhile."""
    if address.path is None:
        return _server_engine(address, pooled=False)
    return _sqlite_engine(address, pooled=False, foreign_keys=False)


def _sqlite_engine(address: Address, *, pooled: bool, foreign_keys: bool) -> Engine:
    engine = create_engine(
        address.url,
        # The driver's own idea of when a transaction begins is switched off: see _begin_sqlite.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        poolclass=None if pooled else NullPool,
    )

    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        # FULL: a verdict shown as saved survives a power cut, not only a crash of the program.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _server_engine(address: Address, *, pooled: bool) -> Engine:
    # A connection that slept over a restart of the server is replaced before it is used.
    engine = create_engine(
        address.url, poolclass=None if pooled else NullPool, pool_pre_ping=pooled
    )
    if engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once unless the session only asks.

    A transaction that reads first and writes later fails when another process wrote in between,
    and no waiting helps it. With the lock taken first, the head of the chain can't move away.
    """
    read_only = bool(connection.get_execution_options().get(READ_ONLY, False))
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
    if read_only:
        connection.exec_driver_sql("BEGIN")
    else:
        _take_turn(connection)


def _take_turn(connection: Connection) -> None:
    """Wait for the write lock, asking for it every few milliseconds.

    SQLite's own waiting asks ten times a second after a while. Of eight programs that write without
    a pause, one then waited for more than ten seconds once in 70,000 times. As long as others get
    on it is a queue and not a program that holds the store, so that one waits longer.
    """
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError(f"a SQLite store behind {type(raw).__name__}")
    written, patience = _written(raw), _QUEUE
    raw.execute("PRAGMA busy_timeout = 0")
    deadline = time.monotonic() + BUSY_SECONDS
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                if time.monotonic() > deadline:
                    before, written = written, _written(raw)
                    if written == before or not patience:
                        raise
                    deadline, patience = deadline + BUSY_SECONDS, patience - 1
                time.sleep(random.uniform(*_ASK_EVERY_S))  # noqa: S311  (no secret)
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout = {round(1000 * BUSY_SECONDS)}")


def _written(raw: sqlite3.Connection) -> int:
    """A number that is another one when another program has written since."""
    return int(raw.execute("PRAGMA data_version").fetchone()[0])


def _begin_postgresql(connection: Connection) -> None:
    """One writer at a time, as with SQLite, so that both behave the same for the callers."""
    if connection.get_execution_options().get(READ_ONLY, False):
        return
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS:.3f}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_KEY})")
