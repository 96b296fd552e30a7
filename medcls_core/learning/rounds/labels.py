"""Which of a store's verdicts can be learnt from, and why the others can't."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from medcls_core.data.sources.cut import Cut
from medcls_core.data.sources.label_store import cut_finding
from medcls_core.findings import Finding, Read, Verdict
from medcls_core.language import Text
from medcls_core.learning.rounds.reliability import reader_weights
from medcls_core.store import (
    LabelStore,
    StoredImage,
    consensus,
    findings,
    images,
    readers,
    reading_rules,
    reads,
)
from medcls_core.tasks import Task, TaskKind


class LeftOut(StrEnum):
    """Why a finding with verdicts is not learnt from."""

    CONFLICT = "conflict"
    NO_CLASS = "no_class"
    FOREIGN_CLASS = "foreign_class"
    NO_IMAGE = "no_image"


LEFT_OUT_WORDS = {
    LeftOut.CONFLICT: Text("readers contradict each other", "阅片人意见不一"),
    LeftOut.NO_CLASS: Text("no class was given", "未给出类别"),
    LeftOut.FOREIGN_CLASS: Text("a class that the model doesn't know", "模型没有的类别"),
    LeftOut.NO_IMAGE: Text("the image file is gone", "图像文件已不在"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A finding whose class is known.

    Attributes:
        finding: its uuid.
        image: that of its image.
        class_key: what readers stand for.
        readers: who.
        weight: how much it counts, (0, 1]: that of its most reliable reader.
        cut: the pixels, with the image as the unit of every split.
    """

    finding: UUID
    image: UUID
    class_key: str
    readers: tuple[str, ...]
    weight: float
    cut: Cut


@dataclass(frozen=True, slots=True)
class Labels:
    """What can be learnt from, and how many findings with verdicts can't, by reason."""

    usable: tuple[Label, ...]
    left_out: Mapping[LeftOut, int]

    @property
    def counts(self) -> dict[str, int]:
        """Usable labels by class."""
        return dict(Counter(label.class_key for label in self.usable))


def labels_of(store: LabelStore, task: Task, classes: Sequence[str]) -> Labels:
    """What a store knows that a model of these classes can learn from.

    A rejected object of a task that looks for objects is one of its background; elsewhere a
    rejection says only what something is not.

    Args:
        store: open.
        task: as the model answers it.
        classes: of the model's outputs.
    """
    usable, left = list[Label](), Counter[LeftOut]()
    weights = _weights(store, task.key)
    with store.session(read_only=True) as session:
        for image in images.all(session):
            found = findings.of_image(session, image.uuid, task.key)
            said = reads.of_image(session, image.uuid, task.key)
            path = images.locate(session, image)
            for finding, given in _by_finding(found, said).items():
                key = _class_of(given, task)
                why = _why_not(given, key, classes, path)
                if why is not None:
                    left[why] += 1
                elif key is not None and path is not None:
                    usable.append(_label(task, image, path, finding, key, given, weights))
    return Labels(tuple(usable), dict(left))


def _label(  # noqa: PLR0913, PLR0917  (a label is made of these)
    task: Task,
    image: StoredImage,
    path: Path,
    finding: Finding,
    key: str,
    given: Sequence[Read],
    weights: Mapping[str, float],
) -> Label:
    names = tuple(sorted({read.reader for read in given}))
    weight = max(weights.get(name, 1.0) for name in names)
    cut = cut_finding(task, image, path, finding, key)
    return Label(finding.uuid, image.uuid, key, names, weight, cut)


def _weights(store: LabelStore, task: str) -> dict[str, float]:
    with store.session(read_only=True) as session:
        every = [
            read
            for image in images.all(session)
            for read in reads.of_image(session, image.uuid, task)
        ]
        repeats = [
            one
            for reader in readers.all(session)
            for one in reading_rules.conditions(session, reader.name)
        ]
    return reader_weights(reads.current_by_reader(every), every, repeats)


def _by_finding(found: Sequence[Finding], said: Sequence[Read]) -> dict[Finding, list[Read]]:
    """The answers that count of every finding that has one: of all readers, or adjudicated."""
    standing = consensus.standings(said)
    given = {each: standing[each.uuid].in_force for each in found if each.uuid in standing}
    return {each: list(answers) for each, answers in given.items() if answers}


def _class_of(given: Sequence[Read], task: Task) -> str | None:
    """What all readers stand for; None if they differ, or stand for no class."""
    keys = {
        task.background
        if read.verdict is Verdict.REJECT and task.kind is TaskKind.MASK
        else read.class_key
        for read in given
    }
    return keys.pop() if len(keys) == 1 else None


def _why_not(
    given: Sequence[Read], key: str | None, classes: Sequence[str], path: Path | None
) -> LeftOut | None:
    if key is None:
        said = {(read.verdict, read.class_key) for read in given}
        return LeftOut.CONFLICT if len(said) > 1 else LeftOut.NO_CLASS
    if key not in classes:
        return LeftOut.FOREIGN_CLASS
    return LeftOut.NO_IMAGE if path is None else None
