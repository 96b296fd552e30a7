"""What the model said and what readers stand for, counted apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from medcls_core.findings import Finding, Origin, Prediction, Read, Trait, Verdict
from medcls_core.reports.case_report import ClassCount, GroupCount, ReadingProgress, Standing
from medcls_core.store import reads as read_queries
from medcls_core.tasks import ClassLabel, Task


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with the model's class and the standing read, either of which may be missing.

    `score` is the model's probability of its class; `area_um2` is None where it isn't known.
    `number` is the finding's in window, report and tables. `flagged`: a reader wants a second look.
    `traits` are what the model says beside its class.
    """

    finding: Finding
    model_class: str | None
    score: float | None
    area_um2: float | None
    read: Read | None
    number: int = 0
    flagged: bool = False
    traits: tuple[Trait, ...] = ()

    @property
    def standing(self) -> Standing:
        """What has become of it."""
        if self.read is None or not self.read.answers:
            return Standing.ADDED if self.finding.origin is Origin.READER else Standing.AI_ONLY
        if self.read.verdict is Verdict.REJECT:
            return Standing.REJECTED
        if self.read.class_key is None:
            return Standing.UNDECIDED
        if self.model_class is None:
            return Standing.ADDED
        agrees = self.read.class_key == self.model_class
        return Standing.CONFIRMED if agrees else Standing.CORRECTED

    @property
    def reader_class(self) -> str | None:
        """The class that a reader stands for; None without one."""
        return None if self.read is None else self.read.class_key


def model_class(prediction: Prediction, task: Task, threshold: float) -> tuple[str, float]:
    """The class that the model stands for, and its probability.

    A mask task has one object class, and an object counts from the threshold upward; elsewhere
    the most probable class is the answer.
    """
    objects = [key for key in prediction.classes if key != task.background]
    if task.background is None or len(objects) != 1:
        return prediction.top_class, prediction.top_prob
    prob = prediction.probs[prediction.classes.index(objects[0])]
    return (objects[0], prob) if prob >= threshold else (task.background, prob)


def judge(
    findings: Sequence[Finding],
    predictions: Mapping[UUID, Prediction],
    areas_um2: Mapping[UUID, float],
    reads: Sequence[Read],
    task: Task,
    threshold: float,
) -> list[Judged]:
    """Every finding with what was said of it, in the order given."""
    standing, flagged = read_queries.current(reads), read_queries.flagged(reads)
    judged = []
    for finding in findings:
        prediction = predictions.get(finding.uuid)
        key, prob = (None, None) if prediction is None else model_class(prediction, task, threshold)
        judged.append(
            Judged(
                finding,
                key,
                prob,
                areas_um2.get(finding.uuid),
                standing.get(finding.uuid),
                flagged=finding.uuid in flagged,
                traits=() if prediction is None else prediction.traits,
            )
        )
    return judged


def class_counts(judged: Sequence[Judged], labels: Sequence[ClassLabel]) -> tuple[ClassCount, ...]:
    """Per class, how many the model said and how many a reader stands for."""
    by_model = Counter(one.model_class for one in judged)
    by_reader = Counter(one.reader_class for one in judged)
    return tuple(ClassCount(label, by_model[label.key], by_reader[label.key]) for label in labels)


def group_counts(counts: Sequence[ClassCount], task: Task) -> tuple[GroupCount, ...]:
    """The classes counted together by the task's groups; none where it has no groups of them."""
    by_key = {count.label.key: count for count in counts}
    return tuple(
        GroupCount(
            name,
            sum(by_key[key].model for key in keys),
            sum(by_key[key].reader for key in keys),
        )
        for name, keys in task.grouping_of(by_key)
    )


def progress_of(judged: Sequence[Judged]) -> ReadingProgress:
    """How far the reading has come."""
    counted = Counter(one.standing for one in judged)
    return ReadingProgress(**{standing.value: counted[standing] for standing in Standing})
