"""The replay itself: a reader who knows every label is asked batch by batch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from medcls_core.errors import InputInvalid
from medcls_core.evaluation.confusion import average_accuracy
from medcls_core.language import Text
from medcls_core.learning.asking_next.strategies import Pool, Strategy, choose
from medcls_core.learning.simulation.features import Replayed
from medcls_core.progress import Progress

PENALTY = 0.1
"""Inverse strength of the head's L2 penalty (scikit-learn's C); the same for every strategy."""

TEST_FOLDS = 5
_FEW_UNITS = Text(
    "it has fewer than five units (patients, cases), which can't be held out in turn",
    "划分单位（患者、病例）少于五个，无法轮流留出",
)
DRAWS = 20
DROPPED = 0.5
"""Share of the embedding that a draw by dropout leaves out."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is replayed.

    Attributes:
        strategies: each from the same first labels.
        seeds: each with its own division into fifths and first labels.
        start: share of the pool that has labels at the beginning.
        step: share that is asked about in every round.
    """

    strategies: tuple[Strategy, ...] = tuple(Strategy)
    seeds: int = 3
    start: float = 0.1
    step: float = 0.05

    @property
    def rounds(self) -> int:
        """How often a head is fitted until every label is known."""
        return 1 + round((1 - self.start) / self.step + 0.499)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a curve: average accuracy on the held-out units after so many labels."""

    strategy: Strategy
    seed: int
    labels: int
    pool: int
    score: float


def replay(data: Replayed, plan: Plan, progress: Progress) -> Iterator[Point]:
    """Every strategy and seed, from the first labels to all of them.

    Each point is a cross validation: every fifth of the units is held out once, the four others
    are the pool, and the held-out answers of all five are counted together.

    Raises:
        InputInvalid: if there are fewer units than folds.
        Cancelled: between two curves.
    """
    total = plan.seeds * len(plan.strategies)
    for seed in range(plan.seeds):
        parts = held_out_parts(data, seed)
        for place, strategy in enumerate(plan.strategies):
            progress.update(seed * len(plan.strategies) + place, total, "rounds")
            curves = [
                list(_curve(data, tested, strategy, seed * TEST_FOLDS + fold, plan))
                for fold, tested in enumerate(parts)
            ]
            yield from _pooled(curves, strategy, seed)


def held_out_parts(data: Replayed, seed: int) -> list[NDArray[np.int64]]:
    """The fifths that are held out in turn, units whole and classes alike; others for every seed.

    Raises:
        InputInvalid: if there are fewer units than folds.
    """
    if len(np.unique(data.units)) < TEST_FOLDS:
        raise InputInvalid(data.name, _FEW_UNITS)
    splitter = StratifiedGroupKFold(TEST_FOLDS, shuffle=True, random_state=seed)
    parts = splitter.split(data.points, data.labels, data.units)
    return [np.asarray(tested, np.int64) for _, tested in parts]


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    labels: int
    pool: int
    matrix: NDArray[np.int64]


def _pooled(curves: Sequence[Sequence[_Step]], strategy: Strategy, seed: int) -> Iterator[Point]:
    """The folds' curves as one, step by step; a shorter one stays at its end."""
    for number in range(max(map(len, curves))):
        steps = [curve[min(number, len(curve) - 1)] for curve in curves]
        matrix = np.sum([step.matrix for step in steps], axis=0)
        labels, pool = (
            round(float(np.mean([getattr(step, name) for step in steps])))
            for name in ("labels", "pool")
        )
        yield Point(strategy, seed, labels, pool, float(average_accuracy(matrix)))


def _curve(
    data: Replayed, tested: NDArray[np.int64], strategy: Strategy, seed: int, plan: Plan
) -> Iterator[_Step]:
    pool = np.setdiff1d(np.arange(len(data.labels)), tested)
    known = _first_labels(data, pool, seed, max(2, round(plan.start * len(pool))))
    batch = max(1, round(plan.step * len(pool)))
    number = 0
    while True:
        head = fitted_head(data.points[known], data.labels[known])
        yield _Step(len(known), len(pool), _confusion(head, data, tested))
        left = np.setdiff1d(pool, known)
        if not len(left):
            return
        number += 1
        asked = choose(
            strategy, _pool_of(data, head, known, left, strategy, seed), batch, seed + 97 * number
        )
        known = np.concatenate([known, left[asked]])


def _first_labels(
    data: Replayed, pool: NDArray[np.int64], seed: int, count: int
) -> NDArray[np.int64]:
    """By chance; one of every class comes first, since a head needs to know them all."""
    mixed = np.random.default_rng([11, seed]).permutation(pool)
    first = [mixed[data.labels[mixed] == key][:1] for key in np.unique(data.labels[pool])]
    ordered = np.concatenate([*first, mixed])
    return ordered[np.sort(np.unique(ordered, return_index=True)[1])][:count]


def fitted_head(points: NDArray[np.float64], labels: NDArray[np.int64]) -> LogisticRegression:
    """A linear head, every class counting the same."""
    return LogisticRegression(C=PENALTY, class_weight="balanced", max_iter=400).fit(points, labels)


def _confusion(
    head: LogisticRegression, data: Replayed, tested: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Held-out images by true class (row) and the head's (column)."""
    count = len(data.classes)
    places = data.labels[tested] * count + head.predict(data.points[tested])
    return np.bincount(places, minlength=count * count).reshape(count, count)


def _pool_of(
    data: Replayed,
    head: LogisticRegression,
    known: NDArray[np.int64],
    left: NDArray[np.int64],
    strategy: Strategy,
    seed: int,
) -> Pool:
    points = data.points[left]
    draws = np.empty((0, len(left), len(head.classes_)))
    if strategy is Strategy.BALD:
        draws = _draws(head, points, np.random.default_rng([13, seed, len(known)]))
    return Pool(
        probs=head.predict_proba(points),
        labelled=np.bincount(data.labels[known], minlength=len(data.classes))[head.classes_],
        points=points,
        known=data.points[known],
        draws=draws,
    )


def _draws(
    head: LogisticRegression, points: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    masks = (rng.random((DRAWS, points.shape[1])) >= DROPPED) / (1 - DROPPED)
    return np.stack([head.predict_proba(points * mask) for mask in masks])


def by_curve(points: Sequence[Point]) -> dict[tuple[Strategy, int], list[Point]]:
    """The points of every strategy and seed in their order."""
    curves: dict[tuple[Strategy, int], list[Point]] = {}
    for point in points:
        curves.setdefault((point.strategy, point.seed), []).append(point)
    return curves
