"""How well readings of the same things agree beyond chance.

Cohen's kappa of two readings (1960), Fleiss' kappa of the same number of readings of each thing
(1971), and Krippendorff's alpha for nominal data (Computing Krippendorff's Alpha-Reliability,
2011), which takes things with any number of readings from two on. All are 1 for full agreement and
0 for what chance gives.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.confusion import confusion_by_draw
from medcls_core.evaluation.intervals import Interval, Weights, bootstrap_weights, with_width

_TWO = 2


def cohen_kappa(pairs: Sequence[tuple[str, str]], *, seed: int = 0) -> Interval:
    """Agreement of two readings beyond chance, with a bootstrap interval over the pairs.

    1 is full agreement, 0 what chance gives; nan where all pairs are of one class, since chance
    alone then explains everything. The limits are nan where every draw gives the same.

    Args:
        pairs: the classes of the first and second reading of each thing.
        seed: of the bootstrap.

    Raises:
        ValueError: if there are no pairs.
    """
    classes = sorted({key for pair in pairs for key in pair})
    first, second = (
        np.array([classes.index(pair[side]) for pair in pairs], np.int64) for side in (0, 1)
    )

    def statistic(weights: Weights) -> NDArray[np.float64]:
        return _kappa(confusion_by_draw(weights, first, second, len(classes)))[:, None]

    things = [f"{place:09d}" for place in range(len(pairs))]
    (kappa,) = bootstrap_weights(things, statistic, seed=seed)
    return with_width(kappa, len(pairs), share=False)


def fleiss_kappa(counts: NDArray[np.int64], units: Sequence[str], *, seed: int = 0) -> Interval:
    """Agreement of several readings of each thing, with a bootstrap interval over the units.

    Args:
        counts: how many readings gave each class to each thing, (N, C); every row has the same sum.
        units: what each thing belongs to, such as its image: whole units are drawn.
        seed: of the bootstrap.

    Raises:
        ValueError: if there are no things, or they have different numbers of readings.
    """
    if len(set(counts.sum(1).tolist())) != 1 or counts.sum(1)[0] < _TWO:
        raise ValueError("Fleiss' kappa wants the same number of readings, two or more, of each")
    return _over_units(counts, units, _fleiss, seed)


def krippendorff_alpha(
    counts: NDArray[np.int64], units: Sequence[str], *, seed: int = 0
) -> Interval:
    """As `fleiss_kappa`, for things with two readings or more each; those with one don't count."""
    paired = counts.sum(1) >= _TWO
    if not paired.any():
        raise ValueError("nothing was read twice")
    kept = [unit for unit, counts_it in zip(units, paired, strict=True) if counts_it]
    return _over_units(counts[paired], kept, _alpha, seed)


def _over_units(
    counts: NDArray[np.int64],
    units: Sequence[str],
    statistic: Callable[[Weights, NDArray[np.float64]], NDArray[np.float64]],
    seed: int,
) -> Interval:
    of_things = counts.astype(np.float64)
    (found,) = bootstrap_weights(
        list(units), lambda weights: statistic(weights, of_things)[:, None], seed=seed
    )
    return with_width(found, len(set(units)), share=False)


def _fleiss(weights: Weights, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    readings = counts[0].sum()
    agreed = (counts * (counts - 1)).sum(1) / (readings * (readings - 1))
    shares = weights @ counts
    shares /= shares.sum(1, keepdims=True)
    return _beyond(weights @ agreed / weights.sum(1), (shares**2).sum(1))


def _alpha(weights: Weights, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    readings = counts.sum(1)
    agreed = (counts * (counts - 1)).sum(1) / (readings - 1)
    totals = weights @ counts
    values = totals.sum(1)
    chance = (totals * (totals - 1)).sum(1) / (values * (values - 1))
    return _beyond(weights @ agreed / values, chance)


def _beyond(agreed: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Agreement beyond chance; nan where chance explains everything."""
    found: NDArray[np.float64] = np.divide(
        agreed - chance, 1 - chance, out=np.full(len(agreed), np.nan), where=chance < 1 - 1e-12
    )
    return found


def _kappa(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kappa of each matrix of (D, C, C)."""
    shares = matrices / matrices.sum((1, 2), keepdims=True)
    agreed = np.trace(shares, axis1=1, axis2=2)
    chance = (shares.sum(1) * shares.sum(2)).sum(1)
    return _beyond(agreed, chance)
