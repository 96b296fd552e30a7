"""Which finding is asked about next, and which are shown together: orders, filters, counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from medcls_core.findings import DISPUTED, Dispute, Prediction, Read, Verdict

LIKELY_WRONG_BELOW = 0.5
"""A label that the model gives less than this is likely wrong, or the model is."""


class Reading(StrEnum):
    """What a reader has made of a finding."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    CANNOT_TELL = "cannot_tell"
    SKIPPED = "skipped"
    NO_FINDING = "no_finding"


_READINGS = {
    Verdict.ACCEPT: Reading.ACCEPTED,
    Verdict.CORRECT: Reading.CORRECTED,
    Verdict.REJECT: Reading.REJECTED,
    Verdict.CANNOT_TELL: Reading.CANNOT_TELL,
    Verdict.SKIP: Reading.SKIPPED,
}


def reading_of(read: Read | None) -> Reading:
    """What a standing verdict says; a flag alone leaves the question open."""
    return Reading.OPEN if read is None else _READINGS.get(read.verdict, Reading.OPEN)


@dataclass(frozen=True, slots=True)
class QueueItem:
    """What an order or a filter needs to know of a finding.

    `prediction`, `model_class` and `score` are None where no model answered, or where its answer
    must not be seen. `score` is the probability that it is what the task looks for, `sureness`
    rises with the model's certainty. `place` is (rank of the image, y, x), the latter the middle
    in level-0 pixels. `read` is the standing verdict. `blind` says that the reader was, or is, to
    answer before anything else about it is seen: a first read or a repeat, nobody tells which.
    `unfound` is an image in which there is no finding yet, offered as one. `dispute` is what the
    reader may know of how readers differ on it. `asked` is its place among the findings whose
    labels would teach the model most, 0 the first; None for the others.
    """

    finding: UUID
    number: int
    sureness: float
    model_class: str | None
    place: tuple[int, float, float] = (0, 0.0, 0.0)
    score: float | None = None
    prediction: Prediction | None = None
    read: Read | None = None
    flagged: bool = False
    blind: bool = False
    unfound: bool = False
    dispute: Dispute | None = None
    asked: int | None = None

    @property
    def reading(self) -> Reading:
        """What the standing verdict says; a flag alone leaves the question open."""
        if self.unfound:
            return Reading.NO_FINDING
        return reading_of(self.read)

    @property
    def is_read(self) -> bool:
        """Whether an answer stands; what was skipped is still to be read."""
        return self.read is not None and self.read.answers

    @property
    def reader_class(self) -> str | None:
        """The class that a reader stands for."""
        return None if self.read is None else self.read.class_key

    @property
    def shown_class(self) -> str | None:
        """The reader's class, else the model's."""
        return self.reader_class or self.model_class

    @property
    def label_prob(self) -> float | None:
        """The probability that the model gives to the reader's word; None without both.

        A rejection says that the model's class is wrong. A class that the model doesn't know has
        no probability, 0.
        """
        if self.prediction is None or self.read is None:
            return None
        probs = dict(zip(self.prediction.classes, self.prediction.probs, strict=True))
        if self.read.verdict is Verdict.REJECT:
            return 1 - probs.get(self.model_class or "", 0.0)
        return None if self.read.class_key is None else probs.get(self.read.class_key, 0.0)

    @property
    def disagrees(self) -> bool:
        """Whether the reader answered, and not with the model's class."""
        answered = self.reading in {Reading.ACCEPTED, Reading.CORRECTED, Reading.REJECTED}
        return self.model_class is not None and answered and self.reader_class != self.model_class

    @property
    def likely_wrong(self) -> bool:
        """Whether reader and model differ, or the model hardly believes the reader's class."""
        prob = self.label_prob
        return self.disagrees or (prob is not None and prob < LIKELY_WRONG_BELOW)


