"""Whatever is done to the reads behind the program's back, `verify` names the place."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from medcls_core.findings import Verdict
from medcls_core.store import NewRead, findings, images, open_store, reads, verifying
from medcls_core.store.chain import Damage

_TRIGGERS = ("reads_no_update", "reads_no_delete", "reads_no_replace")


def _tamper(place, *statements):
    with closing(sqlite3.connect(place)) as raw, raw:
        for name in _TRIGGERS:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            raw.execute(statement)


@pytest.fixture(autouse=True)
def said(say):
    """Five reads: numbers 1 to 5."""
    order = (Verdict.ACCEPT, Verdict.REJECT, Verdict.ACCEPT, Verdict.SKIP, Verdict.REJECT)
    return [say(verdict) for verdict in order]


_SWAP = (
    "UPDATE reads SET number = -1 WHERE number = 2",
    "UPDATE reads SET number = 2 WHERE number = 4",
    "UPDATE reads SET number = 4 WHERE number = -1",
)


_PUT_IN = """
    INSERT INTO reads SELECT 3, 'forged', finding_uuid, task, reader, 'accept', class_key, source,
    time_utc, model_sha256, NULL, 'no such read', 'forged hash' FROM reads WHERE number = 2
"""
_MAKE_ROOM = (
    "UPDATE reads SET number = -number WHERE number >= 3",
    "UPDATE reads SET number = 1 - number WHERE number < 0",
)


@pytest.mark.parametrize(
    ("statements", "where", "damage"),
    [
        (("UPDATE reads SET hash = 'x' WHERE number = 3",), (2, 3), Damage.CHANGED),
        (("UPDATE reads SET previous_hash = 'x' WHERE number = 3",), (2, 3), Damage.CHANGED),
        (("UPDATE reads SET time_utc = 'never' WHERE number = 3",), (2, 3), Damage.CHANGED),
        (("UPDATE reads SET verdict = x'ff00' WHERE number = 3",), (2, 3), Damage.CHANGED),
        (("UPDATE reads SET uuid = 'no uuid' WHERE number = 1",), (0, 1), Damage.CHANGED),
        (("DELETE FROM reads WHERE number = 1",), (0, 2), Damage.REMOVED),
        (("DELETE FROM reads WHERE number IN (2, 3)",), (1, 4), Damage.REMOVED),
        (_SWAP, (1, 2), Damage.MOVED),
        ((*_MAKE_ROOM, _PUT_IN), (2, 3), Damage.INSERTED),
        (("DELETE FROM reads WHERE number > 3",), (3, 3), Damage.CUT_OFF),
        (("DELETE FROM reads",), (0, None), Damage.CUT_OFF),
    ],
)
def test_place_of_what_was_done_is_named(store, place, statements, where, damage):
    _tamper(place, *statements)
    found = verifying.verify(store)
    assert not found.ok
    chain = found.chain
    assert (chain.ok, chain.count, chain.number, chain.damage) == (False, *where, damage)


def test_no_flipped_bit_of_a_read_goes_unseen(store, place, said):
    """In the file, as a disk does it: every byte of the middle read's texts."""
    store.close()
    good = place.read_bytes()
    third = said[2]
    start = good.index(str(third.uuid).encode() + str(third.finding).encode())
    end = good.index(third.hash.encode(), start) + len(third.hash)
    for at in range(start, end, 5):
        flipped = bytearray(good)
        flipped[at] ^= (0x01, 0x20, 0x80)[at % 3]
        place.write_bytes(flipped)
        with closing(sqlite3.connect(place)) as raw:
            uuid = raw.execute("SELECT CAST(uuid AS BLOB) FROM reads WHERE number = 3").fetchone()
        with open_store(str(place)) as opened:
            found = verifying.verify(opened)
        assert (found.chain.number, found.chain.damage) == (3, Damage.CHANGED), at
        if uuid[0] == str(third.uuid).encode():
            assert found.chain.broken_at == str(third.uuid)


def test_flipped_bits_of_an_index_are_named_too(store, place, said):
    store.close()
    with closing(sqlite3.connect(place)) as raw:
        page, size = (
            raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_reads_finding_uuid'"),
            raw.execute("PRAGMA page_size"),
        )
        start = (page.fetchone()[0] - 1) * (length := size.fetchone()[0])
    content = bytearray(place.read_bytes())
    at = content.index(str(said[0].finding).encode(), start)
    assert at < start + length
    content[at] ^= 1
    place.write_bytes(content)
    with open_store(str(place)) as opened:
        found = verifying.verify(opened)
    assert found.chain.ok
    assert not found.ok
    assert any("ix_reads_finding_uuid" in fault for fault in found.faults)


def test_cut_off_end_shows_though_the_count_was_cut_too(store, place, said):
    _tamper(
        place,
        "DELETE FROM reads WHERE number > 3",
        "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'reads'",
    )
    found = verifying.verify(store)
    assert found.chain.ok
    assert [anchor.head for anchor in found.lost] == [said[-1].hash]
    assert not found.ok


def test_older_copy_in_the_place_of_the_store_is_remembered_past_new_reads(store, place, say):
    say(Verdict.ACCEPT)
    store.close()
    older = place.read_bytes()
    with open_store(str(place)) as again:
        say_there = [_reject(again) for _ in range(2)]
    place.write_bytes(older)
    for _ in range(2):  # it is said at every opening, not only at the first
        with open_store(str(place)) as opened:
            (lost,) = opened.lost()
            assert lost.head == say_there[-1].hash
            _reject(opened)
            assert [anchor.head for anchor in verifying.verify(opened).lost] == [lost.head]
    lost.file.unlink()
    with open_store(str(place)) as opened:
        assert verifying.verify(opened).ok


def _reject(store):
    with store.session() as session:
        (image,) = images.all(session)
        (finding,) = findings.of_image(session, image.uuid)
        new = NewRead(finding.uuid, "mitosis", "Li", Verdict.REJECT, None, "test", None)
        return reads.append(session, new)


def test_copy_without_its_head_is_good(store, place, said, tmp_path):
    store.close()
    copy = tmp_path / "elsewhere" / "labels.sqlite"
    copy.parent.mkdir()
    shutil.copyfile(place, copy)
    with open_store(str(copy)) as opened:
        found = verifying.verify(opened)
    assert found.ok
    assert found.chain.head == said[-1].hash


def test_half_an_anchor_is_none(store, place):
    anchor = place.with_name("labels.sqlite.head")
    anchor.write_text(anchor.read_text("ascii")[:40], "ascii")
    assert verifying.verify(store).ok


def _append_and_fail(store, finding):
    with store.session() as session:
        new = NewRead(finding.uuid, "mitosis", "Li", Verdict.REJECT, None, "test", None)
        reads.append(session, new)
        raise KeyError


def test_session_that_failed_moves_no_anchor(store, place, finding):
    anchor = place.with_name("labels.sqlite.head")
    before = anchor.read_bytes()
    with pytest.raises(KeyError):
        _append_and_fail(store, finding)
    assert anchor.read_bytes() == before
    assert verifying.verify(store).ok
