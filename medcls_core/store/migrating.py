"""From any older state to the tables of this program, with a backup first."""

import sqlite3
import time
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from medcls_core.errors import StoreTooNew, StoreUnusable
from medcls_core.language import Text
from medcls_core.store.address import Address
from medcls_core.store.backup import back_up
from medcls_core.store.connecting import BUSY_SECONDS, READ_ONLY, make_migration_engine
from medcls_core.store.faults import faults_said
from medcls_core.store.tables import Base

HEAD: Final = "0009"
"""The newest revision; kept here so that opening an up-to-date store needs no alembic."""

VERSION_TABLE: Final = "medcls_revision"
"""Our own name: a database shared with another program has an `alembic_version` already."""

_STRANGER: Final = Text(
    "it is a database, but not a label store of this program",
    "它是数据库，但不是本程序的标注库",
)
_LOOSE_ENDS: Final = Text(
    "some of its rows refer to rows that are missing; take the newest backup beside it",
    "其中有记录引用了缺失的记录，请使用旁边最新的备份",
)


def bring_up_to_date(address: Address) -> None:
    """Make the tables, or migrate those of an older program after a backup.

    Raises:
        StoreTooNew: if a newer program wrote it; nothing is changed.
        StoreUnusable: if it isn't a label store, or can't be written or backed up.
        StoreBusy: if another program holds the lock for too long.
    """
    engine = make_migration_engine(address)
    try:
        with faults_said(address.shown):
            with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
                if _revision(connection, address) == HEAD:
                    return
            _switch_to_wal(engine)
            with engine.begin() as connection:
                _migrate(connection, address)
    finally:
        engine.dispose()


def _revision(connection: Connection, address: Address) -> str | None:
    """The revision of the tables; None for an empty database.

    Raises:
        StoreUnusable: if there are tables, but not ours.
    """
    present = set(inspect(connection).get_table_names())
    if VERSION_TABLE in present:
        found: str | None = connection.scalar(
            text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608  (our constant)
        )
        return found
    strangers = present if address.path is not None else present & set(Base.metadata.tables)
    if strangers:
        raise StoreUnusable(address.shown, _STRANGER)
    return None


def _migrate(connection: Connection, address: Address) -> None:
    from alembic import command  # noqa: PLC0415  (only a store that changes pays for it)
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    from medcls_core.store.alembic_config import config_for  # noqa: PLC0415

    # Asked again under the lock: another process may have migrated in between.
    revision = _revision(connection, address)
    if revision == HEAD:
        return
    config = config_for(connection)
    if revision is not None:
        known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
        if revision not in known:
            raise StoreTooNew(address.shown, revision)
        if address.path is not None:
            back_up(address.path, revision)
    command.upgrade(config, "head")
    if (
        connection.dialect.name == "sqlite"
        and connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    ):
        raise StoreUnusable(address.shown, _LOOSE_ENDS)


def _switch_to_wal(engine: Engine) -> None:
    """Readers and a writer side by side; kept in the file for good.

    SQLite doesn't wait for the lock in this one statement, so it is asked again until it is free.
    """
    if engine.dialect.name != "sqlite":
        return
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.close()
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
