"""Queues of very many findings: orders, named queues, thresholds, and one verdict at a time."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcls_core.columns import Answers, FindingColumns, Texts, Voice
from medcls_core.findings import Finding, Origin, Read, Verdict
from medcls_core.geometry import Box, Outline, Point
from medcls_core.learning.queue_columns import QueueColumns
from medcls_core.learning.queues import QueueOrder, ordered
from medcls_core.networks import bundled_model
from medcls_core.tasks import all_tasks, task_for

TASKS = {task.key: task for task in all_tasks()}
CLASSED = replace(
    TASKS["cervical"],
    key="t",
    classes=tuple(replace(TASKS["cervical"].classes[0], key=key) for key in "ab"),
    schemes=(),
)
"""A question with two classes and no background."""

SEARCH = TASKS["mitosis"]
IDS = [UUID(int=number << 70 | number) for number in range(1, 9)]
ALL = (QueueOrder.LEAST_SURE, QueueOrder.MOST_SURE, QueueOrder.PLACE)


def columns(probs, task=CLASSED, classes=("a", "b")) -> FindingColumns:
    """Findings one below the other; the first class has that probability, None: not answered."""
    known = FindingColumns.empty(task.key)
    outlines = [Outline.of_box(Box(0, 10 * place, 5, 5)) for place in range(len(probs))]
    found = [
        Finding(uuid, task.key, outline, Origin.MODEL)
        for uuid, outline in zip(IDS, outlines, strict=False)
    ]
    known.add(found, range(1, len(probs) + 1))
    known.answers = Answers(
        (Voice("0" * 64, classes),),
        np.array([-1 if prob is None else 0 for prob in probs], np.int16),
        np.array([(np.nan, np.nan) if p is None else (p, 1 - p) for p in probs]).reshape(-1, 2),
        Texts([], 0),
        np.full(len(probs), -1, np.int32),
    )
    return known


def read(row: int, verdict: Verdict, class_key: str | None = None) -> Read:
    now = datetime.now(UTC)
    return Read(
        uuid4(), IDS[row], "t", "r", verdict, class_key, "test", now, None, None, "", ""
    )  # fmt: skip


def hear(queues: QueueColumns, said: Read, *, flagged: bool = False, blind: bool = False) -> None:
    row = queues.findings.uuids.row(said.finding)
    queues.hear_reader(row, queues.item(row, said, flagged=flagged, blind=blind))


def ids(*places: int) -> list[UUID]:
    return [IDS[place] for place in places]


@given(st.lists(st.one_of(st.none(), st.sampled_from([0.0, 0.3, 0.5, 0.5, 0.75, 1.0])), max_size=8))
def test_the_orders_are_those_of_few_findings(probs):
    for task, classes in ((CLASSED, ("a", "b")), (SEARCH, ("non_mitotic", "mitosis"))):
        queues = QueueColumns(columns(probs, task, classes), task)
        items = [queues.item(row, None, flagged=False, blind=False) for row in range(len(probs))]
        for order in ALL:
            assert queues.queue(order) == ordered(items, order)


def test_an_object_counts_by_its_class_and_score_even_where_the_background_is_more_likely():
    queues = QueueColumns(columns([0.7, 0.2], SEARCH, ("non_mitotic", "mitosis")), SEARCH)
    assert queues.queue(QueueOrder.LEAST_SURE) == ids(0, 1)
    assert queues.tally(0.0)["mitosis"] == (2, 0)
    assert queues.queue(QueueOrder.PLACE, threshold=0.5) == ids(1)


def test_classes_of_another_scheme_in_use_are_counted():
    """The scheme in use is one of the task's schemes too; its classes are counted once."""
    herlev = task_for(bundled_model("cervical").card)
    keys = tuple(label.key for label in herlev.classes)
    queues = QueueColumns(columns([0.7, 0.2], herlev, (keys[6], keys[1])), herlev)
    tally = queues.tally(0.0)
    assert (tally[keys[6]], tally[keys[1]]) == ((1, 0), (1, 0))
    assert len(queues.keys) == len(set(queues.keys))


def test_likely_wrong_begins_where_the_model_believes_least():
    queues = QueueColumns(columns([0.9, 0.8, 0.7, 0.6, 0.4, 0.1]), CLASSED)
    for said in (
        read(0, Verdict.ACCEPT, "a"),
        read(1, Verdict.CORRECT, "b"),
        read(2, Verdict.REJECT),
        read(3, Verdict.CANNOT_TELL),
        read(4, Verdict.ACCEPT, "a"),
    ):
        hear(queues, said)
    assert queues.queue(QueueOrder.LIKELY_WRONG) == ids(1, 2, 4)
    hear(queues, read(1, Verdict.ACCEPT, "a"))
    assert queues.queue(QueueOrder.LIKELY_WRONG) == ids(2, 4)


