import sqlite3
from contextlib import closing

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from medcls_core.findings import Verdict
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


def test_file_says_whose_it_is(store, place):
    store.close()
    with closing(sqlite3.connect(place)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (0x6D636C73,)