class QueueOrder(StrEnum):
    """The orders a reader can choose by name."""

    LEAST_SURE = "least_sure"
    TEACHES = "teaches"
    MOST_SURE = "most_sure"
    LIKELY_WRONG = "likely_wrong"
    FLAGS = "flags"
    CLASS = "class"
    BLIND = "blind"
    DISPUTED = "disputed"
    DECIDE = "decide"
    PLACE = "place"
    ENTROPY = "entropy"
    MARGIN = "margin"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are shown; None asks for no particular one.

    An empty class key asks for findings without such a class. Images without a finding are shown
    only where `reading` asks for them.
    """

    model_class: str | None = None
    reader_class: str | None = None
    reading: Reading | None = None
    flagged: bool = False
    likely_wrong: bool = False
    disputed: bool = False
    asked: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()

    def takes(self, item: QueueItem) -> bool:
        """Whether `item` is one of those asked for."""
        return (
            (self.model_class is None or (item.model_class or "") == self.model_class)
            and (self.reader_class is None or (item.reader_class or "") == self.reader_class)
            and self._takes_reading(item.reading)
            and (not self.flagged or item.flagged)
            and (not self.likely_wrong or item.likely_wrong)
            and (not self.disputed or item.dispute in DISPUTED)
            and (not self.asked or item.asked is not None)
        )

    def _takes_reading(self, reading: Reading) -> bool:
        if self.reading is None:
            return reading is not Reading.NO_FINDING
        return reading is self.reading


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings each choice of a filter would show, the other filters as they are."""

    model_class: Mapping[str, int]
    reader_class: Mapping[str, int]
    reading: Mapping[Reading, int]
    flagged: int
    likely_wrong: int
    disputed: int
    asked: int


def counts(items: Sequence[QueueItem], wanted: Wanted) -> Counts:
    """Count what each choice would show; a finding without class counts under an empty key."""

    def rest(free: Wanted) -> Iterable[QueueItem]:
        return filter(free.takes, items)

    of_reading = {each: replace(wanted, reading=each) for each in Reading}
    return Counts(
        Counter(item.model_class or "" for item in rest(replace(wanted, model_class=None))),
        Counter(item.reader_class or "" for item in rest(replace(wanted, reader_class=None))),
        Counter(item.reading for item in items if of_reading[item.reading].takes(item)),
        sum(item.flagged for item in rest(replace(wanted, flagged=False))),
        sum(item.likely_wrong for item in rest(replace(wanted, likely_wrong=False))),
        sum(item.dispute in DISPUTED for item in rest(replace(wanted, disputed=False))),
        sum(item.asked is not None for item in rest(replace(wanted, asked=False))),
    )


def ordered(items: Iterable[QueueItem], order: QueueOrder) -> tuple[UUID, ...]:
    """The uuids of all `items` in an order; what the order knows nothing of comes last.

    LEAST_SURE, TEACHES, MOST_SURE, ENTROPY and MARGIN don't depend on verdicts, so that nothing
    jumps while one works. LIKELY_WRONG begins where the model believes least in the reader's word,
    LATEST with the newest verdict. FLAGS, BLIND, DISPUTED, DECIDE and PLACE go from top to bottom,
    image by image.
    """
    return tuple(item.finding for item in sorted(items, key=lambda item: _rank(item, order)))


def neighbour(queue: Sequence[UUID], of: UUID | None, step: int) -> UUID | None:
    """The finding `step` places further, stopping at both ends; the first if `of` isn't queued."""
    if not queue:
        return None
    if of not in queue:
        return queue[0]
    return queue[max(0, min(len(queue) - 1, queue.index(of) + step))]


_BY_PLACE = {
    QueueOrder.PLACE,
    QueueOrder.FLAGS,
    QueueOrder.BLIND,
    QueueOrder.DISPUTED,
    QueueOrder.DECIDE,
}

Rank = tuple[bool, float, tuple[int, float, float], int]


def _rank(item: QueueItem, order: QueueOrder) -> Rank:
    """Known before unknown, then by the order's figure, then by place and number."""
    if order in _BY_PLACE:
        return False, 0.0, item.place, item.number
    figure = _figure(item, order)
    return figure is None, figure or 0.0, item.place, item.number


def _figure(item: QueueItem, order: QueueOrder) -> float | None:
    """What the order sorts by, the lowest first; None if it isn't known."""
    if order is QueueOrder.LATEST:
        return None if item.read is None else -_seconds(item.read.time_utc)
    if order is QueueOrder.LIKELY_WRONG:
        return item.label_prob
    return item.asked if order is QueueOrder.TEACHES else _doubt(item, order)


def _doubt(item: QueueItem, order: QueueOrder) -> float | None:
    """The same of orders by what the model alone says."""
    said = item.prediction
    if order is QueueOrder.ENTROPY:
        return None if said is None else -said.entropy
    if order is QueueOrder.MARGIN:
        return None if said is None else said.margin
    if item.model_class is None:
        return None
    return item.sureness if order is QueueOrder.LEAST_SURE else -item.sureness


def _seconds(moment: datetime) -> float:
    return moment.timestamp()
