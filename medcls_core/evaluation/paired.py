"""Two models on the same images; several seeds of one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.answers import Answer, AnswerArrays
from medcls_core.evaluation.classification import families_of
from medcls_core.evaluation.figures import Family, values_of
from medcls_core.evaluation.intervals import Interval, Weights, bootstrap_weights


def paired_difference(
    a: Sequence[Answer],
    b: Sequence[Answer],
    classes: Sequence[str],
    figure: str,
    *,
    unit_name: str,
) -> Interval:
    """How much `figure` is higher for `b` than for `a`, with its 95 % bootstrap interval.

    Every draw takes the same units for both, so what makes an image hard for both cancels out.

    Args:
        a: answers of the one model.
        b: answers of the other on the same images, in any order.
        classes: keys in the order of the logits, the same for both.
        figure: a name of `figure_names`.
        unit_name: as for `classification_metrics`.

    Raises:
        ValueError: if the images or their labels differ, or the figure doesn't exist.
    """
    a, b = sorted(a, key=_image), sorted(b, key=_image)
    if list(map(_image, a)) != list(map(_image, b)):
        raise ValueError("a paired difference needs the same labelled images on both sides")
    sides = [AnswerArrays.of(answers, unit_name) for answers in (a, b)]
    both = [families_of(arrays, classes, unit_name, groups=None, positive=None) for arrays in sides]
    column = _column(both[0], figure)

    def difference(weights: Weights) -> NDArray[np.float64]:
        before, after = (values_of(families, weights) for families in both)
        return (after - before)[:, [column]]

    return bootstrap_weights(sides[0].units, difference)[0]


def _image(answer: Answer) -> tuple[str, str, str, int]:
    return answer.name, answer.unit, answer.subset, answer.label


def _column(families: Sequence[Family], figure: str) -> int:
    names = [title.name for family in families for title in family.titles]
    if figure not in names:
        raise ValueError(f"no figure is called {figure!r}; there are {', '.join(names)}")
    return names.index(figure)


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and sample standard deviation of `n` runs; the deviation of one run is nan."""

    mean: float
    deviation: float
    n: int


def mean_and_spread(values: Sequence[float]) -> Spread:
    """Mean and standard deviation (n - 1) over the seeds of a training.

    Raises:
        ValueError: if there are no values.
    """
    if not values:
        raise ValueError("the mean of nothing")
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else math.nan
    return Spread(float(np.mean(values)), deviation, len(values))
