import math

import numpy as np
import pytest

from medcls_core.evaluation.answers import Answer
from medcls_core.evaluation.intervals import Interval
from medcls_core.evaluation.mcnemar import mcnemar
from medcls_core.language import Text
from medcls_core.learning.rounds.gate import Side, judge, outcome_of
from medcls_core.learning.rounds.gate_words import GateVerdict, Outcome, words_of

CLASSES = ("a", "b", "c")


def side(choices, labels, sure=2.0, units=None):
    return Side(
        [
            Answer(
                f"{place:03d}",
                f"case {place if units is None else units[place]}",
                "",
                int(label),
                tuple(sure * (index == choice) for index in range(3)),
            )
            for place, (choice, label) in enumerate(zip(choices, labels, strict=True))
        ],
        1.0,
    )


@pytest.fixture
def labels():
    return np.repeat([0, 1, 2], 40)


def spoilt(labels, share, seed=0, only=None):
    rng = np.random.default_rng(seed)
    wrong = rng.random(len(labels)) < share
    if only is not None:
        wrong &= labels == only
    return np.where(wrong, (labels + 1) % 3, labels)


def test_a_candidate_that_errs_less_passes(labels):
    report = judge(
        side(spoilt(labels, 0.4), labels), side(spoilt(labels, 0.1, 1), labels), CLASSES, "image"
    )
    assert report.verdict is GateVerdict.BETTER
    assert report.accuracy.low > 0
    assert report.words.en.startswith("Passes: better than the model in use. Better on ")
    assert report.words.zh.startswith("通过：优于当前模型。")


def test_shuffled_answers_are_refused(labels):
    shuffled = np.random.default_rng(0).permutation(labels)
    report = judge(side(spoilt(labels, 0.1), labels), side(shuffled, labels), CLASSES, "image")
    assert report.verdict is GateVerdict.WORSE
    assert report.changed[0].rank == 0


def test_a_gain_elsewhere_does_not_excuse_a_lost_class(labels):
    before = spoilt(labels, 0.9, only=0)
    after = spoilt(labels, 0.6, only=2)
    report = judge(side(before, labels), side(after, labels), CLASSES, "image")
    by_key = {one.key: one.outcome for one in report.classes}
    assert report.accuracy_after > report.accuracy_before
    assert by_key["a"] is Outcome.BETTER
    assert by_key["c"] is Outcome.WORSE
    assert report.verdict is GateVerdict.WORSE


def test_the_same_answers_are_not_worse(labels):
    same = side(spoilt(labels, 0.1), labels)
    report = judge(same, same, CLASSES, "image")
    assert (report.verdict, report.changed) == (GateVerdict.NOT_WORSE, ())
    assert report.test.p == 1


def test_a_handful_decides_nothing(labels):
    few = labels[::12]
    report = judge(side((few + 1) % 3, few), side(few, few), CLASSES, "image")
    assert report.verdict is GateVerdict.UNDECIDED


def test_a_candidate_that_is_far_too_sure_is_refused(labels):
    wrong = spoilt(labels, 0.3)
    report = judge(side(wrong, labels, 1.6), side(wrong, labels, 30.0), CLASSES, "image")
    assert report.verdict is GateVerdict.WORSE
    assert "calibration error rises from" in report.words.en


def test_cells_of_one_slide_count_as_one_unit(labels):
    before, after = spoilt(labels, 0.4), spoilt(labels, 0.2, 1)
    slides = np.arange(len(labels)) // 40
    alone = judge(side(before, labels), side(after, labels), CLASSES, "image")
    together = judge(
        side(before, labels, units=slides), side(after, labels, units=slides), CLASSES, "image"
    )
    single = judge(
        side(before, labels, units=slides), side(after, labels, units=slides), CLASSES, "finding"
    )
    assert (alone.units, together.units, single.units) == (120, 3, 120)
    assert single.accuracy.low == pytest.approx(alone.accuracy.low, abs=0.02)
    assert together.accuracy.low != single.accuracy.low


def test_changes_are_listed_right_to_wrong_first(labels):
    before, after = labels.copy(), labels.copy()
    before[:3], after[5], before[9], after[9] = 1, 2, 1, 2
    report = judge(side(before, labels), side(after, labels), CLASSES, "image")
    assert [one.rank for one in report.changed] == [0, 1, 1, 1, 2]


def test_other_findings_on_the_other_side_are_a_defect(labels):
    with pytest.raises(ValueError, match="same labelled findings"):
        judge(side(labels, labels), side(labels[:-1], labels[:-1]), CLASSES, "image")


@pytest.mark.parametrize(
    ("interval", "outcome"),
    [
        (Interval(0.1, 0.02, 0.2), Outcome.BETTER),
        (Interval(-0.1, -0.2, -0.01), Outcome.WORSE),
        (Interval(0.0, -0.04, 0.04), Outcome.NOT_WORSE),
        (Interval(0.0, -0.2, 0.2), Outcome.UNDECIDED),
        (Interval(math.nan, math.nan, math.nan), Outcome.UNDECIDED),
    ],
)
def test_outcomes_follow_from_the_interval(interval, outcome):
    assert outcome_of(interval, 0.05) is outcome


def test_mcnemar_is_the_binomial_test_of_the_disagreements():
    assert mcnemar(10, 1).p == pytest.approx(2 * 12 / 2**11)
    assert mcnemar(0, 0).p == 1


def test_one_and_many_are_told_apart_in_both_languages():
    said = words_of(GateVerdict.BETTER, [Outcome.BETTER] * 2 + [Outcome.NOT_WORSE], 214, None)
    assert said == Text(
        "Passes: better than the model in use. Better on 2 classes, worse on none; "
        "214 cells change.",
        "通过：优于当前模型。2 个类别更好，没有更差；214 个细胞结论改变。",
    )
