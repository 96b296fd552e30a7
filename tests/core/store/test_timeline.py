"""Back to any moment by adding: nothing that was said goes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from medcls_core.findings import Shape, Verdict
from medcls_core.geometry import Box, Outline
from medcls_core.history import History, merged
from medcls_core.store import (
    findings,
    reading_rules,
    reads,
    shapes,
    steps,
    timeline,
    verifying,
)
from medcls_core.store.blinding import ReadingRule
from medcls_core.store.columns import now_utc

WANG = "Dr Wang 王"


def _back(store, image, moment, reader=WANG):
    with store.session() as session:
        return timeline.return_to(session, image, "mitosis", reader, moment, "test")


def _said(store, finding):
    with store.session(read_only=True) as session:
        return reads.of_finding(session, finding.uuid)


def _draw(store, finding, box):
    with store.session() as session:
        new = Shape(uuid4(), finding.uuid, WANG, Outline.of_box(box), False, now_utc())
        return shapes.append(session, new)


def _outline(store, finding):
    with store.session(read_only=True) as session:
        return findings.find(session, finding.uuid).outline.bounds


def test_every_moment_can_be_returned_to_and_from(store, image, finding, say):
    start = now_utc()
    say(Verdict.ACCEPT)
    _draw(store, finding, Box(1, 1, 5, 5))
    first = now_utc()
    say(Verdict.FLAG)
    reject = say(Verdict.REJECT)
    _draw(store, finding, Box(2, 2, 9, 9))
    second = now_utc()
    with store.session() as session:
        reads.withdraw(session, reject, "test")
    third = now_utc()
    count = len(_said(store, finding))

    def states(moment):
        _back(store, image, moment)
        said = _said(store, finding)
        standing = reads.current(said).get(finding.uuid)
        flagged = bool(reads.flagged(said))
        return (
            None if standing is None else str(standing.verdict),
            flagged,
            _outline(store, finding),
        )

    for _ in range(2):
        assert states(first) == ("accept", False, Box(1, 1, 5, 5))
        assert states(second) == ("reject", True, Box(2, 2, 9, 9))
        assert states(third) == ("accept", True, Box(2, 2, 9, 9))
        assert states(start) == (None, False, finding.outline.bounds)
    assert len(_said(store, finding)) > count
    assert verifying.verify(store).ok


def test_nothing_to_return_appends_nothing(store, image, finding, say):
    say(Verdict.ACCEPT)
    assert _back(store, image, now_utc()) == 0
    assert len(_said(store, finding)) == 1


def test_return_is_one_step_that_can_be_undone(store, image, finding, say):
    before = now_utc()
    say(Verdict.ACCEPT)
    say(Verdict.FLAG)
    assert _back(store, image, before) == 2
    with store.session(read_only=True) as session:
        history = History.of(
            merged(_said(store, finding), []), steps.of_image(session, image, WANG)
        )
    assert len(history.undoable[-1].rows) == 2


def test_reads_of_others_are_left_alone(store, image, finding, say):
    before = now_utc()
    other = say(Verdict.REJECT, reader="Li")
    say(Verdict.ACCEPT)
    _back(store, image, before)
    assert reads.current(_said(store, finding)) == {finding.uuid: other}


def test_events_tell_who_said_what_in_order(store, finding, say):
    accept, reject = say(Verdict.ACCEPT), say(Verdict.REJECT, reader="Li")
    shape = _draw(store, finding, Box(1, 1, 5, 5))
    with store.session(read_only=True) as session:
        told = timeline.events(session, ["mitosis", "cervical"])
        assert timeline.events(session, ["mitosis"], uuid4()) == []
    assert [event.row.uuid for event in told] == [accept.uuid, reject.uuid, shape.uuid]
    assert {(event.number, event.task) for event in told} == {(1, "mitosis")}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_events_tell_nothing_of_a_read_that_is_to_be_given_again_unseen(store, image, say, share):
    assert image is not None
    say(Verdict.ACCEPT)
    with store.session() as session:
        rule = ReadingRule(repeats=share, repeat_after=timedelta(0))
        reading_rules.choose(session, WANG, rule)
    with store.session(read_only=True) as session:
        assert len(timeline.events(session, ["mitosis"])) == (share == 0)
