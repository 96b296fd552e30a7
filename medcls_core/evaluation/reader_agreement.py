"""How well the readers of a label store agree: each pair, all together, per class, and alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.agreement import cohen_kappa, fleiss_kappa, krippendorff_alpha
from medcls_core.evaluation.intervals import Interval
from medcls_core.evaluation.reader_card import REJECTED, Repeats, read_card
from medcls_core.findings import Read, Verdict
from medcls_core.store import LabelStore, consensus, images, reads
from medcls_core.store.consensus import State
from medcls_core.tasks import Task

FEW_IMAGES = 10
"""With fewer images than this, findings are drawn for the intervals instead of whole images."""

_TWO = 2


@dataclass(frozen=True, slots=True)
class Rated:
    """A finding with the answers of its readers: class keys, or 'rejected'."""

    image: str
    finding: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readers: `same` of `total` findings that both answered, and Cohen's kappa."""

    readers: tuple[str, str]
    same: int
    total: int
    kappa: Interval


@dataclass(frozen=True, slots=True)
class Agreement:
    """The readers of one task.

    Attributes:
        task: key.
        findings: that two readers or more answered.
        images: that these are in.
        by_image: whether the intervals draw whole images; else findings, being few images.
        pairs: of readers with findings in common.
        fleiss_readers: the readers whose common findings Fleiss' kappa is about; empty without it.
        fleiss_findings: how many these are.
        fleiss: their kappa.
        alpha: Krippendorff's, over all findings with two answers or more.
        by_class: the alpha of each class against all others.
        repeats: by reader, the hidden repeats: how well each agrees with oneself.
        states: how many findings are in each state.
    """

    task: str
    findings: int
    images: int
    by_image: bool
    pairs: tuple[Pair, ...]
    fleiss_readers: tuple[str, ...]
    fleiss_findings: int
    fleiss: Interval | None
    alpha: Interval | None
    by_class: Mapping[str, Interval]
    repeats: Mapping[str, Repeats]
    states: Mapping[State, int]


def read_agreement(store: LabelStore, task: Task) -> Agreement:
    """What the label store tells; adjudications and 'cannot tell' are no independent answers."""
    rated: list[Rated] = []
    states: Counter[State] = Counter()
    names: set[str] = set()
    with store.session(read_only=True) as session:
        for image in images.all(session):
            said = reads.of_image(session, image.uuid, task.key)
            names |= {read.reader for read in said}
            for finding, standing in consensus.standings(said).items():
                states[standing.state] += 1
                answers = {
                    name: key for name, read in standing.given.items() if (key := _key(read))
                }
                rated.append(Rated(str(image.uuid), str(finding), answers))
    cards = {name: read_card(store, name, task).repeats for name in sorted(names)}
    repeats = {name: card for name, card in cards.items() if card.kappa is not None}
    return agreement_of(task.key, rated, repeats, dict(states))


def agreement_of(
    task: str, rated: Sequence[Rated], repeats: Mapping[str, Repeats], states: Mapping[State, int]
) -> Agreement:
    """Count."""
    twice = [one for one in rated if len(one.answers) >= _TWO]
    pictures = {one.image for one in twice}
    by_image = len(pictures) >= FEW_IMAGES
    units = [one.image if by_image else one.finding for one in twice]
    classes = sorted({key for one in twice for key in one.answers.values()})
    counts = _counts(twice, classes)
    readers = sorted({name for one in twice for name in one.answers})
    common = [place for place, one in enumerate(twice) if len(one.answers) == len(readers)]
    return Agreement(
        task=task,
        findings=len(twice),
        images=len(pictures),
        by_image=by_image,
        pairs=tuple(_pairs(twice, readers)),
        fleiss_readers=tuple(readers) if common else (),
        fleiss_findings=len(common),
        fleiss=fleiss_kappa(counts[common], [units[at] for at in common]) if common else None,
        alpha=krippendorff_alpha(counts, units) if twice else None,
        by_class={key: _one_class(counts, at, units) for at, key in enumerate(classes)},
        repeats=repeats,
        states=states,
    )


def _counts(rated: Sequence[Rated], classes: Sequence[str]) -> NDArray[np.int64]:
    counts = np.zeros((len(rated), len(classes)), np.int64)
    for row, one in enumerate(rated):
        for key in one.answers.values():
            counts[row, classes.index(key)] += 1
    return counts


def _one_class(counts: NDArray[np.int64], at: int, units: Sequence[str]) -> Interval:
    """Alpha of 'it is this class' against 'it is another'."""
    this = counts[:, at]
    return krippendorff_alpha(np.stack([this, counts.sum(1) - this], axis=1), units)


def _pairs(rated: Sequence[Rated], readers: Sequence[str]) -> list[Pair]:
    found = []
    for one, other in combinations(readers, 2):
        both = [
            (each.answers[one], each.answers[other])
            for each in rated
            if one in each.answers and other in each.answers
        ]
        if both:
            same = sum(first == second for first, second in both)
            found.append(Pair((one, other), same, len(both), cohen_kappa(both)))
    return found


def _key(read: Read) -> str | None:
    """What a reader said it is; None where nothing."""
    return REJECTED if read.verdict is Verdict.REJECT else read.class_key
