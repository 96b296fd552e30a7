import math

import numpy as np
import pytest
import torch
from torchmetrics.functional.classification import multiclass_calibration_error

from medcls_core.evaluation.answers import Answer, probabilities_of
from medcls_core.evaluation.calibration import (
    TEMPERATURES,
    ece_by_draw,
    fit_temperature,
    reliability_bins,
)


def expected_calibration_error(answers, bins=15, temperature=1.0):
    probs = probabilities_of(answers, temperature).astype(np.float64)
    right = probs.argmax(1) == [answer.label for answer in answers]
    return float(ece_by_draw(np.ones((1, len(answers))), probs.max(1), right, bins)[0])


def sure(name, prob, *, right):
    """An answer for class 0 with that probability."""
    return Answer(name, name, "", 0 if right else 1, (math.log(prob / (1 - prob)), 0.0))


# 4 answers at .9, 3 of them right; 2 answers at .7, 1 right
KNOWN = [sure(str(n), 0.9, right=n < 3) for n in range(4)]
KNOWN += [sure("x", 0.7, right=True), sure("y", 0.7, right=False)]


def drawn(sharpness, count=4000):
    """Answers whose labels follow softmax(logits), reported `sharpness` times as surely."""
    rng = np.random.default_rng(3)
    logits = rng.normal(size=(count, 3)) * 2
    probs = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels = [int(rng.choice(3, p=row)) for row in probs]
    return [
        Answer(str(n), str(n), "", label, tuple((sharpness * row).tolist()))
        for n, (label, row) in enumerate(zip(labels, logits, strict=True))
    ]


def test_ece_by_hand():
    expected = 4 / 6 * abs(0.9 - 0.75) + 2 / 6 * abs(0.7 - 0.5)
    assert expected_calibration_error(KNOWN, bins=5) == pytest.approx(expected, abs=1e-6)


def test_bins_hold_what_falls_into_them():
    bins = reliability_bins(KNOWN, bins=5)
    assert [one.n for one in bins] == [0, 0, 0, 2, 4]
    assert (bins[4].confidence, bins[4].accuracy) == pytest.approx((0.9, 0.75))
    assert math.isnan(bins[0].accuracy)
    certain = [Answer("a", "a", "", 0, (200.0, 0.0))]
    assert reliability_bins(certain, bins=5)[4].n == 1


@pytest.mark.parametrize("temperature", [0.8, 2.5])
def test_ece_agrees_with_torchmetrics(temperature):
    answers = drawn(1.5, count=500)
    probs = torch.from_numpy(probabilities_of(answers, temperature))
    labels = torch.tensor([answer.label for answer in answers])
    expected = multiclass_calibration_error(probs, labels, 3, n_bins=15).item()
    ours = expected_calibration_error(answers, 15, temperature)
    assert ours == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 3.0])
def test_the_temperature_undoes_a_known_sharpness(sharpness):
    answers = drawn(sharpness)
    temperature = fit_temperature(answers)
    assert temperature == pytest.approx(sharpness, rel=0.08)
    assert expected_calibration_error(answers, temperature=temperature) < 0.03


def test_a_single_logit_has_a_temperature_too():
    answers = drawn(2.0)
    two = [Answer(a.name, a.unit, "", a.label, a.logits[:2]) for a in answers if a.label < 2]
    one = [Answer(a.name, a.unit, "", a.label, (a.logits[1] - a.logits[0],)) for a in two]
    assert fit_temperature(one) == pytest.approx(fit_temperature(two))


def test_answers_without_errors_stay_within_bounds():
    temperature = fit_temperature([sure(str(n), 0.9, right=True) for n in range(5)])
    assert TEMPERATURES[0] <= temperature < 2 * TEMPERATURES[0]


def test_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        fit_temperature([])
