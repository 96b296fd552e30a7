import math

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, precision_recall_fscore_support

from medcls_core.evaluation import confusion
from medcls_core.evaluation.answers import Answer

# 6 cats (5 right), 3 dogs (1 right, 2 called cats), 1 owl (right)
MATRIX = np.array([[5, 1, 0], [2, 1, 0], [0, 0, 1]])
CLASSES = ("cat", "dog", "owl")


def answers(matrix):
    return [
        Answer(f"{row}-{column}-{n}", "u", "", row, tuple(np.eye(len(matrix))[column].tolist()))
        for row, column in np.ndindex(matrix.shape)
        for n in range(matrix[row, column])
    ]


def test_rows_are_truth_and_columns_are_answers():
    assert (confusion.confusion_matrix(answers(MATRIX), CLASSES) == MATRIX).all()


def test_figures_by_hand():
    assert confusion.overall_accuracy(MATRIX) == pytest.approx(7 / 10)
    assert confusion.average_accuracy(MATRIX) == pytest.approx((5 / 6 + 1 / 3 + 1) / 3)
    assert confusion.precision(MATRIX) == pytest.approx([5 / 7, 1 / 2, 1])
    assert confusion.recall(MATRIX) == pytest.approx([5 / 6, 1 / 3, 1])
    assert confusion.f1(MATRIX) == pytest.approx([10 / 13, 2 / 5, 1])
    assert confusion.macro_f1(MATRIX) == pytest.approx((10 / 13 + 2 / 5 + 1) / 3)


def test_figures_agree_with_scikit_learn():
    rng = np.random.default_rng(1)
    true, chosen = rng.integers(4, size=200), rng.integers(4, size=200)
    matrix = np.zeros((4, 4), int)
    np.add.at(matrix, (true, chosen), 1)
    precision, recall, f1, _ = precision_recall_fscore_support(true, chosen)
    assert confusion.precision(matrix) == pytest.approx(precision)
    assert confusion.recall(matrix) == pytest.approx(recall)
    assert confusion.f1(matrix) == pytest.approx(f1)
    assert confusion.average_accuracy(matrix) == pytest.approx(
        balanced_accuracy_score(true, chosen)
    )


def test_a_class_without_images_is_left_out_of_the_averages():
    matrix = np.array([[3, 1, 0], [0, 2, 0], [0, 0, 0]])
    assert math.isnan(confusion.recall(matrix)[2])
    assert confusion.average_accuracy(matrix) == pytest.approx((3 / 4 + 1) / 2)


def test_stacks_of_matrices_are_computed_together():
    stack = np.stack([MATRIX, 2 * MATRIX, np.eye(3, dtype=int)])
    assert confusion.overall_accuracy(stack) == pytest.approx([0.7, 0.7, 1])
    assert confusion.recall(stack).shape == (3, 3)
