import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest

from medcls_core.errors import InputInvalid
from medcls_core.findings import Origin, Prediction, Read, Verdict
from medcls_core.store import NewRead, chain, findings, open_store, readers, reads, verifying


def _of(store, finding):
    with store.session(read_only=True) as session:
        return reads.of_finding(session, finding.uuid)


def _tamper(place, statement):
    """As somebody with a database tool would."""
    with closing(sqlite3.connect(place)) as raw, raw:
        for name in ("reads_no_update", "reads_no_delete", "reads_no_replace"):
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(statement)


def _verify(store):
    with store.session(read_only=True) as session:
        return verifying.verify_chain(session)


def test_read_comes_back_as_it_was_appended(store, finding, say, place):
    before = datetime.now(UTC)
    read = say(Verdict.CORRECT, "non_mitotic")
    store.close()
    with open_store(str(place)) as again:
        assert _of(again, finding) == [read]
    assert before <= read.time_utc <= datetime.now(UTC)
    assert read.time_utc.tzinfo is UTC
    assert (read.reader, read.class_key, read.source) == ("Dr Wang 王", "non_mitotic", "test")
    assert read.model_sha256 == "e" * 64


def test_each_read_follows_the_one_before(store, say):
    first, second = say(Verdict.ACCEPT), say(Verdict.REJECT)
    assert first.previous_hash == chain.GENESIS
    assert second.previous_hash == first.hash
    report = _verify(store)
    assert (report.ok, report.count, report.head) == (True, 2, second.hash)


def test_empty_chain_is_good(store):
    report = _verify(store)
    assert (report.ok, report.count, report.head) == (True, 0, chain.GENESIS)


def test_hash_never_changes_its_meaning():
    """A store of today must verify in ten years: change `format` before changing this."""
    read = Read(
        uuid=UUID("00000000-0000-4000-8000-000000000001"),
        finding=UUID("00000000-0000-4000-8000-000000000002"),
        task="mitosis",
        reader="王医生",
        verdict=Verdict.CORRECT,
        class_key="mitosis",
        source="window",
        time_utc=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
        model_sha256=None,
        withdraws=None,
        previous_hash=chain.GENESIS,
        hash="",
    )
    known = "8c2e1859aa06d445d3d1e8b5370a75cdc378aa879f8e09827160d91fc606aa37"
    assert chain.hash_of(read) == known
    elsewhere = read.time_utc.astimezone(timezone(timedelta(hours=8)))
    assert chain.hash_of(replace(read, time_utc=elsewhere)) == known


@pytest.mark.parametrize(
    "change",
    [
        "verdict = 'accept'",
        "class_key = 'mitosis'",
        "reader = 'other'",
        "time_utc = '2026-01-01 00:00:00.000000'",
        "model_sha256 = NULL",
        "source = 'window'",
        "task = 'cervical'",
    ],
)
def test_changed_read_breaks_the_chain_by_name(store, place, say, change):
    say(Verdict.ACCEPT)
    second = say(Verdict.REJECT)
    say(Verdict.ACCEPT)
    _tamper(place, f"UPDATE reads SET {change} WHERE number = 2")  # noqa: S608
    report = _verify(store)
    assert not report.ok
    assert (report.count, report.broken_at, report.number) == (1, str(second.uuid), 2)
    assert report.damage is chain.Damage.CHANGED


def test_deleted_read_breaks_the_chain_at_the_next(store, place, say):
    say(Verdict.ACCEPT)
    say(Verdict.REJECT)
    third = say(Verdict.ACCEPT)
    _tamper(place, "DELETE FROM reads WHERE number = 2")
    report = _verify(store)
    assert (report.ok, report.broken_at, report.number) == (False, str(third.uuid), 3)
    assert report.damage is chain.Damage.REMOVED


def test_reads_cut_off_at_the_end_show_in_the_head(store, place, say):
    first, last = say(Verdict.ACCEPT), say(Verdict.REJECT)
    _tamper(place, "DELETE FROM reads WHERE number = 2")
    report = _verify(store)
    assert report.head == first.hash != last.hash
    assert (report.damage, report.broken_at) == (chain.Damage.CUT_OFF, str(first.uuid))


def test_last_answer_stands_and_an_undo_brings_the_one_before_back(store, finding, say):
    accept, reject = say(Verdict.ACCEPT), say(Verdict.REJECT)
    assert reads.current(_of(store, finding)) == {finding.uuid: reject}
    with store.session() as session:
        undo = reads.withdraw(session, reject, "test")
    assert (undo.verdict, undo.withdraws, undo.class_key) == (Verdict.WITHDRAW, reject.uuid, None)
    assert reads.current(_of(store, finding)) == {finding.uuid: accept}
    with store.session() as session:
        reads.withdraw(session, accept, "test")
    assert reads.current(_of(store, finding)) == {}
    assert len(_of(store, finding)) == 4
    assert _verify(store).ok


def test_skip_and_flag_are_remarks_beside_an_answer(store, finding, say):
    skip = say(Verdict.SKIP)
    assert reads.current(_of(store, finding)) == {finding.uuid: skip}
    accept = say(Verdict.ACCEPT)
    flag = say(Verdict.FLAG)
    assert reads.current(_of(store, finding)) == {finding.uuid: accept}
    assert reads.flagged(_of(store, finding)) == {finding.uuid}
    with store.session() as session:
        reads.withdraw(session, flag, "test")
    assert reads.flagged(_of(store, finding)) == frozenset()


