import numpy as np
import pytest

from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.conformal import conformal_sets, fit_threshold, in_sets


def answers(count, seed=0, sharp=1.5):
    """Three classes, the true one likelier; as many units as answers."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(3, size=count)
    logits = rng.normal(size=(count, 3))
    logits[np.arange(count), labels] += sharp
    return [
        Answer(str(place), str(place // 5), "", int(label), tuple(row))
        for place, (label, row) in enumerate(zip(labels, logits.tolist(), strict=True))
    ]


def test_the_threshold_is_the_textbooks_order_statistic():
    probs = np.array([[p, 1 - p] for p in np.arange(1, 20) / 20])
    labels = np.zeros(19, np.int64)
    assert fit_threshold(probs, labels, 0.9) == pytest.approx(0.1)
    assert fit_threshold(probs[:5], labels[:5], 0.9) == 0.0


def test_the_likeliest_class_is_always_in_the_set():
    probs = np.array([[0.4, 0.35, 0.25], [0.9, 0.05, 0.05]])
    assert in_sets(probs, 0.95).tolist() == [[True, False, False], [True, False, False]]
    assert in_sets(probs, 0.3).tolist() == [[True, True, False], [True, False, False]]


@pytest.mark.parametrize("level", [0.8, 0.9])
def test_new_cells_are_covered_as_often_as_promised(level):
    found = conformal_sets(answers(2000), 1.0, "image", "made", level)
    assert found.coverage.value == pytest.approx(level, abs=0.02)
    new = answers(4000, seed=1)
    probs = np.array([one.probs() for one in new])
    inside = in_sets(probs, found.threshold)
    labels = [one.label for one in new]
    assert inside[np.arange(4000), labels].mean() == pytest.approx(level, abs=0.02)
    assert inside.sum(1).mean() == pytest.approx(found.size, abs=0.1)


def test_a_surer_model_gives_smaller_sets():
    sizes = [conformal_sets(answers(600, sharp=s), 1.0, "image", "x").size for s in (0.5, 3.0)]
    assert sizes[1] < sizes[0]


def test_a_handful_promises_nothing():
    assert conformal_sets(answers(12), 1.0, "image", "x") is None


def test_units_are_never_torn():
    found = conformal_sets(answers(200), 1.0, "case", "x")
    assert found.coverage.unit == "images of 40 cases"
