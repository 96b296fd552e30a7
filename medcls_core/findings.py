"""The values that flow: a finding, what a model said of it, what a person said of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from medcls_core.geometry import Outline


class Origin(StrEnum):
    """Where a finding came from."""

    MODEL = "model"
    READER = "reader"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Finding:
    """An object in an image, or the whole image (`outline` is then its frame).

    `origin_detail` names the model's sha256, the reader, or the imported file.
    """

    uuid: UUID
    task: str
    outline: Outline
    origin: Origin
    origin_detail: str = ""


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that a finding may show whatever its class: key of the task's, and probability."""

    key: str
    prob: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """Class probabilities of one finding by one model version.

    `probs` sum to 1, in the order of `classes` (class keys of the model's card);
    `model_sha256` is the digest of the weights file. `traits` say more of the finding, never
    another class.
    """

    finding: UUID
    task: str
    model_sha256: str
    classes: tuple[str, ...]
    probs: tuple[float, ...]
    traits: tuple[Trait, ...] = ()

    @property
    def top_class(self) -> str:
        """Key of the most probable class."""
        return self.classes[self.probs.index(max(self.probs))]

    @property
    def top_prob(self) -> float:
        """Probability of the most probable class."""
        return max(self.probs)

    @property
    def entropy(self) -> float:
        """Shannon entropy in nats; 0 is sure, log(n) knows nothing."""
        return -sum(prob * math.log(prob) for prob in self.probs if prob > 0)

    @property
    def margin(self) -> float:
        """Difference between the two highest probabilities; 0 can't decide."""
        first, second = sorted(self.probs, reverse=True)[:2]
        return first - second


class Verdict(StrEnum):
    """What a reader did with a finding."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    SKIP = "skip"
    FLAG = "flag"
    CANNOT_TELL = "cannot_tell"
    WITHDRAW = "withdraw"


WITH_CLASS = frozenset({Verdict.ACCEPT, Verdict.CORRECT})
"""Verdicts that stand for a class."""

DECIDING = WITH_CLASS | {Verdict.REJECT, Verdict.CANNOT_TELL}
"""Verdicts that answer the question; a skip or flag is a remark beside the answer."""


class Dispute(StrEnum):
    """What a reader may know of how readers differ on a finding.

    OWN: they differ, and the reader is one of them. OTHERS: they differ, the reader hasn't read it
    and may decide. UNSEEN: as OTHERS, but the reader's own word comes first, so that it is told to
    the one who decides alone, without what was said. DECIDED: somebody decided it, and the reader
    answered it too.
    """

    OWN = "own"
    OTHERS = "others"
    UNSEEN = "unseen"
    DECIDED = "decided"


DISPUTED = frozenset({Dispute.OWN, Dispute.OTHERS})
"""Readers differ, and it may be seen wherever the finding is."""

TO_DECIDE = frozenset({Dispute.OTHERS, Dispute.UNSEEN})
"""The reader may decide it."""


ADJUDICATION: Final = "adjudication"
"""The source of a read that decides what other readers differ on."""

IMPORTED: Final = "import "
"""What the source of a read begins with that came from a file; the file's name follows."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a person said about a finding; appended, never changed.

    `class_key` is the class the reader stands for (None for reject, skip, flag, cannot tell and
    withdraw). `withdraws` is the uuid of the read taken back by an undo. `model_sha256` is the
    model whose answer the reader saw, None when it was hidden or there was none.
    `previous_hash` and `hash` chain every read of a store to the one appended before it.
    """

    uuid: UUID
    finding: UUID
    task: str
    reader: str
    verdict: Verdict
    class_key: str | None
    source: str
    time_utc: datetime
    model_sha256: str | None
    withdraws: UUID | None
    previous_hash: str
    hash: str

    @property
    def answers(self) -> bool:
        """Whether it answers the question: only then has the finding been read."""
        return self.verdict in DECIDING


@dataclass(frozen=True, slots=True)
class Shape:
    """What a person drew around a finding; appended, never changed.

    The last one that nobody withdrew is the finding's outline in every view, file and training
    set. `locked` says that it is not to be changed by drawing. A withdrawal has no `outline`,
    but names in `withdraws` the shape that it takes back.
    """

    uuid: UUID
    finding: UUID
    reader: str
    outline: Outline | None
    locked: bool
    time_utc: datetime
    withdraws: UUID | None = None

    def __post_init__(self) -> None:
        if (self.outline is None) != (self.withdraws is not None):
            raise ValueError("a shape has an outline, or takes another shape back")


_UNNUMBERED: Mapping[UUID, int] = {}


def numbers_by_place(
    findings: Sequence[Finding], known: Mapping[UUID, int] = _UNNUMBERED
) -> dict[UUID, int]:
    """A number for each finding, by its uuid.

    Numbers that are `known` (the label store's) are kept; the other findings follow them, from
    top to bottom, as the store would number them if they were added together.
    """
    numbers = {each.uuid: known[each.uuid] for each in findings if each.uuid in known}
    fresh = {each.uuid: each.outline.bounds for each in findings if each.uuid not in known}
    places = sorted((box.y_l0, box.x_l0, str(uuid), uuid) for uuid, box in fresh.items())
    first = max(known.values(), default=0) + 1
    return numbers | {uuid: number for number, (*_, uuid) in enumerate(places, start=first)}
