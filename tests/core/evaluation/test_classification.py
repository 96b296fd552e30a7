import time

import numpy as np
import pytest
import torch
from torchmetrics.functional.classification import (
    multiclass_accuracy,
    multiclass_auroc,
    multiclass_calibration_error,
    multiclass_f1_score,
    multiclass_precision,
)

from medcls_core.evaluation.classification import Answer, classification_metrics
from medcls_core.evaluation.intervals import bootstrap_by_unit, proportion

CLASSES = ("debris", "cell", "naked")


def said(name, unit, label, choice, subset="", count=3):
    return Answer(name, unit, subset, label, tuple((3 * np.eye(count)[choice]).tolist()))


def made_up(count=120, units=12, classes=3, seed=0):
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(count, classes)) * 1.5
    labels = rng.integers(classes, size=count)
    logits[np.arange(count), labels] += 1
    return [
        Answer(f"image {n}", f"unit {n % units}", "", int(label), tuple(row.tolist()))
        for n, (label, row) in enumerate(zip(labels, logits, strict=True))
    ]


def by_name(answers, classes=CLASSES, unit_name="patient", **more):
    metrics = classification_metrics(answers, classes, "made up", unit_name=unit_name, **more)
    assert len({metric.name for metric in metrics}) == len(metrics)
    return {metric.name: metric for metric in metrics}


def test_values_agree_with_torchmetrics():
    answers = made_up()
    metrics = by_name(answers, temperature=2.0)
    logits = torch.tensor([answer.logits for answer in answers])
    labels = torch.tensor([answer.label for answer in answers])
    expected = {
        "overall accuracy": multiclass_accuracy(logits, labels, 3, average="micro"),
        "average accuracy": multiclass_accuracy(logits, labels, 3, average="macro"),
        "macro F1": multiclass_f1_score(logits, labels, 3, average="macro"),
        "precision of cell": multiclass_precision(logits, labels, 3, average="none")[1],
        "recall of naked": multiclass_accuracy(logits, labels, 3, average="none")[2],
        "F1 of debris": multiclass_f1_score(logits, labels, 3, average="none")[0],
        "macro AUC": multiclass_auroc(logits.softmax(1), labels, 3),
        "ECE": multiclass_calibration_error((logits / 2).softmax(1), labels, 3),
    }
    for name, value in expected.items():
        assert metrics[name].value == pytest.approx(value.item(), abs=1e-4), name


def test_every_figure_has_an_interval_by_unit_and_says_what_n_is():
    answers = made_up()
    metrics = by_name(answers)
    assert all(metric.low <= metric.value <= metric.high for metric in metrics.values())
    overall = metrics["overall accuracy"]
    by_unit = {f"unit {n}": [] for n in range(12)}
    for answer in answers:
        by_unit[answer.unit].append(float(answer.choice == answer.label))
    expected = bootstrap_by_unit(by_unit, lambda some: float(np.mean(some)))
    assert (overall.low, overall.high) == pytest.approx((expected.low, expected.high), abs=1e-4)
    assert (overall.n, overall.unit, overall.data) == (120, "images of 12 patients", "made up")
    assert metrics["recall of cell"].n == sum(answer.label == 1 for answer in answers)
    assert metrics["precision of cell"].n == sum(answer.choice == 1 for answer in answers)


def test_units_are_the_images_where_nothing_binds_them():
    answers = [said(str(n), "the only slide", 0, n % 2) for n in range(40)]
    metric = by_name(answers, unit_name="image")["overall accuracy"]
    assert (metric.n, metric.unit) == (40, "images")
    assert metric.high - metric.low == pytest.approx(2 * 1.96 * 0.5 / 40**0.5, rel=0.15)


def test_repeats_of_a_cross_validation_don_t_narrow_the_interval():
    once = made_up(60)
    one, five = (by_name(some, unit_name="image")["overall accuracy"] for some in (once, once * 5))
    assert (five.value, five.low, five.high) == pytest.approx((one.value, one.low, one.high))
    assert (five.n, five.unit) == (60, "images (300 answers)")


