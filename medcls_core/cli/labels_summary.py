"""Counts over a label store."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from medcls_core.findings import Finding, Prediction, Read, Verdict
from medcls_core.store import LabelStore, StoredImage, findings, images, predictions, reads
from medcls_core.tasks import all_tasks

COUNTED = tuple(verdict for verdict in Verdict if verdict is not Verdict.WITHDRAW)


@dataclass(frozen=True, slots=True)
class ImageSummary:
    """One image of the store; `read` counts findings with a standing verdict."""

    path: str
    quick_hash: str
    width_l0: int
    height_l0: int
    mpp: float | None
    findings: int
    read: int
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """One task over the whole store.

    `agree` of `compared` read findings were accepted, or stand in the model's most probable
    class; a rejected finding counts as compared. `verdicts` counts the standing ones.
    """

    task: str
    images: int
    findings: int
    read: int
    compared: int
    agree: int
    verdicts: dict[str, int]
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


def summaries(store: LabelStore) -> list[ImageSummary]:
    """Every image, the first known first."""
    with store.session(read_only=True) as session:
        found = []
        for image in images.all(session):
            contents = [
                _content(
                    findings.of_image(session, image.uuid, task.key),
                    predictions.of_image(session, image.uuid, task.key),
                    reads.of_image(session, image.uuid, task.key),
                )
                for task in all_tasks()
            ]
            count = sum(len(one.findings) for one in contents)
            found.append(
                _summary(image, count, [read for one in contents for read in one.standing])
            )
    return found


def statistics(store: LabelStore) -> list[Statistics]:
    """Every task that has findings, in the order of the tasks."""
    found = []
    for task in all_tasks():
        contents = [one for one in _contents(store, task.key) if one.findings]
        if contents:
            found.append(_statistics(task.key, contents))
    return found


def is_known_head(store: LabelStore, head: str) -> bool:
    """Whether any read of the store has this hash."""
    with store.session(read_only=True) as session:
        return any(
            read.hash == head
            for image in images.all(session)
            for read in reads.of_image(session, image.uuid)
        )


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
    return _Content(
        reads.in_force(found, answers, said), answers, list(reads.current(said).values())
    )


def _summary(image: StoredImage, count: int, standing: Sequence[Read]) -> ImageSummary:
    return ImageSummary(
        path=str(image.path),
        quick_hash=image.quick_hash,
        width_l0=image.size_l0.width,
        height_l0=image.size_l0.height,
        mpp=image.mpp,
        findings=count,
        read=len(standing),
        readers=tuple(sorted({read.reader for read in standing})),
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
        readers=tuple(sorted({read.reader for read in standing})),
    )


def _agrees(read: Read, said: str) -> bool:
    # With a low threshold an object stands though the background is more probable.
    return read.verdict is Verdict.ACCEPT or read.class_key == said


_ANSWERS = frozenset({Verdict.ACCEPT, Verdict.CORRECT, Verdict.REJECT})
