"""Confusion matrices, and every figure that follows from one.

A matrix has the true class in its rows and the chosen one in its columns. All figures take
stacks of matrices (..., C, C), so that a bootstrap computes them for all draws together; a
figure is nan where it is undefined.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.intervals import Weights

Figures = NDArray[np.float64]
Matrices = NDArray[np.float64] | NDArray[np.int64]


def confusion_matrix(answers: Sequence[Answer], classes: Sequence[str]) -> NDArray[np.int64]:
    """Answers by true class (row) and chosen class (column), int64 of shape (C, C)."""
    matrix = np.zeros((len(classes), len(classes)), np.int64)
    for answer in answers:
        matrix[answer.label, answer.choice] += 1
    return matrix


def confusion_by_draw(
    weights: Weights, labels: NDArray[np.int64], choices: NDArray[np.int64], count: int
) -> Figures:
    """The confusion matrices of all draws, (D, C, C) for `count` classes."""
    places = np.eye(count * count)[labels * count + choices]
    matrices: Figures = (weights @ places).reshape(-1, count, count)
    return matrices


def overall_accuracy(matrices: Matrices) -> Figures:
    """Right answers over all answers (OA)."""
    return _ratio(_right(matrices).sum(-1), matrices.sum((-2, -1)))


def average_accuracy(matrices: Matrices) -> Figures:
    """Mean over classes of correct_i / N_i (AA of seed 1); classes without images are left out."""
    return mean_of_defined(recall(matrices))


def macro_f1(matrices: Matrices) -> Figures:
    """Mean F1 of the classes that occur, as truth or as answer."""
    return mean_of_defined(f1(matrices))


def precision(matrices: Matrices) -> Figures:
    """Right answers over answers of that class, by class: (..., C)."""
    return _ratio(_right(matrices), matrices.sum(-2))


def recall(matrices: Matrices) -> Figures:
    """Right answers over images of that class, by class: (..., C)."""
    return _ratio(_right(matrices), matrices.sum(-1))


def f1(matrices: Matrices) -> Figures:
    """2 TP / (2 TP + FP + FN), by class: (..., C)."""
    return _ratio(2 * _right(matrices), matrices.sum(-1) + matrices.sum(-2))


def _right(matrices: Matrices) -> Figures:
    return np.diagonal(matrices, axis1=-2, axis2=-1).astype(np.float64)


def _ratio(part: Figures, whole: Matrices) -> Figures:
    ratio: Figures = np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)
    return ratio


def mean_of_defined(figures: Figures) -> Figures:
    """Mean over the last axis, nan left out; nan where nothing is defined."""
    defined = ~np.isnan(figures)
    return _ratio(np.where(defined, figures, 0).sum(-1), defined.sum(-1))
