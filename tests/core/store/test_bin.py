"""The bin: who put what away, when and why, and back again; nothing of it is lost."""

from uuid import uuid4

import pytest

from medcls_core.findings import Finding, Origin, Verdict
from medcls_core.geometry import Box, Outline
from medcls_core.history import Step, StepKind
from medcls_core.store import NewRead, acts, findings, images, reads, steps, timeline
from medcls_core.store import bin as put_away
from medcls_core.store.acts import Way
from medcls_core.store.columns import now_utc

LI, WANG = "Li", "Wang"


@pytest.fixture
def mark(store, image):
    """A mark of Li's, named a mitosis."""
    made = Finding(uuid4(), "mitosis", Outline.of_box(Box(5, 5, 9, 9)), Origin.READER, LI)
    with store.session() as session:
        findings.add(session, image, [made])
        said = NewRead(made.uuid, "mitosis", LI, Verdict.CORRECT, "mitosis", "window", None)
        reads.append(session, said)
    return made


def take_away(store, image, mark):
    with store.session() as session:
        given = reads.of_finding(session, mark.uuid)
        back = reads.withdraw(session, given[-1], "window")
        steps.append(session, image, Step(uuid4(), LI, StepKind.DO, (back.uuid,), now_utc()))


def marks_told(store, image, reader=LI):
    with store.session(read_only=True) as session:
        return put_away.removed_marks(session, image, "mitosis", reader)


def test_an_image_tells_by_whom_when_and_why(store, image):
    with store.session() as session:
        assert put_away.removed_images(session) == []
        images.put_in_bin(session, image, LI, removed=True, reason="  out of focus ")
        (one,) = put_away.removed_images(session)
        assert (one.image.uuid, one.reader, one.reason) == (image, LI, "out of focus")
        assert images.is_in_bin(session, image)
        images.put_in_bin(session, image, WANG, removed=False)
        assert put_away.removed_images(session) == []
        images.put_in_bin(session, image, WANG, removed=True, reason=" ")
        (one,) = put_away.removed_images(session)
        assert (one.reader, one.reason) == (WANG, None)


def test_a_mark_taken_away_is_there_and_comes_back(store, image, mark):
    assert marks_told(store, image) == []
    take_away(store, image, mark)
    (one,) = marks_told(store, image)
    assert (one.finding.uuid, one.number, one.reader, one.way) == (mark.uuid, 1, LI, Way.REMOVED)
    assert one.said.class_key == "mitosis"
    with store.session() as session:
        back = timeline.return_to(
            session, image, "mitosis", LI, one.moment, acts.RETURNED, finding=mark.uuid
        )
        assert back == 1
    assert marks_told(store, image) == []


def test_a_mark_that_was_only_flagged_is_there_too(store, image, mark):
    with store.session() as session:
        flag = NewRead(mark.uuid, "mitosis", LI, Verdict.FLAG, None, "window", None)
        given = [reads.of_finding(session, mark.uuid)[0], reads.append(session, flag)]
        for read in given:
            reads.withdraw(session, read, "window")
    (one,) = marks_told(store, image)
    assert (one.way, one.said) == (Way.UNDONE, None)


def test_another_reader_is_not_told_what_it_was(store, image, mark):
    take_away(store, image, mark)
    (one,) = marks_told(store, image, WANG)
    assert (one.reader, one.said) == (LI, None)


def test_what_a_model_found_and_what_others_still_hold_is_never_there(
    store, image, finding, say, mark
):
    reject = say(Verdict.REJECT)
    with store.session() as session:
        reads.withdraw(session, reject, "window")
        held = NewRead(mark.uuid, "mitosis", WANG, Verdict.CORRECT, "mitosis", "window", None)
        reads.append(session, held)
    take_away_of_li = [one for one in _own(store, mark) if one.reader == LI]
    with store.session() as session:
        reads.withdraw(session, take_away_of_li[0], "window")
    assert marks_told(store, image) == []
    assert finding.origin is Origin.MODEL


def _own(store, mark):
    with store.session(read_only=True) as session:
        return reads.of_finding(session, mark.uuid)
