"""Area under the ROC curve, for all draws of a bootstrap together."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from medcls_core.evaluation.intervals import Weights


def log_odds(logits: NDArray[np.float64], index: int) -> NDArray[np.float64]:
    """How much a class is preferred to all others together, (N,).

    It ranks as the class's probability does, without the ties that arise where probabilities
    of sure answers round to 1.
    """
    others = np.delete(logits, index, axis=1)
    odds: NDArray[np.float64] = logits[:, index] - logsumexp(others, axis=1)
    return odds


def auc_by_draw(
    weights: Weights, scores: NDArray[np.float64], positive: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Chance that a positive scores above a negative, ties counted half, for each draw.

    Args:
        weights: (D, N).
        scores: (N,), higher for positives.
        positive: (N,).

    Returns:
        (D,), nan in draws without positives or without negatives.
    """
    order = np.argsort(scores, kind="stable")
    starts = np.unique(scores[order], return_index=True)[1]
    drawn, truth = weights[:, order], positive[order]
    positives = np.add.reduceat(drawn * truth, starts, axis=1)
    negatives = np.add.reduceat(drawn * ~truth, starts, axis=1)
    lower = np.cumsum(negatives, axis=1) - negatives
    won = (positives * (lower + negatives / 2)).sum(1)
    pairs = positives.sum(1) * negatives.sum(1)
    area: NDArray[np.float64] = np.divide(
        won, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0
    )
    return area
