from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from medcls_core.findings import Prediction, Verdict
from medcls_core.geometry import Box
from medcls_core.store import looks, predictions, reading_rules, reads
from medcls_core.store.blinding import (
    Condition,
    Earlier,
    ReadingRule,
    due_again,
    is_own_first,
    sight,
)
from medcls_core.store.columns import now_utc
from medcls_core.store.looks import Look
from medcls_core.store.tables import ModelRow

READER = "Dr Wang 王"
ALL = ReadingRule(own_first=1.0)
AGAIN = ReadingRule(repeats=1.0)
LATER = timedelta(days=2)


def answer(finding, task="mitosis"):
    return Prediction(finding.uuid, task, "e" * 64, ("non_mitotic", "mitosis"), (0.2, 0.8))


def test_the_same_findings_are_hidden_on_every_machine():
    known = UUID("12345678-1234-5678-1234-567812345678")
    # The sha256 of "own read first", the uuid and the name, on three lines, begins at 0.4563.
    assert not is_own_first(ReadingRule(own_first=0.4563), known, READER)
    assert is_own_first(ReadingRule(own_first=0.4564), known, READER)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.5])
def test_share_is_kept_and_grows_by_adding(share):
    uuids = [UUID(int=number) for number in range(4000)]
    hidden = {u for u in uuids if is_own_first(ReadingRule(own_first=share), u, READER)}
    more = {u for u in uuids if is_own_first(ReadingRule(own_first=share + 0.1), u, READER)}
    assert len(hidden) / len(uuids) == pytest.approx(share, abs=0.03)
    assert hidden < more


def test_nothing_and_everything_are_exact_and_readers_differ():
    uuids = [UUID(int=number) for number in range(500)]
    assert not any(is_own_first(ReadingRule(), uuid, READER) for uuid in uuids)
    assert all(is_own_first(ALL, uuid, READER) for uuid in uuids)
    half = ReadingRule(own_first=0.5)
    other = [is_own_first(half, uuid, "Dr Li") for uuid in uuids]
    assert [is_own_first(half, uuid, READER) for uuid in uuids] != other


@pytest.mark.parametrize("wrong", [{"own_first": 1.1}, {"repeats": -0.1}])
def test_shares_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match="shares go from 0 to 1"):
        ReadingRule(**wrong)


@pytest.mark.parametrize("verdict", [Verdict.ACCEPT, Verdict.REJECT, Verdict.CANNOT_TELL])
def test_answer_is_hidden_until_the_reader_decided(finding, say, verdict):
    given = sight(ALL, READER, [answer(finding)], [], [], now_utc())
    assert given.shown == ()
    assert set(given.hidden) == {finding.uuid}
    after = sight(ALL, READER, [answer(finding)], [say(verdict)], [], now_utc())
    assert after.shown == (answer(finding),)
    assert after.hidden == {}


@pytest.mark.parametrize("verdict", [Verdict.SKIP, Verdict.FLAG])
def test_a_remark_is_no_answer(finding, say, verdict):
    after = sight(ALL, READER, [answer(finding)], [say(verdict)], [], now_utc())
    assert after.shown == ()


def test_what_was_seen_stays_seen_after_an_undo(store, finding, say):
    read = say(Verdict.ACCEPT)
    with store.session() as session:
        undo = reads.withdraw(session, read, "test")
    assert sight(ALL, READER, [answer(finding)], [read, undo], [], now_utc()).hidden == {}


def test_an_old_read_comes_again_once_and_hides_itself_and_the_answer(finding, say):
    first = say(Verdict.ACCEPT)
    now = first.time_utc + LATER
    given = sight(AGAIN, READER, [answer(finding)], [first], [], now)
    assert given.repeats == {finding.uuid: first.uuid}
    assert (given.reads, given.held) == ((), (first,))
    assert given.shown == ()
    second = say(Verdict.CORRECT, "non_mitotic")
    condition = Condition(second.uuid, "e" * 64, first.uuid)
    after = sight(AGAIN, READER, [answer(finding)], [first, second], [condition], now + LATER)
    assert after.repeats == {}
    assert after.reads == (first, second)


def test_a_young_read_and_a_remark_do_not_come_again(say):
    first = say(Verdict.ACCEPT)
    assert due_again(AGAIN, READER, [first], [], first.time_utc + timedelta(hours=23)) == {}
    assert due_again(AGAIN, READER, [first], [], first.time_utc + timedelta(hours=24)) != {}
    flag = say(Verdict.FLAG)
    assert due_again(AGAIN, READER, [flag], [], flag.time_utc + LATER) == {}


