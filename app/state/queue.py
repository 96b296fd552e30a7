"""In which order findings are asked about; pure functions."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from medcls_core.findings import Finding, Prediction, Read


class Queued(Protocol):
    """What an order needs to know of an item."""

    @property
    def finding(self) -> Finding:
        """The finding."""

    @property
    def prediction(self) -> Prediction | None:
        """What the model said, if it was asked."""

    @property
    def number(self) -> int:
        """Place from top to bottom."""


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

    LEAST_SURE and MOST_SURE go by the margin between the two most probable classes and don't
    depend on verdicts, so that nothing jumps while one works. DISAGREE keeps only the findings
    where the standing verdict is not the model's class. PLACE is from top to bottom. Items without
    a prediction come last.
    """
    if order is QueueOrder.DISAGREE:
        items = [item for item in items if _disagrees(item, standing.get(item.finding.uuid))]
    sign = {QueueOrder.LEAST_SURE: 1, QueueOrder.MOST_SURE: -1, QueueOrder.DISAGREE: -1}.get(order)

    def place(item: Queued) -> tuple[float, int]:
        if sign is None:
            return 0.0, item.number
        return (2.0 if item.prediction is None else sign * item.prediction.margin), item.number

    return tuple(item.finding.uuid for item in sorted(items, key=place))


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
    if item.prediction is None or read is None:
        return False
    answered = read.verdict in {"accept", "correct", "reject"}
    return answered and read.class_key != item.prediction.top_class
