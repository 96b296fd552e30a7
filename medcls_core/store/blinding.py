"""What a reader may see: own reads first, and own reads a second time; pure functions.

Whether a finding belongs to a share is a hash of its uuid and the reader's name: it is the same
at every start and on every machine, raising a share only adds findings, and nobody can tell by
looking at a finding.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from medcls_core.findings import DECIDING, Prediction, Read
from medcls_core.store import reads as said

_FIRST, _AGAIN = "own read first", "hidden repeat"
_STEPS = 2**64


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """What is hidden from a reader.

    Attributes:
        own_first: share of the findings, 0 to 1, whose model answer waits for the reader's own.
        repeats: share of the findings, 0 to 1, that are asked about a second time.
        repeat_after: how old a read must be for that.
    """

    own_first: float = 0.0
    repeats: float = 0.0
    repeat_after: timedelta = timedelta(days=1)

    def __post_init__(self) -> None:
        if not (0 <= self.own_first <= 1 and 0 <= self.repeats <= 1):
            raise ValueError(f"shares go from 0 to 1, not {self.own_first} and {self.repeats}")
        if self.repeat_after < timedelta(0):
            raise ValueError("a read can't be repeated before it was given")


@dataclass(frozen=True, slots=True)
class Condition:
    """What was hidden from the reader when `read` was given.

    `hidden_model` is the digest of the model whose answer was there, None if there was none.
    `repeats` is the reader's own earlier read, None if it was the first.
    """

    read: UUID
    hidden_model: str | None
    repeats: UUID | None = None


@dataclass(frozen=True, slots=True)
class Veil:
    """What must wait, and what a reader may see of their own.

    Attributes:
        hidden: findings whose answer, if there is one, waits for the reader's own.
        reads: the reader's reads that may be seen, in the order of the chain.
        held: those of findings that are asked about again, in the order of the chain.
        repeats: by finding that is asked about again, the read that is to be repeated.
    """

    hidden: frozenset[UUID] = frozenset()
    reads: tuple[Read, ...] = ()
    held: tuple[Read, ...] = ()
    repeats: Mapping[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one reader may see of an image, apart from what must wait.

    Attributes:
        shown: model answers that may be seen.
        hidden: model answers that wait for the reader's own, by finding.
        reads: the reader's reads that may be seen, in the order of the chain.
        held: those of findings that are asked about again, in the order of the chain.
        repeats: by finding that is asked about again, the read that is to be repeated.
    """

    shown: tuple[Prediction, ...] = ()
    hidden: Mapping[UUID, Prediction] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()
    held: tuple[Read, ...] = ()
    repeats: Mapping[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a reader may have seen of an image before the rule that stands now.

    Attributes:
        shares: the own-first share that stood at each look at the image, by its time.
        answered: when each finding's answer was made, by finding.
    """

    shares: Sequence[tuple[datetime, float]] = ()
    answered: Mapping[UUID, datetime] = field(default_factory=dict)

    def least_share(self, finding: UUID) -> float:
        """The least share that stood at a look since the answer was there; 1 without a look."""
        since = self.answered.get(finding)
        if since is None:
            return 1.0
        return min((share for time, share in self.shares if time >= since), default=1.0)


NOTHING_EARLIER = Earlier()


def sight(  # noqa: PLR0913  (what may be seen hangs on all that)
    rule: ReadingRule,
    reader: str,
    predictions: Iterable[Prediction],
    own: Sequence[Read],
    conditions: Iterable[Condition],
    now: datetime,
    *,
    earlier: Earlier = NOTHING_EARLIER,
) -> Sight:
    """Part what `reader` may see from what must wait.

    Args:
        rule: the reader's.
        reader: name.
        predictions: latest answers, one a finding.
        own: every read of the reader of these findings, in the order of the chain.
        conditions: of those reads.
        now: the moment it is asked at.
        earlier: what was in sight under other rules; a higher share hides nothing that was seen.
    """
    answers = {each.finding: each for each in predictions}
    veil = veiled(rule, reader, answers, own, conditions, now, earlier=earlier)
    hidden = {finding: said for finding, said in answers.items() if finding in veil.hidden}
    shown = tuple(said for finding, said in answers.items() if finding not in hidden)
    return Sight(shown, hidden, veil.reads, veil.held, veil.repeats)


def veiled(  # noqa: PLR0913  (as `sight`)
    rule: ReadingRule,
    reader: str,
    answered: Collection[UUID],
    own: Sequence[Read],
    conditions: Iterable[Condition],
    now: datetime,
    *,
    earlier: Earlier = NOTHING_EARLIER,
) -> Veil:
    """As `sight`, for findings of which nothing but the uuid is looked at.

    Args:
        rule: the reader's.
        reader: name.
        answered: the findings that a model answered.
        own: every read of the reader of these findings, in the order of the chain.
        conditions: of those reads.
        now: the moment it is asked at.
        earlier: what was in sight under other rules; a higher share hides nothing that was seen.
    """
    repeats = due_again(rule, reader, own, conditions, now)
    asked = {read.finding for read in own if read.verdict in DECIDING}
    first = frozenset(
        finding
        for finding in (answered if rule.own_first else ())
        if finding not in asked
        and is_own_first(rule, finding, reader)
        and _place(_FIRST, finding, reader) < earlier.least_share(finding)
    )
    return Veil(
        first | repeats.keys(),
        tuple(read for read in own if read.finding not in repeats),
        tuple(read for read in own if read.finding in repeats),
        repeats,
    )


def is_own_first(rule: ReadingRule, finding: UUID, reader: str) -> bool:
    """Whether the model's answer to `finding` waits until `reader` has answered once."""
    return _place(_FIRST, finding, reader) < rule.own_first


def due_again(
    rule: ReadingRule,
    reader: str,
    own: Sequence[Read],
    conditions: Iterable[Condition],
    now: datetime,
) -> dict[UUID, UUID]:
    """The findings that `reader` is asked about again, and the read that each would repeat.

    A finding comes again once; a repeat that was taken back is spoiled and not asked for anew.
    """
    repeated = {one.read for one in conditions if one.repeats is not None}
    done = {read.finding for read in own if read.uuid in repeated}
    return {
        finding: read.uuid
        for finding, read in said.current(own).items()
        if read.verdict in DECIDING
        and finding not in done
        and now - read.time_utc >= rule.repeat_after
        and _place(_AGAIN, finding, reader) < rule.repeats
    }


def _place(purpose: str, finding: UUID, reader: str) -> float:
    """Where a finding stands among all, [0, 1): evenly spread, another for every reader."""
    digest = hashlib.sha256(f"{purpose}\n{finding}\n{reader}".encode()).digest()
    return int.from_bytes(digest[:8]) / _STEPS
