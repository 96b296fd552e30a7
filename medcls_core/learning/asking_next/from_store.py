"""The pool of a label store: findings that nobody has answered, and what is known of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from medcls_core.data.sources.cut import Cut
from medcls_core.data.sources.label_store import cut_finding
from medcls_core.findings import DECIDING, Prediction
from medcls_core.geometry import Point
from medcls_core.inference import Predictor
from medcls_core.inference.seeing import DRAWS, Seen, see
from medcls_core.learning.asking_next.strategies import NEED_PIXELS, Pool, Strategy, choose
from medcls_core.learning.rounds.labels import labels_of
from medcls_core.learning.rounds.mask_candidate import asked_cut
from medcls_core.progress import Progress
from medcls_core.store import LabelStore, findings, images, predictions, reads
from medcls_core.tasks import Task

LOOKED_AT = 2000
"""Of more findings than this a strategy that needs pixels looks at so many, drawn by chance."""


@dataclass(frozen=True, slots=True)
class Open:
    """A finding that nobody has answered: where it is, and what a model said of it."""

    finding: UUID
    number: int
    image: UUID
    image_name: str
    center: Point
    cut: Cut | None
    prediction: Prediction | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is wanted: `count` findings, by a strategy whose chance begins at `seed`.

    Only images `among` these are looked at; None are all.
    """

    strategy: Strategy
    count: int = 20
    seed: int = 0
    among: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What to label next, the most wanted first.

    Of `pool` open findings `left_out` were not weighed: no model has answered, the image is gone,
    or there are more than a strategy looks at.
    """

    findings: tuple[Open, ...]
    pool: int
    left_out: int


def open_findings(
    store: LabelStore, task: Task, progress: Progress, among: Collection[UUID] | None = None
) -> list[Open]:
    """The findings of a task that nobody has answered, image by image.

    Args:
        store: the labels.
        task: the question.
        progress: told before each image.
        among: the images that are looked at; None are all.

    Raises:
        Cancelled: between two images.
    """
    found = []
    with store.session(read_only=True) as session:
        looked_at = [one for one in images.all(session) if among is None or one.uuid in among]
        for done, image in enumerate(looked_at):
            progress.update(done, len(looked_at), "images")
            said = reads.of_image(session, image.uuid, task.key)
            answers = predictions.of_image(session, image.uuid, task.key)
            kept = reads.in_force(findings.of_image(session, image.uuid, task.key), answers, said)
            answered = {
                uuid for uuid, read in reads.current(said).items() if read.verdict in DECIDING
            }
            numbers = findings.numbers(session, image.uuid, task.key)
            told = {one.finding: one for one in answers}
            path = images.locate(session, image)
            found += [
                Open(
                    each.uuid,
                    numbers[each.uuid],
                    image.uuid,
                    image.path.name,
                    each.outline.center,
                    None if path is None else cut_finding(task, image, path, each, ""),
                    told.get(each.uuid),
                )
                for each in kept
                if each.uuid not in answered
            ]
    return found


def ask_next(
    store: LabelStore, predictor: Predictor, question: Question, progress: Progress
) -> Asked:
    """What to label next.

    Strategies of doubt take the answers that the store keeps; the others let the model in use look
    at the findings once more.

    Raises:
        InputInvalid: if the network is of others and the strategy needs to look into it.
        ImageUnreadable: if an image is damaged.
        Cancelled: between two images or findings.
    """
    strategy, seed = question.strategy, question.seed
    every = open_findings(store, predictor.task, progress, question.among)
    counted = labels_of(store, predictor.task, predictor.classes).counts
    labelled = np.array([counted.get(key, 0) for key in predictor.classes], np.int64)
    if strategy in NEED_PIXELS:
        usable = _drawn([one for one in every if one.cut is not None], seed)
        pool = _seen_pool(store, predictor, usable, labelled, seed, progress)
    elif strategy is Strategy.RANDOM:
        usable = every
        pool = _plain_pool(np.zeros((len(usable), len(predictor.classes))), labelled)
    else:
        usable = [one for one in every if _knows(one.prediction, predictor.classes)]
        pool = _plain_pool(_probs(usable, predictor.classes), labelled)
    rows = choose(strategy, pool, question.count, seed)
    return Asked(tuple(usable[row] for row in rows.tolist()), len(every), len(every) - len(usable))


def _drawn(usable: list[Open], seed: int) -> list[Open]:
    if len(usable) <= LOOKED_AT:
        return usable
    rows = np.random.default_rng(seed).permutation(len(usable))[:LOOKED_AT]
    return [usable[row] for row in sorted(rows.tolist())]


def _knows(prediction: Prediction | None, classes: Sequence[str]) -> bool:
    return prediction is not None and len(prediction.classes) == len(classes)


def _probs(some: Sequence[Open], classes: Sequence[str]) -> NDArray[np.float64]:
    rows = [one.prediction.probs for one in some if one.prediction is not None]
    return np.array(rows, np.float64).reshape(len(rows), len(classes))


def _plain_pool(probs: NDArray[np.float64], labelled: NDArray[np.int64]) -> Pool:
    nothing = np.empty((len(probs), 0))
    return Pool(probs, labelled, nothing, nothing[:0], probs[None][:0])


def _seen_pool(
    store: LabelStore,
    predictor: Predictor,
    usable: Sequence[Open],
    labelled: NDArray[np.int64],
    seed: int,
    progress: Progress,
) -> Pool:
    known = labels_of(store, predictor.task, predictor.classes).usable
    seen = look(predictor, [one.cut for one in usable if one.cut is not None], seed, progress)
    before = look(predictor, [one.cut for one in known], seed, progress)
    return Pool(seen.probs, labelled, seen.points, before.points, seen.draws)


def look(predictor: Predictor, cuts: Sequence[Cut], seed: int, progress: Progress) -> Seen:
    """What the network makes of findings, as the gate asks about them."""
    asked = [asked_cut(one, predictor.task) for one in cuts]
    return see(predictor, asked, progress, draws=DRAWS, seed=seed)
