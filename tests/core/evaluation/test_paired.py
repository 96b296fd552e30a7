import math
from dataclasses import replace

import numpy as np
import pytest

from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.classification import classification_metrics
from medcls_core.evaluation.paired import mean_and_spread, paired_difference

CLASSES = ("benign", "malignant")


def answers(right, count=100):
    """Every unit has two images; the first `right` images are answered right."""
    return [
        Answer(f"{n}", f"p{n // 2}", "", n % 2, (float(n % 2 == (n < right)) * 4 - 2,))
        for n in range(count)
    ]


def test_the_difference_is_that_of_the_figures():
    a, b = answers(70), answers(80)
    difference = paired_difference(a, b, CLASSES, "overall accuracy", unit_name="patient")
    assert difference.value == pytest.approx(0.1)
    # Ten images in five of fifty patients differ: the binomial deviation of 5 / 50 is .042.
    assert difference.high - difference.low == pytest.approx(2 * 1.96 * 0.042, rel=0.2)
    assert difference.low > 0


def test_pairing_is_narrower_than_two_separate_intervals():
    a, b = answers(70), answers(80)
    difference = paired_difference(a, b, CLASSES, "overall accuracy", unit_name="patient")
    single = classification_metrics(a, CLASSES, "", unit_name="patient")[0]
    assert difference.high - difference.low < single.high - single.low


def test_order_does_not_matter_and_a_model_does_not_differ_from_itself():
    a = answers(70)
    same = paired_difference(a, a[::-1], CLASSES, "AUC", unit_name="patient")
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_other_images_or_labels_are_refused():
    a = answers(70)
    for other in (a[:-1], [replace(one, label=0) for one in a]):
        with pytest.raises(ValueError, match="same labelled images"):
            paired_difference(a, other, CLASSES, "AUC", unit_name="patient")
    with pytest.raises(ValueError, match="no figure is called 'beauty'"):
        paired_difference(a, a, CLASSES, "beauty", unit_name="patient")


def test_mean_and_spread_over_seeds():
    spread = mean_and_spread([0.8, 0.9, 1.0])
    assert (spread.mean, spread.deviation, spread.n) == pytest.approx((0.9, 0.1, 3))
    assert spread.deviation == pytest.approx(np.std([0.8, 0.9, 1.0], ddof=1))
    assert math.isnan(mean_and_spread([0.8]).deviation)
    with pytest.raises(ValueError, match="nothing"):
        mean_and_spread([])
