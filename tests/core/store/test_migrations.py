import sqlite3
from contextlib import closing

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from medcls_core.findings import Verdict
from medcls_core.store import open_store
from medcls_core.store.address import read_address
from medcls_core.store.alembic_config import config_for
from medcls_core.store.connecting import make_migration_engine
from medcls_core.store.migrating import HEAD


@pytest.fixture
def connection(store, place):
    store.close()
    engine = make_migration_engine(read_address(str(place)))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_tables_in_the_code_are_the_tables_of_the_migrations(connection):
    command.check(config_for(connection))


def test_head_in_the_code_is_the_last_migration(connection):
    assert ScriptDirectory.from_config(config_for(connection)).get_heads() == [HEAD]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reads SET verdict = 'reject'",
        "UPDATE reads SET reader = reader",
        "DELETE FROM reads",
        "INSERT OR REPLACE INTO reads SELECT * FROM reads",
        """
        INSERT OR REPLACE INTO reads
        (uuid, finding_uuid, task, reader, verdict, source, time_utc, previous_hash, hash)
        SELECT 'other', finding_uuid, task, reader, 'reject', source, time_utc, 'other', hash
        FROM reads
        """,
    ],
)
def test_database_itself_refuses_to_change_a_read(place, say, statement):
    read = say(Verdict.ACCEPT)
    with closing(sqlite3.connect(place)) as raw:
        with pytest.raises(sqlite3.IntegrityError, match="reads are appended"):
            raw.execute(statement)
        assert raw.execute("SELECT uuid, verdict FROM reads").fetchall() == [
            (str(read.uuid), "accept")
        ]


_DATA_OF_0003 = """
    INSERT INTO readers VALUES ('r', 'Dr Li', '2026-01-02');
    INSERT INTO images VALUES ('i', 'h', '/a', NULL, 9, 9, NULL, NULL, '2026-01-02');
    INSERT INTO findings VALUES ('f', 'i', 'mitosis', '[[1, 2]]', 1, 2, 0, 0, 'model', 'e', '');
    INSERT INTO reads VALUES (
        1, 'one', 'f', 'mitosis', 'Dr Li', 'accept', 'mitosis', 'window', '2026-01-02', 'e',
        NULL, 'genesis', 'hash'
    );
"""


def _made_by_0003(place):
    engine = make_migration_engine(read_address(str(place)))
    with engine.begin() as opened:
        command.upgrade(config_for(opened), "0003")
    engine.dispose()
    with closing(sqlite3.connect(place)) as raw:
        raw.executescript(_DATA_OF_0003)


def test_reads_of_0003_are_there_after_the_step_and_nothing_was_hidden_then(place):
    _made_by_0003(place)
    open_store(str(place)).close()
    with closing(sqlite3.connect(place)) as raw:
        assert raw.execute("SELECT uuid, class_key, hash FROM reads").fetchall() == [
            ("one", "mitosis", "hash")
        ]
        for table in ("reading_rules", "read_conditions", "looks"):
            assert _rows(raw, table) == []


def _rows(raw, table):
    return raw.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  (our constants)


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (
            "INSERT INTO reading_rules VALUES (1, 'Dr Li', 0.2, 0.1, 86400, '2026-01-02')",
            ("UPDATE reading_rules SET own_first = 0", "DELETE FROM reading_rules"),
        ),
        (
            "INSERT INTO read_conditions VALUES ('one', 'e', NULL)",
            (
                "UPDATE read_conditions SET hidden_model_sha256 = NULL",
                "DELETE FROM read_conditions",
                "INSERT OR REPLACE INTO read_conditions VALUES ('one', NULL, NULL)",
            ),
        ),
        (
            "INSERT INTO looks VALUES (1, 'i', 'Dr Li', 0, 0, 9, 9, 2, 1.5, '2026-01-02')",
            ("UPDATE looks SET seconds = 9", "DELETE FROM looks"),
        ),
    ],
)
def test_database_itself_refuses_to_change_what_was_hidden_or_looked_at(place, row, changes):
    _made_by_0003(place)
    open_store(str(place)).close()
    table = row.split()[2]
    with closing(sqlite3.connect(place)) as raw:
        raw.execute(row)
        kept = _rows(raw, table)
        for change in changes:
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} are appended"):
                raw.execute(change)
        assert _rows(raw, table) == kept


def test_file_says_whose_it_is(store, place):
    store.close()
    with closing(sqlite3.connect(place)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (0x6D636C73,)
