"""Orders of the queue: what is asked next, what is likely wrong, and what a filter takes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcls_core.findings import Prediction, Read, Verdict
from medcls_core.learning.queues import (
    QueueItem,
    QueueOrder,
    Reading,
    Wanted,
    counts,
    neighbour,
    ordered,
)

IDS = [UUID(int=number) for number in range(1, 7)]


def read(finding: UUID, verdict: Verdict, class_key: str | None = None) -> Read:
    return Read(
        uuid4(),
        finding,
        "t",
        "r",
        verdict,
        class_key,
        "test",
        datetime.now(UTC),
        None,
        None,
        "",
        "",
    )


def item(place: int, prob: float | None, said: Read | None = None, **more) -> QueueItem:
    """A finding of which the model says: class a, with `prob`."""
    answer = None
    if prob is not None:
        answer = Prediction(IDS[place], "t", "0" * 64, ("a", "b"), (prob, 1 - prob))
    return QueueItem(
        IDS[place],
        place + 1,
        2.0 if answer is None else answer.margin,
        None if answer is None else "a",
        place=(0, float(place), 0.0),
        prediction=answer,
        read=said,
        **more,
    )


def test_orders():
    three = [item(0, 0.75), item(1, 0.55), item(2, 0.95)]
    assert ordered(three, QueueOrder.LEAST_SURE) == (IDS[1], IDS[0], IDS[2])
    assert ordered(three, QueueOrder.MOST_SURE) == (IDS[2], IDS[0], IDS[1])
    assert ordered(three, QueueOrder.ENTROPY) == (IDS[1], IDS[0], IDS[2])
    assert ordered(three, QueueOrder.MARGIN) == (IDS[1], IDS[0], IDS[2])
    assert ordered(three, QueueOrder.PLACE) == (IDS[0], IDS[1], IDS[2])


def test_places_go_image_by_image():
    later = item(0, 0.5)
    first = QueueItem(IDS[1], 1, 0.1, "a", place=(0, 900.0, 0.0))
    second = QueueItem(IDS[2], 1, 0.1, "a", place=(1, 10.0, 0.0))
    assert ordered([second, first, later], QueueOrder.PLACE) == (IDS[0], IDS[1], IDS[2])


@pytest.mark.parametrize(
    "order",
    [QueueOrder.LEAST_SURE, QueueOrder.MOST_SURE, QueueOrder.ENTROPY, QueueOrder.MARGIN],
)
def test_what_no_model_saw_comes_last(order):
    assert ordered([item(0, None), item(1, 0.55), item(2, 0.95)], order)[-1] == IDS[0]


def test_likely_wrong_is_another_class_a_rejection_or_a_word_hardly_believed():
    several = [
        item(0, 0.9, read(IDS[0], Verdict.ACCEPT, "a")),
        item(1, 0.8, read(IDS[1], Verdict.CORRECT, "b")),
        item(2, 0.7, read(IDS[2], Verdict.REJECT)),
        item(3, 0.6, read(IDS[3], Verdict.CANNOT_TELL)),
        item(4, 0.4, read(IDS[4], Verdict.ACCEPT, "a")),
        item(5, 0.1),
    ]
    assert [one.likely_wrong for one in several] == [False, True, True, False, True, False]
    assert [one.label_prob for one in several] == pytest.approx([0.9, 0.2, 0.3, None, 0.4, None])
    assert ordered(several, QueueOrder.LIKELY_WRONG) == (*IDS[1:3], IDS[4], IDS[0], IDS[3], IDS[5])


def test_a_class_the_model_does_not_know_is_not_believed_at_all():
    assert item(0, 0.9, read(IDS[0], Verdict.CORRECT, "c")).label_prob == 0


def test_the_latest_verdict_comes_first_and_the_open_last():
    early = read(IDS[0], Verdict.REJECT)
    late = Read(**{**fields_of(read(IDS[1], Verdict.SKIP)), "time_utc": later_than(early)})
    order = ordered([item(0, 0.9, early), item(1, 0.9, late), item(2, 0.9)], QueueOrder.LATEST)
    assert order == (IDS[1], IDS[0], IDS[2])


def fields_of(said: Read) -> dict[str, object]:
    return {name: getattr(said, name) for name in Read.__slots__}


def later_than(said: Read) -> datetime:
    return said.time_utc + timedelta(seconds=1)


def test_filters_and_what_each_choice_would_show():
    several = [
        item(0, 0.9, read(IDS[0], Verdict.ACCEPT, "a")),
        item(1, 0.8, read(IDS[1], Verdict.CORRECT, "b"), flagged=True),
        item(2, 0.7),
        item(3, None, read(IDS[3], Verdict.FLAG), flagged=True),
    ]
    opened = Wanted(reading=Reading.OPEN)
    assert [opened.takes(one) for one in several] == [False, False, True, True]
    assert Wanted().is_all
    assert not opened.is_all
    said = counts(several, Wanted(reading=Reading.OPEN, flagged=True))
    assert said.reading == {Reading.CORRECTED: 1, Reading.OPEN: 1}
    assert said.model_class == {"": 1}
    assert said.flagged == 1
    assert said.likely_wrong == 0
    everything = counts(several, Wanted())
    assert everything.model_class == {"a": 3, "": 1}
    assert everything.reader_class == {"a": 1, "b": 1, "": 2}
    assert (everything.flagged, everything.likely_wrong) == (2, 1)


@given(st.permutations(IDS), st.integers(-3, 3), st.integers(0, 5))
def test_a_neighbour_is_in_the_queue_and_never_beyond_its_ends(queue, step, place):
    found = neighbour(queue, queue[place], step)
    assert queue.index(found) == max(0, min(len(queue) - 1, place + step))
