"""In which order findings are asked about; pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from medcls_core.findings import Read, Verdict


@dataclass(frozen=True, slots=True)
class Queued:
    """What an order needs to know of a finding.

    `sureness` rises with the model's certainty; `model_class` is None where no model answered.
    `place` is (y, x) of its middle in level-0 pixels.
    """

    finding: UUID
    number: int
    sureness: float
    model_class: str | None
    place: tuple[float, float] = (0.0, 0.0)


class QueueOrder(StrEnum):
    """The orders a reader can choose by name."""

    LEAST_SURE = "least_sure"
    MOST_SURE = "most_sure"
    DISAGREE = "disagree"
    PLACE = "place"


def ordered(
    items: Sequence[Queued], standing: Mapping[UUID, Read], order: QueueOrder
) -> tuple[UUID, ...]:
    """The queue: uuids of findings in the order of review.

    LEAST_SURE and MOST_SURE don't depend on verdicts, so that nothing jumps while one works.
    DISAGREE keeps only the findings where the standing verdict is not the model's class, the
    surest model first. PLACE is from top to bottom. Findings that no model saw come last.
    """
    if order is QueueOrder.DISAGREE:
        items = [item for item in items if _disagrees(item, standing.get(item.finding))]

    def rank(item: Queued) -> tuple[bool, tuple[float, ...], int]:
        if order is QueueOrder.PLACE:
            return False, item.place, item.number
        sureness = item.sureness if order is QueueOrder.LEAST_SURE else -item.sureness
        return item.model_class is None, (sureness,), item.number

    return tuple(item.finding for item in sorted(items, key=rank))


def next_open(
    queue: Sequence[UUID], after: UUID | None, standing: Mapping[UUID, Read]
) -> UUID | None:
    """The next finding without a verdict after `after`, going round once.

    When all have one: the next in the queue, and at its end the last. None if the queue is empty.
    """
    start = queue.index(after) + 1 if after in queue else 0
    for finding in (*queue[start:], *queue[:start]):
        if finding not in standing:
            return finding
    if not queue:
        return None
    return queue[min(start, len(queue) - 1)] if after in queue else queue[0]


def neighbour(queue: Sequence[UUID], of: UUID | None, step: int) -> UUID | None:
    """The finding `step` places further, stopping at both ends; the first if `of` isn't queued."""
    if not queue:
        return None
    if of not in queue:
        return queue[0]
    return queue[max(0, min(len(queue) - 1, queue.index(of) + step))]


def _disagrees(item: Queued, read: Read | None) -> bool:
    if item.model_class is None or read is None:
        return False
    answered = read.verdict in {Verdict.ACCEPT, Verdict.CORRECT, Verdict.REJECT}
    return answered and read.class_key != item.model_class
