"""What a replay showed: labels needed for nearly the full score, with intervals over seeds."""

import csv
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from medcls_core.evaluation.intervals import Interval
from medcls_core.learning.asking_next.strategies import Strategy
from medcls_core.learning.simulation.replay import Point, by_curve
from medcls_core.whole_file import written_beside

NEARLY = 0.95
"""Share of the score with all labels that counts as nearly the same."""


@dataclass(frozen=True, slots=True)
class Saving:
    """One strategy over all seeds.

    Attributes:
        strategy: which.
        needed: labels until the score first reached `NEARLY` of that with all labels.
        share: the same as a share of the pool.
        area: mean score over the whole curve.
        against_random: how many labels fewer than random needed, seed by seed.
        seeds: how many.
    """

    strategy: Strategy
    needed: Interval
    share: Interval
    area: Interval
    against_random: Interval
    seeds: int


def savings(points: Sequence[Point]) -> tuple[Saving, ...]:
    """Every strategy that was replayed, in their order; mean and 95 % t interval over seeds.

    What counts as the score with all labels is the mean of a seed's curves at their ends.
    """
    curves = by_curve(points)
    strategies = list(dict.fromkeys(point.strategy for point in points))
    seeds = sorted({point.seed for point in points})
    full = {
        seed: float(np.mean([curves[one, seed][-1].score for one in strategies])) for seed in seeds
    }
    needed = {key: labels_needed(curve, full[key[1]]) for key, curve in curves.items()}
    rows = []
    for strategy in strategies:
        own = [curves[strategy, seed] for seed in seeds]
        less = [
            needed[Strategy.RANDOM, seed] - needed[strategy, seed]
            for seed in seeds
            if (Strategy.RANDOM, seed) in needed
        ]
        rows.append(
            Saving(
                strategy,
                over_seeds([needed[strategy, seed] for seed in seeds], own[0][0].pool),
                over_seeds([needed[strategy, one[0].seed] / one[0].pool for one in own], 1.0),
                over_seeds([_area(one) for one in own], 1.0),
                over_seeds(less),
                len(seeds),
            )
        )
    return tuple(rows)


def labels_needed(curve: Sequence[Point], full: float) -> float:
    """Labels at which the curve first reaches `NEARLY` of `full`, between two points by line.

    A curve that never does needs all its labels.
    """
    goal = NEARLY * full
    before = curve[0]
    for point in curve:
        if point.score >= goal:
            if point is before or point.score == before.score:
                return float(point.labels)
            way = (goal - before.score) / (point.score - before.score)
            return before.labels + way * (point.labels - before.labels)
        before = point
    return float(curve[-1].labels)


def over_seeds(values: Sequence[float], most: float | None = None) -> Interval:
    """Mean and Student's 95 % interval; nan limits for a single value, nan for none.

    Args:
        values: one a seed.
        most: what can't be less than 0 or more than this has no such limits; None for differences.
    """
    if not values:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(np.mean(values))
    if len(values) == 1:
        return Interval(mean, math.nan, math.nan)
    reach = float(stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1))
    reach /= math.sqrt(len(values))
    if most is None:
        return Interval(mean, mean - reach, mean + reach)
    return Interval(mean, max(0.0, mean - reach), min(most, mean + reach))


def _area(curve: Sequence[Point]) -> float:
    labels = np.array([point.labels for point in curve], np.float64)
    scores: NDArray[np.float64] = np.array([point.score for point in curve])
    return float(np.trapezoid(scores, labels) / (labels[-1] - labels[0]))


def write_points(points: Sequence[Point], path: Path) -> None:
    """Every point of every curve as CSV.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    with written_beside(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [one.name for one in fields(Point)])
        rows.writeheader()
        rows.writerows(asdict(point) for point in points)
