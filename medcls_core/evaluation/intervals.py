"""95 % intervals that respect the unit of the split: cases are drawn, not images."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy import stats

Item = TypeVar("Item")

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


def bootstrap_by_unit(
    items: Mapping[str, Sequence[Item]],
    statistic: Callable[[Sequence[Item]], float],
    *,
    seed: int = 0,
) -> Interval:
    """Percentile bootstrap that draws whole units (cases, patients) with replacement.

    Args:
        items: results by unit.
        statistic: the figure from the pooled results of the drawn units.
        seed: of the draws.

    Returns:
        nan where the figure is undefined (precision where nothing was found).

    Raises:
        ValueError: if there are no units.
    """
    units = [tuple(items[unit]) for unit in sorted(items)]
    if not units:
        raise ValueError("an interval needs at least one unit")
    rng = np.random.default_rng(seed)
    draws = [
        statistic(
            [item for index in rng.integers(len(units), size=len(units)) for item in units[index]]
        )
        for _ in range(DRAWS)
    ]
    defined = [draw for draw in draws if not math.isnan(draw)] or [math.nan]
    low, high = np.quantile(defined, [0.025, 0.975])
    return Interval(statistic([item for unit in units for item in unit]), float(low), float(high))


def proportion(hits: int, total: int) -> Interval:
    """A share with its Wilson interval.

    Raises:
        ValueError: if `total` is zero.
    """
    if total == 0:
        raise ValueError("a share of nothing")
    interval = stats.binomtest(hits, total).proportion_ci(method="wilson")
    return Interval(hits / total, float(interval.low), float(interval.high))
