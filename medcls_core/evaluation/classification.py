"""Figures of a classifier, each with its 95 % interval by the unit of the split."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.answers import Answer, AnswerArrays, probabilities_of
from medcls_core.evaluation.card_metrics import metric_of
from medcls_core.evaluation.figures import (
    Family,
    Title,
    calibration_figures,
    class_figures,
    group_figures,
    ranking_figures,
    subset_figures,
    values_of,
)
from medcls_core.evaluation.intervals import Interval, bootstrap_weights, with_width
from medcls_core.networks.card import Metric

__all__ = ["Answer", "classification_metrics"]


def classification_metrics(  # noqa: PLR0913  (all but three have defaults and are named)
    answers: Sequence[Answer],
    classes: Sequence[str],
    data: str,
    *,
    unit_name: str,
    groups: Mapping[str, Sequence[str]] | None = None,
    positive: str | None = None,
    temperature: float = 1.0,
) -> tuple[Metric, ...]:
    """All figures that the seeds use, in a fixed order; undefined ones are left out.

    An interval without any width is not given: where one unit was measured, or all draws agree.
    Shares of 0 and 1 get the Wilson interval of their number of units instead.

    Args:
        answers: of images that the model was not trained on.
        classes: keys in the order of the logits.
        data: the images in words, for the card.
        unit_name: patient, case, group, acquisition; "image" where every image is its own unit.
        groups: class keys by group name, for example normal and abnormal.
        positive: the class to detect; with more than two classes its AUC is given too.
        temperature: the card's; the calibration error and the groups' figures depend on it.

    Raises:
        ValueError: if there are no answers, or classes, groups and logits don't fit each other.
    """
    arrays = AnswerArrays.of(answers, unit_name)
    probs = probabilities_of(answers, temperature).astype(np.float64)
    families = _families(arrays, probs, classes, unit_name, groups, positive)
    intervals = bootstrap_weights(arrays.units, lambda weights: values_of(families, weights))
    titles = [title for family in families for title in family.titles]
    return tuple(
        _metric(title, interval, arrays, unit_name, data)
        for title, interval in zip(titles, intervals, strict=True)
        if not math.isnan(interval.value)
    )


def _families(
    arrays: AnswerArrays,
    probs: NDArray[np.float64],
    classes: Sequence[str],
    unit_name: str,
    groups: Mapping[str, Sequence[str]] | None,
    positive: str | None,
) -> list[Family]:
    if arrays.logits.shape[1] != len(classes):
        raise ValueError(f"{arrays.logits.shape[1]} outputs for {len(classes)} classes")
    if positive is not None and positive not in classes:
        raise ValueError(f"no class is called {positive!r}")
    families = [class_figures(arrays, classes), ranking_figures(arrays, classes, positive)]
    if groups is not None:
        families.append(group_figures(arrays, probs, classes, groups))
    if (arrays.subsets != "").any():
        families.append(subset_figures(arrays, unit_name))
    families.append(calibration_figures(arrays, probs.max(1)))
    return families


def _metric(
    title: Title, interval: Interval, arrays: AnswerArrays, unit_name: str, data: str
) -> Metric:
    units = len(np.unique(arrays.units[title.about]))
    images = len(np.unique(arrays.names[title.about]))
    answered = int(title.about.sum())
    repeated = f" ({answered} answers)" if answered > images else ""
    if title.by_unit:
        n, unit = units, f"{unit_name}s"
    elif unit_name == "image":
        n, unit = images, f"images{repeated}"
    else:
        n, unit = images, f"images of {units} {unit_name}{'s' * (units != 1)}{repeated}"
    return metric_of(title.name, with_width(interval, units, share=title.share), n, unit, data)
