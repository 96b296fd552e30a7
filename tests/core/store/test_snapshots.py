"""Snapshots: when they are taken, which are kept, and what comes back."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from medcls_core.errors import InputInvalid, StoreBusy, StoreDamaged, StoreUnusable
from medcls_core.findings import Verdict
from medcls_core.store import open_store, reads, rescuing, snapshots, verifying
from medcls_core.store.address import read_address
from medcls_core.store.snapshots import Snapshot


def _heads(place):
    with open_store(str(place)) as store, store.session(read_only=True) as session:
        return reads.count(session), reads.head(session)


def test_snapshot_is_a_whole_store_with_its_reads(place, say):
    read = say(Verdict.ACCEPT)
    taken = snapshots.take(place)
    say(Verdict.REJECT)
    assert snapshots.of_store(place) == [taken]
    assert taken.reads == 1
    assert _heads(taken.path) == (1, read.hash)
    assert [one.name for one in place.parent.glob("*.part*")] == []


def test_snapshot_is_due_when_something_changed_and_time_passed(place, say, monkeypatch):
    assert snapshots.is_due(place)
    snapshots.take(place)
    say(Verdict.ACCEPT)
    assert not snapshots.is_due(place)
    later = datetime.now(UTC) + snapshots.EVERY
    monkeypatch.setattr(snapshots, "now_utc", lambda: later)
    assert snapshots.is_due(place)
    for end in ("", "-wal"):
        os.utime(place.with_name(place.name + end), (1, 1))
    assert not snapshots.is_due(place)


def test_newest_and_the_last_of_days_and_weeks_are_kept():
    newest = datetime(2026, 11, 22, 12, tzinfo=UTC)
    every = [
        Snapshot(Path(str(hours)), newest - timedelta(hours=hours), 0) for hours in range(24 * 60)
    ]
    gone = set(snapshots.outdated(every))
    kept = [one for one in every if one not in gone]
    assert [one.time_utc for one in kept[:4]] == [newest - timedelta(hours=n) for n in range(4)]
    days = {one.time_utc.date() for one in kept}
    assert {newest.date() - timedelta(days=n) for n in range(7)} <= days
    assert newest.date() - timedelta(days=21) in days | {newest.date() - timedelta(days=21)}
    assert min(one.time_utc for one in kept) < newest - timedelta(days=20)
    assert len(kept) == 4 + 6 + 2 + 1  # the newest day and week are among the newest
    assert snapshots.outdated(kept) == []


def test_damaged_store_gives_no_snapshot(store, place, say):
    say(Verdict.ACCEPT)
    store.close()
    _damage(place)
    with pytest.raises(StoreDamaged):
        snapshots.take(place)
    assert snapshots.of_store(place) == []


def _damage(place):
    """Every page but the first."""
    content = bytearray(place.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    place.write_bytes(content)


def test_damaged_store_is_refused_and_a_snapshot_takes_its_place(store, place, say):
    read = say(Verdict.ACCEPT)
    taken = snapshots.take(place)
    store.close()
    _damage(place)
    damaged = place.read_bytes()
    with pytest.raises(StoreDamaged, match="medcls labels restore"):
        open_store(str(place))
    aside = snapshots.put_back(place, taken)
    assert aside.read_bytes() == damaged
    assert _heads(place) == (1, read.hash)
    assert rescuing.rescue(aside, place) == 0
    with open_store(str(place)) as opened:
        assert verifying.verify(opened).ok


def test_later_reads_of_the_store_before_are_added_in_their_order(store, place, say):
    say(Verdict.ACCEPT)
    taken = snapshots.take(place)
    last = [say(verdict, reader="Li") for verdict in (Verdict.REJECT, Verdict.SKIP)][-1]
    store.close()
    aside = snapshots.put_back(place, taken)
    with open_store(str(place)) as opened:
        assert verifying.verify(opened).ok
    assert rescuing.rescue(aside, place) == 2
    assert _heads(place) == (3, last.hash)
    with open_store(str(place)) as opened:
        assert verifying.verify(opened).ok
    assert rescuing.rescue(aside, place) == 0


def test_store_that_somebody_writes_to_isnt_replaced(store, place, say):
    say(Verdict.ACCEPT)
    taken = snapshots.take(place)
    with store.session() as session:
        reads.count(session)
        with pytest.raises(StoreBusy):
            snapshots.put_back(place, taken)
    assert _heads(place)[0] == 1


def test_snapshots_are_chosen_by_name(place, say):
    say(Verdict.ACCEPT)
    first, second = snapshots.take(place), snapshots.take(place)
    assert snapshots.chosen(place, None) == second
    assert snapshots.chosen(place, first.path.name) == first
    with pytest.raises(InputInvalid, match="no snapshot"):
        snapshots.chosen(place, "other.sqlite")


def test_server_makes_its_own_backups():
    pytest.importorskip("psycopg")
    with pytest.raises(StoreUnusable, match="pg_dump"):
        snapshots.file_of(read_address("postgresql+psycopg://user@host/db"))


@pytest.mark.usefixtures("store")
def test_full_disk_makes_no_snapshot(place, monkeypatch):
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr(snapshots.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StoreUnusable, match="room"):
        snapshots.take(place)
