"""A reader's own card: reads given before the model's answer was seen, and after; repeats.

It is for the reader who asks, about nobody else, and ranks nobody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from medcls_core.evaluation.agreement import cohen_kappa
from medcls_core.evaluation.intervals import Interval, proportion
from medcls_core.findings import Prediction, Read, Verdict
from medcls_core.history import not_withdrawn
from medcls_core.store import LabelStore, predictions, reading_rules, reads
from medcls_core.store.blinding import Condition
from medcls_core.tasks import Task, class_of

REJECTED = "rejected"
"""Stands for the class of a rejection: an answer, but none of the task's classes."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, with the Wilson interval; None where the total is 0."""

    hits: int
    total: int

    @property
    def interval(self) -> Interval | None:
        """The share and its 95 % interval."""
        return proportion(self.hits, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class OwnFirst:
    """Findings that were read before the model's answer was seen.

    Attributes:
        total: how many.
        agreed: the reader's first answer was the model's.
        towards: of those that differed, the reader's last answer is the model's.
        away: of those that agreed, the reader's last answer is another.
    """

    total: int
    agreed: Share
    towards: Share
    away: Share


@dataclass(frozen=True, slots=True)
class Repeats:
    """Findings that were read twice, the first read hidden the second time.

    `kappa` is nan where all reads are of one class, None without repeats.
    """

    same: Share
    kappa: Interval | None


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """One reader and one task; `by_class` goes by the class of the reader's first answer."""

    reader: str
    task: str
    own_first: OwnFirst
    by_class: Mapping[str, OwnFirst]
    repeats: Repeats


@dataclass(frozen=True, slots=True)
class _Case:
    """A finding that was read first: the reader's first and last class, and the model's."""

    first: str
    last: str
    model: str


def reader_card(
    reader: str,
    task: str,
    own: Sequence[Read],
    conditions: Iterable[Condition],
    answers: Iterable[Prediction],
    stands_for: Callable[[Prediction], str],
) -> ReaderCard:
    """Count.

    A first answer of 'cannot tell' is none: such a finding is left out.

    Args:
        reader: name.
        task: key.
        own: every read of this reader and task, in the order of the chain.
        conditions: of those reads.
        answers: every prediction of the findings; the one of the model that was hidden counts.
        stands_for: the class that a prediction stands for.
    """
    by_read = {one.read: one for one in conditions}
    models = {(each.finding, each.model_sha256): stands_for(each) for each in answers}
    cases = _cases(own, by_read, models)
    classes = sorted({case.first for case in cases})
    return ReaderCard(
        reader,
        task,
        _own_first(cases),
        {key: _own_first([case for case in cases if case.first == key]) for key in classes},
        _repeats(own, by_read),
    )


def _cases(
    own: Sequence[Read],
    by_read: Mapping[UUID, Condition],
    models: Mapping[tuple[UUID, str], str],
) -> list[_Case]:
    """One a finding: of several answers given unseen, as by a quick second key, the last counts."""
    lasts = _last_answers(own, by_read)
    cases: dict[UUID, _Case] = {}
    for read in own:
        condition, first = by_read.get(read.uuid), _answer(read)
        if condition is None or condition.repeats is not None or condition.hidden_model is None:
            continue
        model = models.get((read.finding, condition.hidden_model))
        if first is not None and model is not None:
            cases[read.finding] = _Case(first, lasts.get(read.finding, first), model)
    return list(cases.values())


def _last_answers(own: Sequence[Read], by_read: Mapping[UUID, Condition]) -> dict[UUID, str]:
    """The answer that stands by finding; a hidden repeat is another question and doesn't count."""
    lasts = {}
    for read in not_withdrawn(own):
        condition, answer = by_read.get(read.uuid), _answer(read)
        if answer is not None and (condition is None or condition.repeats is None):
            lasts[read.finding] = answer
    return lasts


def _own_first(cases: Sequence[_Case]) -> OwnFirst:
    agreed = [case for case in cases if case.first == case.model]
    differed = [case for case in cases if case.first != case.model]
    return OwnFirst(
        len(cases),
        Share(len(agreed), len(cases)),
        Share(sum(case.last == case.model for case in differed), len(differed)),
        Share(sum(case.last != case.model for case in agreed), len(agreed)),
    )


def _repeats(own: Sequence[Read], by_read: Mapping[UUID, Condition]) -> Repeats:
    known = {read.uuid: read for read in own}
    pairs: dict[UUID, tuple[str, str]] = {}
    for read in not_withdrawn(own):
        condition = by_read.get(read.uuid)
        earlier = None if condition is None else known.get(condition.repeats or read.uuid)
        if condition is None or condition.repeats is None or earlier is None:
            continue
        one, other = _answer(earlier), _answer(read)
        if one is not None and other is not None:
            pairs[earlier.uuid] = (one, other)
    said = list(pairs.values())
    same = Share(sum(one == other for one, other in said), len(said))
    return Repeats(same, cohen_kappa(said) if said else None)


def _answer(read: Read) -> str | None:
    """The class a read stands for; None where it stands for none."""
    return REJECTED if read.verdict is Verdict.REJECT else read.class_key


def read_card(store: LabelStore, reader: str, task: Task) -> ReaderCard:
    """The card of a reader and a task from what the label store knows."""
    with store.session(read_only=True) as session:
        own = [read for read in reads.of_reader(session, reader) if read.task == task.key]
        known = reading_rules.conditions(session, reader)
        hidden = {one.read for one in known}
        asked = dict.fromkeys(read.finding for read in own if read.uuid in hidden)
        answers = [
            answer for finding in asked for answer in predictions.of_finding(session, finding)
        ]
    return reader_card(reader, task.key, own, known, answers, partial(class_of, task=task))
