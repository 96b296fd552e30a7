import os
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from medcls_core.errors import InputInvalid, StoreBusy, StoreTooNew, StoreUnusable
from medcls_core.language import Language
from medcls_core.store import default_store_url, images, open_store, readers
from medcls_core.store.address import read_address
from medcls_core.store.alembic_config import config_for
from medcls_core.store.connecting import make_migration_engine
from medcls_core.store.migrating import HEAD


def _make_old(place: Path) -> None:
    """A store as revision 0001 had it, with a reader in it."""
    engine = make_migration_engine(read_address(str(place)))
    with engine.begin() as connection:
        command.upgrade(config_for(connection), "0001")
        connection.execute(
            text("INSERT INTO readers VALUES (:uuid, 'Dr Li', '2026-01-02 03:04:05.000006')"),
            {"uuid": "00000000-0000-4000-8000-000000000001"},
        )
    engine.dispose()


def _revision(place: Path) -> str:
    with closing(sqlite3.connect(place)) as connection:
        return connection.execute("SELECT version_num FROM medcls_revision").fetchone()[0]


def test_default_store_lies_in_the_users_data_folder():
    with open_store() as store:
        assert store.path is not None
        assert store.path.parts[-2:] == ("medcls", "labels.sqlite")
        assert store.path.is_file()
        assert str(store.path).startswith(os.environ["HOME"])
        assert store.url == default_store_url()


@pytest.mark.parametrize(
    "name", ["标注 库.sqlite", "50%20 off?#.db", "emoji 🔬/deep/labels.sqlite"]
)
def test_any_file_name_works_as_path_and_its_url_opens_the_same_file(tmp_path, name):
    place = tmp_path / name
    with open_store(str(place)) as store, store.session() as session:
        readers.remember(session, "Dr Li")
    assert place.is_file()
    with open_store(store.url) as again, again.session(read_only=True) as session:
        assert again.path == place
        assert readers.find(session, "Dr Li") is not None


def test_relative_path_and_sqlite_url_are_the_same_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store("labels.sqlite") as by_path, open_store("sqlite:///labels.sqlite") as by_url:
        assert by_path.path == by_url.path == tmp_path / "labels.sqlite"


def test_connections_are_durable_and_checked(store):
    with store.session() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_opening_again_changes_and_backs_up_nothing(store, place):
    store.close()
    before = place.read_bytes()
    open_store(str(place)).close()
    assert place.read_bytes() == before
    assert list(place.parent.glob("*backup*")) == []


def test_older_store_is_backed_up_and_then_migrated(place):
    _make_old(place)
    with open_store(str(place)) as store, store.session() as session:
        assert readers.find(session, "Dr Li") is not None
    assert _revision(place) == HEAD
    (backup,) = place.parent.glob("labels.backup-*-r0001.sqlite")
    assert _revision(backup) == "0001"
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT name FROM readers").fetchall() == [("Dr Li",)]
    assert list(place.parent.glob("*.part")) == []


def test_backup_that_cannot_be_made_stops_the_migration(place, monkeypatch):
    _make_old(place)

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StoreUnusable, match="no backup"):
        open_store(str(place))
    assert _revision(place) == "0001"
    assert [file.name for file in place.parent.glob("*backup*")] == []


def test_migration_that_fails_leaves_the_store_as_it_was(place, monkeypatch):
    _make_old(place)

    def fail(config: Config, _revision: str) -> None:
        connection = config.attributes["connection"]
        connection.execute(text("DROP TABLE reads"))
        raise RuntimeError("a defect in a migration")

    monkeypatch.setattr(command, "upgrade", fail)
    with pytest.raises(RuntimeError):
        open_store(str(place))
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("SELECT count(*) FROM reads").fetchone() == (0,)


def test_newer_store_is_refused_and_left_alone(store, place):
    store.close()
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE medcls_revision SET version_num = '9999'")
    before = place.read_bytes()
    with pytest.raises(StoreTooNew) as caught:
        open_store(str(place))
    assert caught.value.revision == "9999"
    assert caught.value.store == str(place)
    assert place.read_bytes() == before


def test_text_file_is_not_a_database_and_is_left_alone(place):
    place.write_text("I am not a database, I am a shopping list. " * 50, "utf-8")
    before = place.read_bytes()
    with pytest.raises(StoreUnusable, match="not a database"):
        open_store(str(place))
    assert place.read_bytes() == before
    assert [file.name for file in place.parent.iterdir() if file.is_file()] == [place.name]


def test_another_programs_database_is_refused_and_left_alone(place):
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("CREATE TABLE annotations (id INTEGER PRIMARY KEY)")
    before = place.read_bytes()
    with pytest.raises(StoreUnusable, match="not a label store"):
        open_store(str(place))
    assert place.read_bytes() == before


