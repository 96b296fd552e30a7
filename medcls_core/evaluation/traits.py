"""How well a model tells a trait of known figures: ranking, and the answer at one half."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.card_metrics import metric_of
from medcls_core.evaluation.figure_names import auc_of, balanced_accuracy_of, recall_of
from medcls_core.evaluation.intervals import Weights, bootstrap_weights
from medcls_core.evaluation.ranking import auc_by_draw
from medcls_core.networks import Metric

HALF = 0.5
"""From here on the model says that the trait is there."""


@dataclass(frozen=True, slots=True)
class TraitAnswer:
    """A figure of a case: whether experts say that it shows the trait, and what the model says."""

    case: str
    shown: bool
    prob: float


def trait_metrics(answers: Sequence[TraitAnswer], key: str, data: str) -> tuple[Metric, ...]:
    """AUC, balanced accuracy and recall at one half with 95 % intervals by case.

    Raises:
        ValueError: if there are no answers.
    """
    units = [answer.case for answer in answers]
    shown = np.array([answer.shown for answer in answers])
    probs = np.array([answer.prob for answer in answers])

    def figures(weights: Weights) -> NDArray[np.float64]:
        found = _share(weights, probs >= HALF, shown)
        spared = _share(weights, probs < HALF, ~shown)
        return np.stack([auc_by_draw(weights, probs, shown), (found + spared) / 2, found], 1)

    names = (auc_of(key), balanced_accuracy_of(key), recall_of(key))
    unit = f"figures of {len(set(units))} cases"
    return tuple(
        metric_of(name, interval, len(answers), unit, data)
        for name, interval in zip(names, bootstrap_weights(units, figures), strict=True)
    )


def _share(
    weights: Weights, hits: NDArray[np.bool_], among: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Share of `hits` in `among` in each draw; nan where a draw holds none."""
    whole = weights @ among
    share: NDArray[np.float64] = np.divide(
        weights @ (hits & among), whole, out=np.full(len(whole), np.nan), where=whole > 0
    )
    return share
