"""What every act changed, and who is told of it; what a return would change, before it does."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from medcls_core.findings import ADJUDICATION, Shape, Verdict
from medcls_core.geometry import Box, Outline
from medcls_core.history import Step, StepKind
from medcls_core.store import (
    acts,
    consensus,
    findings,
    reading_rules,
    reads,
    shapes,
    steps,
    timeline,
)
from medcls_core.store.acts import Way
from medcls_core.store.blinding import ReadingRule
from medcls_core.store.columns import now_utc

WANG = "Dr Wang 王"
EVER = datetime.min.replace(tzinfo=UTC)


@pytest.fixture
def told(store, image):
    def ask(reader=WANG):
        with store.session(read_only=True) as session:
            return acts.told_to(session, image, "mitosis", reader)

    return ask


@pytest.fixture
def would_change(store, image):
    def ask(moment, finding=None):
        with store.session(read_only=True) as session:
            return acts.changes(session, image, "mitosis", WANG, moment, finding=finding)

    return ask


def words(state):
    return None if state.read is None else (state.read.verdict, state.read.class_key)


def test_each_act_tells_what_was_before_and_after(store, finding, say, told):
    accept = say(Verdict.ACCEPT)
    say(Verdict.FLAG)
    say(Verdict.REJECT)
    with store.session() as session:
        reads.withdraw(session, accept, "test")
    given, flagged, rejected, undone = told().acts
    assert (words(given.change.before), words(given.change.after)) == (
        None,
        (Verdict.ACCEPT, "mitosis"),
    )
    assert (flagged.change.before.flagged, flagged.change.after.flagged) == (False, True)
    assert words(flagged.change.after) == (Verdict.ACCEPT, "mitosis")
    assert words(rejected.change.after) == (Verdict.REJECT, None)
    assert words(undone.change.after) == (Verdict.REJECT, None), "the later answer stands"
    assert [one.way for one in told().acts] == [Way.GIVEN, Way.GIVEN, Way.GIVEN, Way.UNDONE]
    assert {one.change.number for one in told().acts} == {1}
    assert finding.uuid == given.change.finding


def test_rows_of_one_step_are_one_act_a_finding(store, image, finding, a_finding, say, told):
    other = a_finding(200.0, 300.0)
    with store.session() as session:
        findings.add(session, image, [other])
    mark = say(Verdict.ACCEPT)
    with store.session() as session:
        back = reads.withdraw(session, mark, "test")
        drawn = Shape(uuid4(), other.uuid, WANG, Outline.of_box(Box(0, 0, 9, 9)), False, now_utc())
        shapes.append(session, drawn)
        rows = (back.uuid, drawn.uuid)
        steps.append(session, image, Step(uuid4(), WANG, StepKind.DO, rows, now_utc()))
    _, gone, bigger = told().acts
    assert (gone.way, words(gone.change.after)) == (Way.MERGED, None)
    assert bigger.change.finding == other.uuid
    assert bigger.change.after.shape.outline == drawn.outline
    assert finding.uuid == gone.change.finding


def test_acts_of_others_wait_for_the_own_answer(say, told, finding):
    say(Verdict.REJECT, reader="Li")
    say(Verdict.FLAG)
    assert [one.reader for one in told().acts] == [WANG], "a flag is no answer"
    assert told().waiting == {finding.uuid: 1}
    say(Verdict.ACCEPT)
    assert [one.reader for one in told().acts] == ["Li", WANG, WANG]
    assert told().waiting == {}
    assert [one.reader for one in told("Chen").acts] == []


def test_nothing_is_told_of_what_is_to_be_read_again_unseen(store, image, say, told, would_change):
    say(Verdict.REJECT, reader="Li")
    say(Verdict.ACCEPT)
    before = would_change(EVER)
    with store.session() as session:
        rule = ReadingRule(repeats=1.0, repeat_after=timedelta(0))
        reading_rules.choose(session, WANG, rule)
    assert len(before) == 1
    assert told() == acts.Told()
    assert would_change(EVER) == []
    with store.session() as session:
        assert timeline.return_to(session, image, "mitosis", WANG, EVER, acts.RETURNED) == 0


def test_a_return_does_what_was_told_and_is_told_itself(
    store, image, finding, say, told, would_change
):
    say(Verdict.ACCEPT)
    first = now_utc()
    say(Verdict.REJECT)
    say(Verdict.FLAG)
    (change,) = would_change(first)
    assert (words(change.before), words(change.after)) == (
        (Verdict.REJECT, None),
        (Verdict.ACCEPT, "mitosis"),
    )
    assert (change.before.flagged, change.after.flagged) == (True, False)
    assert would_change(first, uuid4()) == []
    assert would_change(now_utc()) == []
    with store.session() as session:
        timeline.return_to(session, image, "mitosis", WANG, first, acts.RETURNED, finding=uuid4())
    assert len(told().acts) == 3, "another finding was asked for"
    with store.session() as session:
        timeline.return_to(
            session, image, "mitosis", WANG, first, acts.RETURNED, finding=finding.uuid
        )
    last = told().acts[-1]
    assert (last.way, last.change.before, last.change.after.flagged) == (
        Way.RETURNED,
        change.before,
        False,
    )
    assert would_change(first) == []


def test_an_adjudication_that_is_returned_to_is_one_again(store, image, finding, say, told):
    say(Verdict.ACCEPT, reader="Li")
    say(Verdict.REJECT, reader="Zhao")
    with store.session() as session:
        decided = consensus.adjudicate(session, finding, WANG, (Verdict.REJECT, None))
    assert told().acts[-1].way is Way.ADJUDICATED
    then = now_utc()
    with store.session() as session:
        reads.withdraw(session, decided, "test")
    with store.session() as session:
        timeline.return_to(session, image, "mitosis", WANG, then, acts.RETURNED)
        said = reads.of_finding(session, finding.uuid)
    assert said[-1].source == ADJUDICATION
    assert consensus.standings(said)[finding.uuid].state is consensus.State.ADJUDICATED