def test_a_repeat_that_was_taken_back_is_spoiled(store, say):
    first, second = say(Verdict.ACCEPT), say(Verdict.REJECT)
    with store.session() as session:
        undo = reads.withdraw(session, second, "test")
    condition = Condition(second.uuid, None, first.uuid)
    own = [first, second, undo]
    assert due_again(AGAIN, READER, own, [condition], first.time_utc + LATER) == {}


def test_rule_of_a_reader_is_the_last_one_and_nobody_elses(store):
    with store.session() as session:
        assert reading_rules.of_reader(session, READER) == ReadingRule()
        reading_rules.choose(session, READER, ReadingRule(0.5, 0.1, timedelta(hours=2)))
        reading_rules.choose(session, READER, ReadingRule(0.2, 0.05, timedelta(days=7)))
    with store.session(read_only=True) as session:
        assert reading_rules.of_reader(session, READER) == ReadingRule(0.2, 0.05, timedelta(days=7))
        assert reading_rules.of_reader(session, "Dr Li") == ReadingRule()


@pytest.fixture
def answered(store, finding):
    with store.session() as session:
        session.add(
            ModelRow(
                sha256="e" * 64,
                task="mitosis",
                version="1",
                network="n",
                card_json="{}",
                added_utc=now_utc(),
            )
        )
        session.flush()
        predictions.add(session, [answer(finding)])
    return finding


def test_sight_through_the_store(store, image, answered, say):
    with store.session() as session:
        reading_rules.choose(session, READER, ALL)
        hers = reading_rules.sight_of(session, image, "mitosis", READER, [])
        his = reading_rules.sight_of(session, image, "mitosis", "Dr Li", [])
        anyone = reading_rules.hidden_from_anyone(session, image, "mitosis")
    assert set(hers.hidden) == set(anyone) == {answered.uuid}
    assert his.shown == (answer(answered),)
    read = say(Verdict.CORRECT, "non_mitotic")
    with store.session() as session:
        reading_rules.note(session, [Condition(read.uuid, "e" * 64)])
    with store.session(read_only=True) as session:
        said = reads.of_image(session, image, "mitosis")
        hers = reading_rules.sight_of(session, image, "mitosis", READER, said)
        assert reading_rules.hidden_from_anyone(session, image, "mitosis") == {}
        for found in (
            reading_rules.conditions(session, READER),
            reading_rules.conditions(session, READER, image),
        ):
            assert found == [Condition(read.uuid, "e" * 64)]
        assert reading_rules.conditions(session, READER, uuid4()) == []
    assert hers.shown == (answer(answered),)


def test_a_higher_share_hides_nothing_that_was_in_sight_under_a_lower_one(finding):
    now = now_utc()
    answered = {finding.uuid: now - LATER}

    def hidden(earlier):
        return sight(ALL, READER, [answer(finding)], [], [], now, earlier=earlier).hidden

    assert hidden(Earlier([(now, 0.0)], answered)) == {}
    assert hidden(Earlier([(now, 1.0)], answered)), "it was hidden at that look too"
    assert hidden(Earlier([(now - 2 * LATER, 0.0)], answered)), "the answer came after the look"
    assert hidden(Earlier([(now, 0.0)])), "nobody knows of an answer"


def test_what_was_looked_at_before_the_rule_stays_open_through_the_store(store, image, answered):
    def hidden(reader):
        with store.session(read_only=True) as session:
            return reading_rules.sight_of(session, image, "mitosis", reader, []).hidden

    with store.session() as session:
        looks.add(session, image, READER, [Look(Box(0, 0, 9, 9), 1.0, 2.0, now_utc())])
        for reader in (READER, "Dr Li"):
            reading_rules.choose(session, reader, ALL)
    assert hidden(READER) == {}
    assert set(hidden("Dr Li")) == {answered.uuid}, "who never looked has seen nothing"


def test_a_read_given_again_has_the_condition_of_the_first_time(store, say):
    first, repeat = say(Verdict.ACCEPT), say(Verdict.REJECT)
    copy, plain = say(Verdict.REJECT), say(Verdict.ACCEPT)
    with store.session() as session:
        reading_rules.note(session, [Condition(repeat.uuid, "e" * 64, first.uuid)])
        reading_rules.note_again(session, {copy.uuid: repeat.uuid, plain.uuid: first.uuid})
        reading_rules.note_again(session, {})
        known = reading_rules.conditions(session, READER)
    assert known[1:] == [Condition(copy.uuid, "e" * 64, first.uuid)]
