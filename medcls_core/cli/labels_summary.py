"""Counts over a label store."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from medcls_core.findings import Finding, Prediction, Read, Verdict
from medcls_core.store import LabelStore, StoredImage, findings, images, predictions, reads
from medcls_core.tasks import all_tasks

_NO_VERDICTS = (Verdict.WITHDRAW, Verdict.FLAG)  # a flag stands beside the verdict
COUNTED = tuple(verdict for verdict in Verdict if verdict not in _NO_VERDICTS)


@dataclass(frozen=True, slots=True)
class ImageSummary:
    """One image of the store; `read` counts findings with a standing verdict.

    `flagged` has the numbers of the flagged findings of every task that has some.
    """

    path: str
    quick_hash: str
    width_l0: int
    height_l0: int
    mpp: float | None
    findings: int
    read: int
    readers: tuple[str, ...]
    flagged: dict[str, tuple[int, ...]]

    def flagged_text(self) -> str:
        """'mitosis: 3, 7'; a dash where nothing is flagged."""
        listed = [f"{task}: {', '.join(map(str, some))}" for task, some in self.flagged.items()]
        return "; ".join(listed) or "-"


@dataclass(frozen=True, slots=True)
class Statistics:
    """One task over the whole store.

    `agree` of `compared` read findings were accepted, or stand in the model's most probable
    class; a rejected finding counts as compared. `verdicts` counts the standing ones, `flagged`
    the findings with a flag, whatever the verdict beside it.
    """

    task: str
    images: int
    findings: int
    read: int
    compared: int
    agree: int
    verdicts: dict[str, int]
    flagged: int
    readers: tuple[str, ...]

    def agreement_text(self) -> str:
        """'12 / 15'; a dash where nothing can be compared."""
        return f"{self.agree} / {self.compared}" if self.compared else "-"


@dataclass(frozen=True, slots=True)
class _Content:
    """What the store knows of one image and task."""

    findings: list[Finding]
    predictions: list[Prediction]
    standing: list[Read]
    flagged: frozenset[UUID]


def summaries(store: LabelStore) -> list[ImageSummary]:
    """Every image, the first known first."""
    with store.session(read_only=True) as session:
        found = []
        for image in images.all(session):
            contents = {
                task.key: _content(
                    findings.of_image(session, image.uuid, task.key),
                    predictions.of_image(session, image.uuid, task.key),
                    reads.of_image(session, image.uuid, task.key),
                )
                for task in all_tasks()
            }
            flagged = {
                key: _numbers(findings.numbers(session, image.uuid, key), one.flagged)
                for key, one in contents.items()
                if one.flagged
            }
            found.append(_summary(image, list(contents.values()), flagged))
    return found


def statistics(store: LabelStore) -> list[Statistics]:
    """Every task that has findings, in the order of the tasks."""
    found = []
    for task in all_tasks():
        contents = [one for one in _contents(store, task.key) if one.findings]
        if contents:
            found.append(_statistics(task.key, contents))
    return found


def _contents(store: LabelStore, task: str) -> list[_Content]:
    with store.session(read_only=True) as session:
        return [
            _content(
                findings.of_image(session, image.uuid, task),
                predictions.of_image(session, image.uuid, task),
                reads.of_image(session, image.uuid, task),
            )
            for image in images.all(session)
        ]


def _content(found: list[Finding], answers: list[Prediction], said: list[Read]) -> _Content:
    """What stands of it: marks that were taken back are left out."""
    kept = reads.in_force(found, answers, said)
    flagged = reads.flagged(said) & {finding.uuid for finding in kept}
    return _Content(kept, answers, list(reads.current(said).values()), flagged)


def _numbers(numbers: Mapping[UUID, int], flagged: Iterable[UUID]) -> tuple[int, ...]:
    return tuple(sorted(numbers[uuid] for uuid in flagged))


def _summary(
    image: StoredImage, contents: Sequence[_Content], flagged: dict[str, tuple[int, ...]]
) -> ImageSummary:
    standing = [read for one in contents for read in one.standing]
    return ImageSummary(
        path=str(image.path),
        quick_hash=image.quick_hash,
        width_l0=image.size_l0.width,
        height_l0=image.size_l0.height,
        mpp=image.mpp,
        findings=sum(len(one.findings) for one in contents),
        read=len(standing),
        readers=tuple(sorted({read.reader for read in standing})),
        flagged=flagged,
    )


def _statistics(task: str, contents: Sequence[_Content]) -> Statistics:
    standing = [read for one in contents for read in one.standing]
    said = {
        prediction.finding: prediction.top_class
        for one in contents
        for prediction in one.predictions
    }
    answers = [read for read in standing if read.verdict in _ANSWERS and read.finding in said]
    counted = Counter(read.verdict for read in standing)
    return Statistics(
        task=task,
        images=len(contents),
        findings=sum(len(one.findings) for one in contents),
        read=len(standing),
        compared=len(answers),
        agree=sum(_agrees(read, said[read.finding]) for read in answers),
        verdicts={verdict.value: counted[verdict] for verdict in COUNTED},
        flagged=sum(len(one.flagged) for one in contents),
        readers=tuple(sorted({read.reader for read in standing})),
    )


def _agrees(read: Read, said: str) -> bool:
    # With a low threshold an object stands though the background is more probable.
    return read.verdict is Verdict.ACCEPT or read.class_key == said


_ANSWERS = frozenset({Verdict.ACCEPT, Verdict.CORRECT, Verdict.REJECT})