def test_empty_file_becomes_a_store(place):
    place.touch()
    open_store(str(place)).close()
    assert _revision(place) == HEAD


def test_folder_is_no_store(tmp_path):
    with pytest.raises(StoreUnusable, match="it is a folder"):
        open_store(str(tmp_path))


def test_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable, match="folder can't be made"):
        open_store(str(tmp_path / "file" / "labels.sqlite"))


def test_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path) != tmp_path and real(path, mode)
    )
    with pytest.raises(StoreUnusable, match="can't be written"):
        open_store(str(tmp_path / "labels.sqlite"))
    assert not (tmp_path / "labels.sqlite").exists()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?uri=true", " "]
)
def test_store_that_would_keep_nothing_is_refused(url):
    with pytest.raises(InputInvalid, match="--store"):
        open_store(url)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense://user:geheim@host/db",
        "postgresql+nodriver://user:geheim@host/db",
        "postgresql+asyncpg://user:geheim@host/db",
        "postgresql+psycopg://user:geheim@host:port/db",
        "postgresql+pg8000://user:geheim@host/db?password=geheim",
        "://user:geheim@",
    ],
)
def test_bad_url_is_one_sentence_without_the_password(url):
    with pytest.raises((InputInvalid, StoreUnusable)) as caught:
        open_store(url)
    for language in Language:
        assert "geheim" not in caught.value.sentence(language)
        assert "\n" not in caught.value.sentence(language)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_second_writer_waits_and_then_hears_that_the_store_is_busy(place, monkeypatch):
    monkeypatch.setattr("medcls_core.store.connecting.BUSY_SECONDS", 0.05)
    with open_store(str(place)) as one, open_store(str(place)) as other:
        with one.session() as session:
            readers.remember(session, "Dr Li")
            with pytest.raises(StoreBusy) as caught, other.session() as second:
                readers.remember(second, "Dr Wang")
            assert caught.value.store == str(place)
            with other.session(read_only=True) as asking:
                assert readers.all(asking) == []
        with other.session() as second:
            assert [reader.name for reader in readers.all(second)] == ["Dr Li"]


def test_writer_waits_longer_as_long_as_others_get_on(place, monkeypatch):
    with (
        open_store(str(place)) as store,
        closing(sqlite3.connect(place, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        turns = []

        def turn_of_others(_seconds: float) -> None:
            uuid = f"00000000-0000-4000-8000-00000000000{len(turns)}"
            other.execute("INSERT INTO readers VALUES (?, ?, '2026-01-02')", (uuid, uuid))
            other.execute("COMMIT")
            turns.append(uuid)
            if len(turns) < 8:
                other.execute("BEGIN IMMEDIATE")

        clock = count(step=6)  # far past the ten seconds of one that holds the store
        monkeypatch.setattr("medcls_core.store.connecting.time.monotonic", lambda: next(clock))
        monkeypatch.setattr("medcls_core.store.connecting.time.sleep", turn_of_others)
        with store.session() as session:
            readers.remember(session, "Dr Li")
        assert len(turns) == 8
        with store.session(read_only=True) as session:
            assert len(readers.all(session)) == 9


def test_opening_waits_while_another_program_makes_the_same_store(place, monkeypatch):
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waits = []

        def let_go(seconds: float) -> None:
            waits.append(seconds)
            other.execute("ROLLBACK")

        monkeypatch.setattr("medcls_core.store.migrating.time.sleep", let_go)
        open_store(str(place)).close()
    assert len(waits) == 1
    assert _revision(place) == HEAD


def test_full_disk_is_said_and_loses_nothing_saved_before(store, image):
    def fill():
        with store.session() as session:
            session.execute(text("PRAGMA max_page_count = 1"))
            for number in range(500):
                readers.remember(session, f"{number}" * 50)

    with pytest.raises(StoreUnusable, match="disk is full") as caught:
        fill()
    assert "磁盘已满" in caught.value.sentence(Language.CHINESE)
    with store.session() as session:
        session.execute(text("PRAGMA max_page_count = 1000000"))
        assert readers.all(session) == []
        assert [stored.uuid for stored in images.all(session)] == [image]
        readers.remember(session, "Dr Li")


def test_session_that_raises_keeps_nothing(store):
    def start_and_fail():
        with store.session() as session:
            readers.remember(session, "Dr Li")
            raise KeyError

    with pytest.raises(KeyError):
        start_and_fail()
    with store.session(read_only=True) as session:
        assert readers.all(session) == []


def test_read_only_session_cannot_write(store):
    with pytest.raises(StoreUnusable), store.session(read_only=True) as session:
        readers.remember(session, "Dr Li")
    with store.session() as session:
        readers.remember(session, "Dr Li")