def test_every_reader_has_an_answer_of_their_own(store, finding, say):
    wang = say(Verdict.ACCEPT, reader="Wang")
    li = say(Verdict.REJECT, reader="Li")
    kept = _of(store, finding)
    assert reads.current(kept) == {finding.uuid: li}
    assert reads.current_by_reader(kept) == {
        (finding.uuid, "Wang"): wang,
        (finding.uuid, "Li"): li,
    }


def test_undo_is_refused_where_it_makes_no_sense(store, finding, say):
    read = say(Verdict.ACCEPT)
    with store.session() as session:
        undo = reads.withdraw(session, read, "test")
    attempts = {
        "undone before": read,
        "undo itself": undo,
        "another reader": replace(say(Verdict.ACCEPT), reader="Li"),
        "no such read": replace(read, uuid=uuid4()),
    }
    for words, target in attempts.items():
        with pytest.raises(InputInvalid, match=words), store.session() as session:
            reads.withdraw(session, target, "test")
    assert len(_of(store, finding)) == 3
    assert _verify(store).ok


@pytest.mark.parametrize(
    ("verdict", "class_key", "withdraws"),
    [
        (Verdict.ACCEPT, None, None),
        (Verdict.REJECT, "mitosis", None),
        (Verdict.WITHDRAW, None, None),
        (Verdict.ACCEPT, "mitosis", uuid4()),
    ],
)
def test_contradictory_read_cannot_be_made(verdict, class_key, withdraws):
    with pytest.raises(ValueError, match=str(verdict)):
        NewRead(uuid4(), "mitosis", "Li", verdict, class_key, "test", None, withdraws)


def test_read_of_an_unknown_finding_is_a_defect_and_isnt_kept(store):
    new = NewRead(uuid4(), "mitosis", "Li", Verdict.SKIP, None, "test", None)
    with pytest.raises(Exception, match="FOREIGN KEY"), store.session() as session:
        reads.append(session, new)
    assert _verify(store).count == 0


def test_a_mark_whose_reads_are_all_withdrawn_is_no_longer_in_force(
    store, image, a_finding, finding
):
    mark = replace(a_finding(), origin=Origin.READER)
    assert reads.in_force([mark], [], []) == [mark]  # nobody said anything: nothing was taken back
    with store.session() as session:
        findings.add(session, image, [mark])
        read = reads.append(
            session, NewRead(mark.uuid, "mitosis", "Li", Verdict.CORRECT, "mitosis", "test", None)
        )
        reads.append(session, NewRead(mark.uuid, "mitosis", "Li", Verdict.FLAG, None, "test", None))
    said = _of(store, mark)
    assert reads.in_force([mark, finding], [], said) == [mark, finding]
    with store.session() as session:
        reads.withdraw(session, said[1], "test")
    assert reads.in_force([mark, finding], [], _of(store, mark)) == [mark, finding]
    with store.session() as session:
        reads.withdraw(session, read, "test")
    said = _of(store, mark)
    assert reads.in_force([mark, finding], [], said) == [finding]
    assert len(said) == 4
    found_too = Prediction(mark.uuid, "mitosis", "e" * 64, ("mitosis",), (1.0,))
    assert reads.in_force([mark, finding], [found_too], said) == [mark, finding]


def test_reads_are_found_by_image_and_task_and_reader(store, image, a_finding, say):
    other = a_finding(task="cervical")
    mine = say(Verdict.ACCEPT, reader="Li")
    with store.session() as session:
        findings.add(session, image, [other])
        theirs = reads.append(
            session, NewRead(other.uuid, "cervical", "Wang", Verdict.SKIP, None, "test", None)
        )
    with store.session(read_only=True) as session:
        assert reads.of_image(session, image) == [mine, theirs]
        assert reads.of_image(session, image, "cervical") == [theirs]
        assert reads.of_image(session, uuid4()) == []
        assert reads.of_reader(session, "Li") == [mine]


def test_readers_name_is_kept_without_spaces_around_it_and_once(store, say):
    assert say(Verdict.ACCEPT, reader="  Li ").reader == "Li"
    say(Verdict.ACCEPT, reader="Li")
    with store.session() as session:
        assert [reader.name for reader in readers.all(session)] == ["Li"]
        for name in ("  ", "x" * 256):
            with pytest.raises(InputInvalid):
                readers.remember(session, name)


def test_what_was_appended_after_a_read_is_told(store, image, finding, say):
    def news(number: int) -> tuple[int, list[Read]]:
        with store.session(read_only=True) as session:
            said = reads.of_image_after(session, image, finding.task, number)
            return reads.number_of_last(session), said

    assert news(0) == (0, [])
    first = say(Verdict.ACCEPT)
    seen, said = news(0)
    assert said == [first]
    second = say(Verdict.REJECT)
    last, said = news(seen)
    assert (last > seen, said) == (True, [second])
    assert news(last)[1] == []
    with store.session(read_only=True) as session:
        assert reads.of_image_after(session, uuid4(), finding.task, 0) == []
