"""95 % intervals that respect the unit of the split: cases are drawn, not images."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Item = TypeVar("Item")

Weights = NDArray[np.float64]
"""How often each of N items was drawn, in each of D draws: (D, N)."""

DRAWS = 1000
_CELLS = 1_000_000  # of one block of weights: 8 MB, which stays in the cache's reach


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
    draws = [
        statistic([item for index in drawn for item in units[index]])
        for drawn in _draws(len(units), seed)
    ]
    return _interval(statistic([item for unit in units for item in unit]), np.array(draws))


def bootstrap_weights(
    units: Sequence[str] | NDArray[np.str_],
    statistic: Callable[[Weights], NDArray[np.float64]],
    *,
    seed: int = 0,
) -> list[Interval]:
    """`bootstrap_by_unit` of many figures at once, for figures that take weights.

    The draws are the same ones; an item drawn twice has weight two. That lets numpy compute all
    draws together, some hundred times faster than one by one.

    Args:
        units: the unit of each of N items.
        statistic: weights (D, N) to K figures a draw, (D, K); nan where undefined.
        seed: of the draws.

    Returns:
        One interval a figure.

    Raises:
        ValueError: if there are no units.
    """
    names, unit_of_item = np.unique(np.asarray(units), return_inverse=True)
    draws = _draws(len(names), seed)
    blocks = []
    while block := list(islice(draws, max(1, _CELLS // max(1, len(unit_of_item))))):
        times = np.stack([np.bincount(drawn, minlength=len(names)) for drawn in block])
        blocks.append(statistic(times[:, unit_of_item].astype(np.float64)))
    whole = statistic(np.ones((1, len(unit_of_item))))[0]
    return [
        _interval(float(value), drawn)
        for value, drawn in zip(whole, np.concatenate(blocks).T, strict=True)
    ]


def _draws(count: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Which of `count` units each draw holds."""
    if count == 0:
        raise ValueError("an interval needs at least one unit")
    rng = np.random.default_rng(seed)
    return (rng.integers(count, size=count) for _ in range(DRAWS))


def _interval(value: float, draws: NDArray[np.float64]) -> Interval:
    defined = draws[~np.isnan(draws)]
    if math.isnan(value) or not defined.size:
        return Interval(value, math.nan, math.nan)
    low, high = np.quantile(defined, [0.025, 0.975])
    # Figures that drawing twice makes worse by itself (ECE) can lie outside their percentiles.
    return Interval(value, min(float(low), value), max(float(high), value))


def proportion(hits: int, total: int) -> Interval:
    """A share with its Wilson interval.

    Raises:
        ValueError: if `total` is zero.
    """
    if total == 0:
        raise ValueError("a share of nothing")
    interval = stats.binomtest(hits, total).proportion_ci(method="wilson")
    return Interval(hits / total, float(interval.low), float(interval.high))


def with_width(interval: Interval, units: int, *, share: bool) -> Interval:
    """`interval`, or a better one where it has no width: a figure is never that certain.

    Args:
        interval: of a bootstrap, whose draws may all agree.
        units: how many units the figure is about.
        share: it is hits over a total, so that 0 and 1 have the Wilson interval of `units`.

    Returns:
        nan limits where no interval can be given.
    """
    if interval.low < interval.high:
        return interval
    if share and units > 1 and interval.value in {0.0, 1.0}:
        wilson = proportion(round(interval.value) * units, units)
        return Interval(interval.value, wilson.low, wilson.high)
    return Interval(interval.value, math.nan, math.nan)
