"""How well two readings of the same things agree beyond chance: Cohen's kappa."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.confusion import confusion_by_draw
from medcls_core.evaluation.intervals import Interval, Weights, bootstrap_weights, with_width


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


def _kappa(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kappa of each matrix of (D, C, C)."""
    shares = matrices / matrices.sum((1, 2), keepdims=True)
    agreed = np.trace(shares, axis1=1, axis2=2)
    chance = (shares.sum(1) * shares.sum(2)).sum(1)
    kappa: NDArray[np.float64] = np.divide(
        agreed - chance,
        1 - chance,
        out=np.full(len(matrices), np.nan),
        where=chance < 1 - 1e-12,
    )
    return kappa
