"""The figures of a classifier by name, each a function of how often every answer was drawn.

Point value, interval and paired difference all come from the same functions: the value is the
draw in which every answer occurs once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation import confusion
from medcls_core.evaluation.answers import AnswerArrays
from medcls_core.evaluation.calibration import ece_by_draw
from medcls_core.evaluation.figure_names import (
    ALL_SUBSETS,
    AUC,
    AVERAGE_ACCURACY,
    CALIBRATION_ERROR,
    MACRO_AUC,
    MACRO_F1,
    OVERALL_ACCURACY,
    accuracy_of_groups,
    auc_of,
    f1_of,
    level_accuracy,
    precision_of,
    recall_of,
    recall_of_group,
)
from medcls_core.evaluation.intervals import Weights
from medcls_core.evaluation.ranking import auc_by_draw, log_odds


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """A figure's name and the answers (N,) that it is about.

    Attributes:
        name: as it stands in a card.
        about: the answers that its n counts.
        share: it is right answers over answers, so that 0 and 1 have a Wilson interval.
        by_unit: its n counts units, not images.
    """

    name: str
    about: NDArray[np.bool_]
    share: bool = False
    by_unit: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Figures that are computed together: weights (D, N) to (D, K), in the titles' order."""

    titles: tuple[Title, ...]
    values: Callable[[Weights], NDArray[np.float64]]


def values_of(families: Sequence[Family], weights: Weights) -> NDArray[np.float64]:
    """All figures of all families, (D, K)."""
    return np.concatenate([family.values(weights) for family in families], axis=1)


def class_figures(arrays: AnswerArrays, classes: Sequence[str]) -> Family:
    """OA, AA, macro F1, then precision, recall and F1 of every class."""
    every = np.ones(len(arrays.labels), bool)
    true = [arrays.labels == index for index in range(len(classes))]
    chosen = [arrays.choices == index for index in range(len(classes))]
    titles = [Title(OVERALL_ACCURACY, every, share=True)]
    titles += [Title(AVERAGE_ACCURACY, every), Title(MACRO_F1, every)]
    for key, truth, choice in zip(classes, true, chosen, strict=True):
        titles.append(Title(precision_of(key), choice, share=True))
        titles.append(Title(recall_of(key), truth, share=True))
        titles.append(Title(f1_of(key), truth | choice))

    def values(weights: Weights) -> NDArray[np.float64]:
        matrices = confusion.confusion_by_draw(weights, arrays.labels, arrays.choices, len(classes))
        whole = (confusion.overall_accuracy, confusion.average_accuracy, confusion.macro_f1)
        by_class = (confusion.precision, confusion.recall, confusion.f1)
        summary = np.stack([figure(matrices) for figure in whole], 1)
        detail = np.stack([figure(matrices) for figure in by_class], 2)
        return np.concatenate([summary, detail.reshape(len(weights), -1)], 1)

    return Family(tuple(titles), values)


def ranking_figures(arrays: AnswerArrays, classes: Sequence[str], positive: str | None) -> Family:
    """AUC with two classes; macro one-vs-rest otherwise, and `positive` against the rest.

    With two classes the AUC is the same whichever counts as positive.
    """
    every = np.ones(len(arrays.labels), bool)
    binary = len(classes) == 2  # noqa: PLR2004
    titles = [Title(AUC if binary else MACRO_AUC, every)]
    if positive is not None and not binary:
        titles.append(Title(auc_of(positive), every))

    def one_vs_rest(weights: Weights, index: int) -> NDArray[np.float64]:
        return auc_by_draw(weights, log_odds(arrays.logits, index), arrays.labels == index)

    def values(weights: Weights) -> NDArray[np.float64]:
        needed = [1] if binary else range(len(classes))
        areas = np.stack([one_vs_rest(weights, index) for index in needed], 1)
        figures = [confusion.mean_of_defined(areas)]
        if len(titles) > 1:
            figures.append(areas[:, classes.index(str(positive))])
        return np.stack(figures, 1)

    return Family(tuple(titles), values)


def group_figures(
    arrays: AnswerArrays,
    probs: NDArray[np.float64],
    classes: Sequence[str],
    groups: Mapping[str, Sequence[str]],
) -> Family:
    """How often the likeliest group is the true class's, and the recall of every group.

    The likeliest group is the one that the program names: whose classes have the largest sum of
    probabilities. It needn't hold the likeliest class (see `tasks.groups`).

    Args:
        arrays: the answers.
        probs: probabilities (N, C) at the card's temperature.
        classes: keys in the order of the logits.
        groups: class keys by group name.

    Raises:
        ValueError: if the groups don't hold every class exactly once.
    """
    if sorted(key for keys in groups.values() for key in keys) != sorted(classes):
        raise ValueError("groups must hold every class exactly once")
    group_of_key = {key: index for index, keys in enumerate(groups.values()) for key in keys}
    group_of = np.array([group_of_key[key] for key in classes])
    sums = np.stack([probs[:, group_of == index].sum(1) for index in range(len(groups))], 1)
    true = group_of[arrays.labels]
    right = true == sums.argmax(1)
    parts = {accuracy_of_groups(groups): np.ones(len(true), bool)}
    parts |= {recall_of_group(name): true == index for index, name in enumerate(groups)}
    titles = tuple(Title(name, about, share=True) for name, about in parts.items())
    return Family(titles, _shares(right, [about.astype(float) for about in parts.values()]))


def subset_figures(arrays: AnswerArrays, unit_name: str) -> Family:
    """Accuracy by image and, where units aren't images, by unit; per subset and over all.

    Seed 5's patient level: right images of a patient over that patient's images (of the subset),
    averaged over patients. Its image level: right images over all images.
    """
    names = sorted(
        {*arrays.subsets.tolist()} - {""}, key=lambda name: (len(name), name)
    )  # 40x first
    parts = {name: arrays.subsets == name for name in names}
    parts[ALL_SUBSETS] = np.ones(len(arrays.labels), bool)
    titles = [
        Title(level_accuracy("image", name), part, share=True) for name, part in parts.items()
    ]
    shares = [part.astype(float) for part in parts.values()]
    if unit_name != "image":
        titles += [
            Title(level_accuracy(unit_name, name), part, by_unit=True)
            for name, part in parts.items()
        ]
        shares += [_one_each(arrays.units, part) for part in parts.values()]
    return Family(tuple(titles), _shares(arrays.right, shares))


def calibration_figures(arrays: AnswerArrays, confidence: NDArray[np.float64]) -> Family:
    """The expected calibration error of the chosen class's probability (N,)."""
    title = Title(CALIBRATION_ERROR, np.ones(len(confidence), bool))
    return Family((title,), lambda weights: ece_by_draw(weights, confidence, arrays.right)[:, None])


def _one_each(units: NDArray[np.str_], part: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Shares that add up to one for every unit's answers in `part`."""
    _, place, counts = np.unique(units[part], return_inverse=True, return_counts=True)
    shares = np.zeros(len(units))
    shares[part] = 1 / counts[place]
    return shares


def _shares(
    right: NDArray[np.bool_], shares: Sequence[NDArray[np.float64]]
) -> Callable[[Weights], NDArray[np.float64]]:
    """Right answers over answers, each answer counted as its share says; a column a share."""
    whole = np.stack(shares, 1)
    part = whole * right[:, None]

    def values(weights: Weights) -> NDArray[np.float64]:
        answered = weights @ whole
        nothing = np.full(answered.shape, np.nan)
        accuracy: NDArray[np.float64] = np.divide(
            weights @ part, answered, out=nothing, where=answered > 0
        )
        return accuracy

    return values
