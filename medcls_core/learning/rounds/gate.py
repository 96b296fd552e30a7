"""The gate: a candidate against the model in use, on what neither has learnt from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medcls_core.evaluation.answers import Answer, probabilities_of
from medcls_core.evaluation.calibration import ece_by_draw
from medcls_core.evaluation.confusion import confusion_by_draw, f1, overall_accuracy, recall
from medcls_core.evaluation.intervals import Interval, Weights, bootstrap_weights
from medcls_core.evaluation.mcnemar import McNemar, mcnemar
from medcls_core.language import Text
from medcls_core.learning.rounds.gate_words import GateVerdict, Outcome, words_of

MARGIN = 0.05
"""How much lower a class's F1 may be before the candidate counts as worse."""

CALIBRATION_MARGIN = 0.05
LEAST_TESTED = 20
SURE = 0.05


@dataclass(frozen=True, slots=True)
class ClassChange:
    """One class before and after: recall and F1, the difference of F1 with its 95 % interval."""

    key: str
    n: int
    recall_before: float
    recall_after: float
    f1_before: float
    f1_after: float
    difference: Interval
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A finding that the candidate answers otherwise; classes by key."""

    name: str
    label: str
    before: str
    after: str
    prob_before: float
    prob_after: float

    @property
    def rank(self) -> int:
        """0 right to wrong, 1 wrong to right, 2 wrong to wrong."""
        if self.before == self.label:
            return 0
        return 1 if self.after == self.label else 2


@dataclass(frozen=True, slots=True)
class GateReport:
    """What was found, on how many findings of how many units.

    `accuracy` and `calibration` are before, after, and the difference with its interval. `other`
    is the accuracy on reads that neither model learnt from and that are not in the test set.
    """

    verdict: GateVerdict
    words: Text
    n: int
    units: int
    unit_name: str
    accuracy_before: float
    accuracy_after: float
    accuracy: Interval
    calibration_before: float
    calibration_after: float
    calibration: Interval
    test: McNemar
    classes: tuple[ClassChange, ...]
    changed: tuple[ChangedAnswer, ...]
    other_n: int = 0
    other_before: float | None = None
    other_after: float | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One model's answers about the test set, and its temperature."""

    answers: Sequence[Answer]
    temperature: float