def test_patient_level_is_the_mean_over_patients_of_their_share_of_right_images():
    # patient a: 3 of 4 right at 40x, 0 of 1 at 100x; patient b: 1 of 1 right at 40x
    answers = [said(f"a{n}", "a", 0, int(n == 3), "40x") for n in range(4)]
    answers += [said("a4", "a", 1, 0, "100x"), said("b0", "b", 1, 1, "40x")]
    metrics = by_name(answers)
    expected = {
        "image-level accuracy, 40x": 4 / 5,
        "image-level accuracy, all": 4 / 6,
        "patient-level accuracy, 40x": (3 / 4 + 1) / 2,
        "patient-level accuracy, all": (3 / 5 + 1) / 2,
    }
    for name, value in expected.items():
        assert metrics[name].value == pytest.approx(value, abs=1e-4), name
    patients = metrics["patient-level accuracy, 40x"]
    assert (patients.n, patients.unit) == (2, "patients")
    order = [name for name in metrics if name.startswith("image-level")]
    assert [name.split(", ")[1] for name in order] == ["40x", "100x", "all"]


def test_where_images_are_the_units_there_is_no_second_level():
    answers = [said(str(n), "", 0, n % 2, "40x") for n in range(4)]
    assert not [name for name in by_name(answers, unit_name="image") if "patient" in name]


def test_a_grouping_forgives_mistakes_within_a_group():
    # debris called cell: same group; naked called cell: not
    answers = [said("0", "a", 0, 1), said("1", "b", 1, 1), said("2", "c", 2, 1)]
    groups = {"clean": ["debris", "cell"], "bare": ["naked"]}
    metrics = by_name(answers, groups=groups)
    assert metrics["accuracy of clean/bare"].value == pytest.approx(2 / 3, abs=1e-4)
    assert metrics["recall of group clean"].value == 1
    assert metrics["recall of group bare"].value == 0
    with pytest.raises(ValueError, match="every class exactly once"):
        by_name(answers, groups={"clean": ["debris"], "bare": ["naked"]})


def test_the_group_is_the_one_with_the_largest_sum():
    # naked is the likeliest class of both, debris and cell together are likelier
    both = [Answer(n, n, "", 0, (0.9, 0.9, 1.0)) for n in "ab"]
    groups = {"clean": ["debris", "cell"], "bare": ["naked"]}
    assert by_name(both, groups=groups)["accuracy of clean/bare"].value == 1
    surer = by_name(both, groups=groups, temperature=0.05)
    assert surer["accuracy of clean/bare"].value == 0


def test_two_classes_have_one_auc_from_one_logit_or_two():
    rng = np.random.default_rng(4)
    labels, logits = rng.integers(2, size=50), rng.normal(size=50)
    one = [
        Answer(str(n), str(n), "", int(y), (x,))
        for n, (y, x) in enumerate(zip(labels, logits, strict=True))
    ]
    two = [Answer(a.name, a.unit, "", a.label, (0.0, a.logits[0])) for a in one]
    classes = ("benign", "malignant")
    single = classification_metrics(one, classes, "d", unit_name="image", positive="malignant")
    assert single == classification_metrics(two, classes, "d", unit_name="image")
    assert "AUC" in {metric.name for metric in single}


def test_a_positive_class_of_many_has_an_auc_of_its_own():
    answers = [said(str(n), str(n), n % 3, n % 3) for n in range(9)]
    metrics = by_name(answers, positive="cell")
    assert metrics["AUC of cell"].value == 1
    with pytest.raises(ValueError, match="no class"):
        by_name(answers, positive="mouse")


def test_an_interval_without_width_is_not_claimed():
    perfect = by_name([said(str(n), f"p{n % 5}", n % 2, n % 2) for n in range(20)])
    wilson = proportion(5, 5)
    share = perfect["overall accuracy"]
    assert (share.value, share.low, share.high) == pytest.approx((1, wilson.low, 1), abs=1e-4)
    assert (perfect["macro F1"].low, perfect["macro F1"].high) == (None, None)
    lone = by_name([said(str(n), "one patient", 0, n % 2) for n in range(20)])
    assert (lone["overall accuracy"].value, lone["overall accuracy"].low) == (0.5, None)


def test_undefined_figures_are_left_out():
    metrics = by_name([said(str(n), str(n), 0, 0) for n in range(5)])
    assert "precision of cell" not in metrics
    assert "macro AUC" not in metrics


def test_outputs_and_classes_must_fit():
    with pytest.raises(ValueError, match="3 outputs for 2 classes"):
        by_name(made_up(), classes=("a", "b"))


def test_a_thousand_answers_take_no_patience():
    answers = made_up(1000, units=1000, classes=7)
    started = time.process_time()
    by_name(answers, classes="abcdefg", unit_name="image")
    assert time.process_time() - started < 5
