"""Confusion matrices, and every figure that follows from one.

A matrix has the true class in its rows and the chosen one in its columns. All figures take
stacks of matrices (..., C, C), so that a bootstrap computes them for all draws together; a
figure is nan where it is undefined.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size

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


@dataclass(frozen=True, slots=True)
class ClassReport:
    """One class: its images and figures, nan where undefined."""

    key: str
    n: int
    precision: float
    recall: float
    f1: float


def class_report(matrix: NDArray[np.int64], classes: Sequence[str]) -> tuple[ClassReport, ...]:
    """The figures of every class of one matrix."""
    columns = zip(
        classes,
        matrix.sum(1).tolist(),
        precision(matrix).tolist(),
        recall(matrix).tolist(),
        f1(matrix).tolist(),
        strict=True,
    )
    return tuple(ClassReport(*row) for row in columns)


def confusion_text(matrix: NDArray[np.int64], labels: Sequence[str]) -> str:
    """The matrix as a text table; Chinese labels stay aligned in a terminal."""
    head = ["true \\ chosen", *labels, "n"]
    rows = [
        [label, *map(str, counts), str(sum(counts))]
        for label, counts in zip(labels, matrix.tolist(), strict=True)
    ]
    return _table([head, *rows])


def report_text(report: Sequence[ClassReport]) -> str:
    """The figures of every class as a text table; '-' where a figure is undefined."""
    rows = [
        [row.key, *("-" if x != x else f"{x:.3f}" for x in _figures(row)), str(row.n)]  # noqa: PLR0124
        for row in report
    ]
    return _table([["class", "precision", "recall", "F1", "n"], *rows])


def _figures(row: ClassReport) -> tuple[float, float, float]:
    return row.precision, row.recall, row.f1


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, the first flush left, the others flush right."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(_line(row, widths)) for row in rows) + "\n"


def _line(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first = set_cell_size(row[0], widths[0])
    rest = zip(row[1:], widths[1:], strict=True)
    return [first, *(" " * (width - cell_len(cell)) + cell for cell, width in rest)]