def judge(
    before: Side,
    after: Side,
    classes: Sequence[str],
    unit_name: str,
    margin: float = MARGIN,
) -> GateReport:
    """Compare two models that answered about the same findings in the same order.

    A class is better or worse where the whole 95 % interval of its F1's difference (paired
    bootstrap by unit) lies on one side of nothing, not worse where it lies above minus the margin,
    else undecided. The candidate is worse if a class is, if the accuracy surely is (interval, or
    McNemar's test), or if its calibration error surely rose by more than its margin. It is better
    if a class or the accuracy is, and no class's F1 fell by more than the margin, be it by chance:
    a gain for common cells is no excuse for losing rare ones. It is not worse if no class is
    undecided. What is left is undecided.

    Raises:
        ValueError: if the two sides aren't about the same findings, or about none.
    """
    if [_about(one) for one in before.answers] != [_about(one) for one in after.answers]:
        raise ValueError("a gate needs the same labelled findings on both sides")
    pair = _Pair.of(before, after, unit_name, len(classes))
    changes = _class_changes(pair, classes, margin)
    accuracy, calibration = _overall(pair)
    gained, lost = (pair.right[1] & ~pair.right[0]), (pair.right[0] & ~pair.right[1])
    test = mcnemar(int(gained.sum()), int(lost.sum()))
    errors = [_ece(pair, side, np.ones((1, len(pair.labels))))[0] for side in (0, 1)]
    miscalibrated = errors[1] - errors[0] > CALIBRATION_MARGIN and calibration.low > 0
    outcomes = [one.outcome for one in changes]
    verdict = _verdict(changes, accuracy, test, margin, miscalibrated=miscalibrated)
    changed = _changed(before, after, classes)
    words = words_of(
        verdict, outcomes, len(changed), (errors[0], errors[1]) if miscalibrated else None
    )
    return GateReport(
        verdict=verdict,
        words=words,
        n=len(pair.labels),
        units=len(np.unique(pair.units)),
        unit_name=unit_name,
        accuracy_before=float(pair.right[0].mean()),
        accuracy_after=float(pair.right[1].mean()),
        accuracy=accuracy,
        calibration_before=float(errors[0]),
        calibration_after=float(errors[1]),
        calibration=calibration,
        test=test,
        classes=changes,
        changed=changed,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    labels: NDArray[np.int64]
    units: NDArray[np.str_]
    choices: tuple[NDArray[np.int64], NDArray[np.int64]]
    sure: tuple[NDArray[np.float64], NDArray[np.float64]]
    count: int

    @classmethod
    def of(cls, before: Side, after: Side, unit_name: str, count: int) -> "_Pair":
        probs = [
            probabilities_of(side.answers, side.temperature).astype(np.float64)
            for side in (before, after)
        ]
        by_finding = unit_name == "finding"
        return cls(
            np.array([one.label for one in before.answers], np.int64),
            np.array([one.name if by_finding else one.unit for one in before.answers]),
            (probs[0].argmax(1), probs[1].argmax(1)),
            (probs[0].max(1), probs[1].max(1)),
            count,
        )

    @property
    def right(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        return self.choices[0] == self.labels, self.choices[1] == self.labels


def _about(answer: Answer) -> tuple[str, int]:
    return answer.name, answer.label


def _class_changes(pair: _Pair, classes: Sequence[str], margin: float) -> tuple[ClassChange, ...]:
    def matrices(weights: Weights, side: int) -> NDArray[np.float64]:
        return confusion_by_draw(weights, pair.labels, pair.choices[side], pair.count)

    intervals = bootstrap_weights(
        pair.units, lambda weights: f1(matrices(weights, 1)) - f1(matrices(weights, 0))
    )
    whole = [matrices(np.ones((1, len(pair.labels))), side)[0] for side in (0, 1)]
    found = []
    for index, key in enumerate(classes):
        n = int((pair.labels == index).sum())
        if n:
            found.append(
                ClassChange(
                    key,
                    n,
                    recall_before=float(recall(whole[0])[index]),
                    recall_after=float(recall(whole[1])[index]),
                    f1_before=float(f1(whole[0])[index]),
                    f1_after=float(f1(whole[1])[index]),
                    difference=intervals[index],
                    outcome=outcome_of(intervals[index], margin),
                )
            )
    return tuple(found)


def outcome_of(difference: Interval, margin: float) -> Outcome:
    """What an interval of a difference says; see `judge`."""
    if math.isnan(difference.value):
        return Outcome.UNDECIDED
    if difference.high < 0:
        return Outcome.WORSE
    if difference.low > 0:
        return Outcome.BETTER
    return Outcome.NOT_WORSE if difference.low > -margin else Outcome.UNDECIDED


def _overall(pair: _Pair) -> tuple[Interval, Interval]:
    """Differences of accuracy and of the calibration error."""

    def differences(weights: Weights) -> NDArray[np.float64]:
        accuracies = [
            overall_accuracy(confusion_by_draw(weights, pair.labels, choice, pair.count))
            for choice in pair.choices
        ]
        errors = [_ece(pair, side, weights) for side in (0, 1)]
        return np.stack([accuracies[1] - accuracies[0], errors[1] - errors[0]], 1)

    accuracy, calibration = bootstrap_weights(pair.units, differences)
    return accuracy, calibration


def _ece(pair: _Pair, side: int, weights: Weights) -> NDArray[np.float64]:
    return ece_by_draw(weights, pair.sure[side], pair.right[side])


def _verdict(
    changes: Sequence[ClassChange],
    accuracy: Interval,
    test: McNemar,
    margin: float,
    *,
    miscalibrated: bool,
) -> GateVerdict:
    outcomes = {one.outcome for one in changes}
    uneven = test.p < SURE
    surely_lost = accuracy.high < 0 or (uneven and test.lost > test.gained)
    if Outcome.WORSE in outcomes or surely_lost or miscalibrated:
        return GateVerdict.WORSE
    if sum(one.n for one in changes) < LEAST_TESTED:
        return GateVerdict.UNDECIDED
    gains = Outcome.BETTER in outcomes or accuracy.low > 0 or (uneven and test.gained > test.lost)
    if gains and all(not one.difference.value < -margin for one in changes):
        return GateVerdict.BETTER
    return GateVerdict.UNDECIDED if Outcome.UNDECIDED in outcomes else GateVerdict.NOT_WORSE


def _changed(before: Side, after: Side, classes: Sequence[str]) -> tuple[ChangedAnswer, ...]:
    probs = [probabilities_of(side.answers, side.temperature) for side in (before, after)]
    found = []
    for place, answer in enumerate(before.answers):
        old, new = (int(one[place].argmax()) for one in probs)
        if old != new:
            found.append(
                ChangedAnswer(
                    answer.name,
                    classes[answer.label],
                    classes[old],
                    classes[new],
                    float(probs[0][place, old]),
                    float(probs[1][place, new]),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.rank, -one.prob_after, one.name)))
