"""Orders of the queue, neighbours, sources, analyses."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state import QueueOrder, Sources, neighbour, next_open
from app.state.queue import Queued, ordered
from medcls_core.findings import Read, Verdict

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


def items(*sureness: float) -> list[Queued]:
    return [
        Queued(uuid, place + 1, sure, None if sure > 1 else "a")
        for place, (uuid, sure) in enumerate(zip(IDS, sureness, strict=False))
    ]


def test_orders():
    three = items(0.5, 0.1, 0.9)
    assert ordered(three, {}, QueueOrder.LEAST_SURE) == (IDS[1], IDS[0], IDS[2])
    assert ordered(three, {}, QueueOrder.MOST_SURE) == (IDS[2], IDS[0], IDS[1])
    assert ordered(three, {}, QueueOrder.PLACE) == (IDS[0], IDS[1], IDS[2])


@pytest.mark.parametrize("order", [QueueOrder.LEAST_SURE, QueueOrder.MOST_SURE])
def test_what_no_model_saw_comes_last(order):
    assert ordered(items(2.0, 0.1, 0.9), {}, order)[-1] == IDS[0]


def test_disagreement_is_another_class_or_a_rejection():
    said = {
        IDS[0]: read(IDS[0], Verdict.ACCEPT, "a"),
        IDS[1]: read(IDS[1], Verdict.CORRECT, "b"),
        IDS[2]: read(IDS[2], Verdict.REJECT),
        IDS[3]: read(IDS[3], Verdict.CANNOT_TELL),
    }
    queue = ordered(items(0.1, 0.2, 0.3, 0.4, 0.5), said, QueueOrder.DISAGREE)
    assert queue == (IDS[2], IDS[1])


def test_the_next_open_finding_goes_round_once():
    queue = IDS[:4]
    said = {IDS[1]: read(IDS[1], Verdict.SKIP), IDS[3]: read(IDS[3], Verdict.SKIP)}
    assert next_open(queue, IDS[0], said) == IDS[2]
    assert next_open(queue, IDS[2], said) == IDS[0]
    assert next_open([], None, {}) is None


@given(st.permutations(IDS), st.integers(-3, 3), st.integers(0, 5))
def test_a_neighbour_is_in_the_queue_and_never_beyond_its_ends(queue, step, place):
    found = neighbour(queue, queue[place], step)
    assert queue.index(found) == max(0, min(len(queue) - 1, place + step))


class Closable:
    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def test_a_source_is_closed_when_the_last_holder_lets_go():
    sources, source = Sources(), Closable()
    sources.hold(source)
    sources.hold(source)
    sources.release(source)
    assert source.closed == 0
    sources.release(source)
    assert source.closed == 1


def test_at_quit_every_held_source_is_closed_once():
    sources, source = Sources(), Closable()
    sources.hold(source)
    sources.hold(source)
    sources.close_all()
    sources.close_all()
    assert source.closed == 1