def test_named_queues_hold_flags_classes_and_what_is_read_blind():
    sealed = np.array([False, False, False, False, True])
    queues = QueueColumns(columns([0.6, 0.9, 0.8, None, 0.7]), CLASSED, sealed)
    hear(queues, read(0, Verdict.FLAG), flagged=True)
    hear(queues, read(1, Verdict.CORRECT, "b"), blind=True)
    hear(queues, read(3, Verdict.CORRECT, "b"), flagged=True)
    assert queues.queue(QueueOrder.FLAGS) == ids(0, 3)
    assert queues.queue(QueueOrder.CLASS, "b") == ids(1, 3)
    assert queues.queue(QueueOrder.CLASS, "a") == ids(2, 0)
    assert queues.queue(QueueOrder.BLIND) == ids(1, 4)
    for order, key in ((QueueOrder.FLAGS, ""), (QueueOrder.CLASS, "b"), (QueueOrder.BLIND, "")):
        assert queues.size(order, key) == 2
    assert queues.tally(0.0) == {"a": (3, 0), "b": (0, 2)}


def test_what_was_read_stays_under_any_threshold_and_what_nobody_scored_too():
    queues = QueueColumns(columns([0.6, 0.9, 0.55, None]), CLASSED)
    hear(queues, read(2, Verdict.SKIP))
    assert queues.queue(QueueOrder.PLACE, threshold=0.7) == ids(1, 2, 3)
    assert queues.size(QueueOrder.PLACE, threshold=0.7) == 3


def test_a_skip_is_no_answer_and_one_goes_on_from_it():
    queues = QueueColumns(columns([0.6, 0.9, 0.8]), CLASSED)
    hear(queues, read(0, Verdict.SKIP))
    hear(queues, read(1, Verdict.CANNOT_TELL))
    assert queues.answered.tolist() == [False, True, False]
    assert queues.queue(QueueOrder.PLACE).next_open(IDS[0], queues.read) == IDS[2]


def test_a_sealed_answer_tells_nothing_until_it_is_opened():
    queues = QueueColumns(columns([0.99, 0.6, 0.8]), CLASSED, np.array([True, False, False]))
    item = queues.item(0, None, flagged=False, blind=False)
    assert (item.prediction, item.model_class, item.score, item.blind) == (None, None, None, True)
    for order in (QueueOrder.LEAST_SURE, QueueOrder.MOST_SURE):
        assert queues.queue(order)[-1] == IDS[0], "what no model saw comes last"
    queues.seal(0, sealed=False)
    assert queues.queue(QueueOrder.LEAST_SURE) == ids(1, 2, 0)
    assert queues.queue(QueueOrder.MOST_SURE) == ids(0, 2, 1)
    queues.seal(0, sealed=True)
    assert queues.queue(QueueOrder.LEAST_SURE) == ids(1, 2, 0)
    assert queues.queue(QueueOrder.MOST_SURE) == ids(2, 1, 0)


def test_marks_come_where_they_belong_and_go_again():
    known = columns([0.6, 0.9])
    queues = QueueColumns(known, CLASSED)
    before = queues.queue(QueueOrder.PLACE)
    mark = Finding(IDS[5], "t", Outline((Point(1, 9),)), Origin.READER, "r")
    known.add([mark], [3])
    queues.grow()
    assert queues.queue(QueueOrder.PLACE) == ids(0, 5, 1)
    assert queues.queue(QueueOrder.MOST_SURE) == ids(1, 0, 5)
    assert mark.uuid not in before
    known.redraw({mark.uuid: Outline((Point(1, 90),))})
    queues.move(2)
    assert queues.queue(QueueOrder.PLACE) == ids(0, 1, 5)
    queues.in_force[2] = False
    assert queues.queue(QueueOrder.PLACE) == ids(0, 1)


def test_a_queue_is_a_sequence_of_its_findings():
    queue = QueueColumns(columns([0.6, 0.9, 0.8]), CLASSED).queue(QueueOrder.MOST_SURE)
    assert list(queue) == ids(1, 2, 0)
    assert (queue[0], queue[-1], queue[1:]) == (IDS[1], IDS[0], ids(2, 0))
    assert queue.index(IDS[0]) == 2
    assert queue.place(IDS[7]) is None
    assert IDS[2] in queue
    assert "no uuid" not in queue
    with pytest.raises(ValueError, match="not queued"):
        queue.index(IDS[7])


def test_the_next_open_finding_goes_round_once():
    queue = QueueColumns(columns([0.5] * 4), CLASSED).queue(QueueOrder.PLACE)
    said = np.array([False, True, False, True])
    assert queue.next_open(IDS[0], said) == IDS[2]
    assert queue.next_open(IDS[2], said) == IDS[0]
    assert queue.next_open(IDS[7], said) == IDS[0]
    everything = np.ones(4, np.bool_)
    assert queue.next_open(IDS[1], everything) == IDS[2]
    assert queue.next_open(IDS[3], everything) == IDS[3]
    assert queue.next_open(None, everything) == IDS[0]
    assert QueueColumns(columns([]), CLASSED).queue(QueueOrder.PLACE).next_open(None, said) is None
