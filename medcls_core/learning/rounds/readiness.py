"""Whether there is enough to learn from: counts by class, and what is missing in words."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from medcls_core.language import Text, filled
from medcls_core.learning.rounds.frozen_set import LEAST_LABELS, learnable, tested
from medcls_core.learning.rounds.labels import Label, Labels, LeftOut
from medcls_core.store import LabelStore, rounds
from medcls_core.tasks import Task

LEAST_NEW = 20
LEAST_OF_CLASS = 5
TWO = 2

_NEW = Text("{count} more new labels", "还需 {count} 条新标注")
_CLASSES = Text(
    "a second class with {least} labels to learn from", "第二个类别还需达到 {least} 条可学习标注"
)
_TEST = Text(
    "{count} more labels, since at least twenty are frozen for tests",
    "还需 {count} 条标注（其中至少二十条冻结为测试集）",
)
_READY = Text("Ready to train: {new} new labels.", "可以训练：{new} 条新标注。")
_WAITING = Text("Not ready to train yet: it needs {missing}.", "尚不能训练：{missing}。")


@dataclass(frozen=True, slots=True)
class ClassCount:
    """The labels of a class: to learn from, of those not learnt from yet, and frozen for tests."""

    learnable: int
    new: int
    tested: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """Counts by class in the order of the model's outputs, and what is missing; empty: ready."""

    counts: Mapping[str, ClassCount]
    left_out: Mapping[LeftOut, int]
    missing: tuple[Text, ...]
    frozen: bool

    @property
    def ready(self) -> bool:
        """Whether a round can begin."""
        return not self.missing

    @property
    def new(self) -> int:
        """Labels that no round has learnt from."""
        return sum(count.new for count in self.counts.values())

    @property
    def words(self) -> Text:
        """The same as a sentence."""
        if self.ready:
            return filled(_READY, new=self.new)
        missing = Text(
            "; ".join(one.en for one in self.missing), "；".join(one.zh for one in self.missing)
        )
        return filled(_WAITING, missing=missing)


def learnt_before(store: LabelStore, task: str) -> frozenset[UUID]:
    """The findings that any round of the task has used."""
    with store.session(read_only=True) as session:
        return rounds.used_by(session, [one.uuid for one in rounds.of_task(session, task)])


def readiness_of(
    store: LabelStore, task: Task, classes: Sequence[str], labels: Labels
) -> Readiness:
    """Count what there is.

    Args:
        store: open.
        task: the question.
        classes: of the model in use.
        labels: of the store.
    """
    with store.session(read_only=True) as session:
        frozen = rounds.frozen(session, task.key)
    known = learnt_before(store, task.key)
    learn, test = learnable(frozen, labels.usable), tested(frozen, labels.usable)
    counts = {
        key: ClassCount(_count(learn, key), _count(learn, key, apart_from=known), _count(test, key))
        for key in classes
    }
    return Readiness(
        counts, labels.left_out, _missing(counts, learn, frozen=bool(frozen)), bool(frozen)
    )


def _count(labels: Sequence[Label], key: str, apart_from: Collection[UUID] = ()) -> int:
    return sum(one.class_key == key and one.finding not in apart_from for one in labels)


def _missing(
    counts: Mapping[str, ClassCount], learn: Sequence[Label], *, frozen: bool
) -> tuple[Text, ...]:
    missing = []
    new = sum(count.new for count in counts.values())
    if new < LEAST_NEW:
        missing.append(filled(_NEW, count=LEAST_NEW - new))
    of_class = Counter(one.class_key for one in learn)
    if sum(count >= LEAST_OF_CLASS for count in of_class.values()) < TWO:
        missing.append(filled(_CLASSES, least=LEAST_OF_CLASS))
    if not frozen and len(learn) < LEAST_LABELS:
        missing = missing[1:] if new < LEAST_NEW else missing
        missing.insert(0, filled(_TEST, count=LEAST_LABELS - len(learn)))
    return tuple(missing)
