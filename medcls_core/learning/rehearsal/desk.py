"""A reader who knows every label, at a store of their own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID, uuid4

from PIL import Image

from medcls_core.findings import Finding, Origin, Prediction, Verdict
from medcls_core.geometry import Size
from medcls_core.images import PixelSize, quick_hash
from medcls_core.images.source import PixelSizeOrigin
from medcls_core.inference import Predictor
from medcls_core.learning.asking_next.from_store import open_findings
from medcls_core.learning.rehearsal.cases import Case
from medcls_core.learning.rounds.frozen_set import BY_IMAGE
from medcls_core.learning.rounds.mask_candidate import asked_cut
from medcls_core.progress import Progress
from medcls_core.store import (
    LabelStore,
    NewRead,
    findings,
    images,
    models,
    predictions,
    reads,
    rounds,
)
from medcls_core.store.rounds import TestItem
from medcls_core.tasks import Task, TaskKind

READER = "scripted reader"


@dataclass(slots=True)
class Desk:
    """The findings of a store and what is right about each."""

    store: LabelStore
    task: Task
    mpp: float | None = None
    truth: dict[UUID, str] = field(default_factory=dict)

    def lay_out(self, cases: Sequence[Case]) -> list[UUID]:
        """Put cases, those of an image one after the other, into the store without an answer."""
        laid = list[UUID]()
        size = None if self.mpp is None else PixelSize(self.mpp, PixelSizeOrigin.USER)
        with self.store.session() as session:
            for path, some in groupby(cases, lambda case: case.image):
                with Image.open(path) as opened:
                    frame = Size(*opened.size)
                image = images.remember(session, path, quick_hash(path), frame, size)
                found = [
                    (Finding(uuid4(), self.task.key, case.outline, Origin.IMPORT, READER), case)
                    for case in some
                ]
                findings.add(session, image.uuid, [finding for finding, _ in found])
                self.truth |= {finding.uuid: case.label for finding, case in found}
                laid += [finding.uuid for finding, _ in found]
        return laid

    def answer(self, asked: Collection[UUID]) -> None:
        """Say what is right about the findings asked about; a look-alike is rejected."""
        with self.store.session() as session:
            reads.append_all(session, [self._read(uuid) for uuid in asked])

    def _read(self, uuid: UUID) -> NewRead:
        label = self.truth[uuid]
        alike = self.task.kind is TaskKind.MASK and label == self.task.background
        verdict = Verdict.REJECT if alike else Verdict.CORRECT
        named = None if alike else label
        return NewRead(uuid, self.task.key, READER, verdict, named, "rehearsal", None)

    def freeze(self, asked: Collection[UUID]) -> None:
        """Answer, and keep the findings as the test set for good."""
        self.answer(asked)
        with self.store.session() as session:
            rounds.freeze(
                session, self.task.key, [TestItem(one, self.truth[one], BY_IMAGE) for one in asked]
            )

    def predict(self, predictor: Predictor, progress: Progress) -> None:
        """Let a model answer about every open finding, as the window does when it has changed.

        Raises:
            ImageUnreadable: if an image is damaged.
            Cancelled: between two batches.
        """
        every = open_findings(self.store, self.task, progress)
        cuts = {one.finding: asked_cut(one.cut, self.task) for one in every if one.cut is not None}
        answers = predictor.predict_crops([cut.read() for cut in cuts.values()], progress)
        said = [
            Prediction(finding, self.task.key, predictor.sha256, predictor.classes, probs)
            for finding, probs in zip(cuts, answers, strict=True)
        ]
        with self.store.session() as session:
            models.remember(session, predictor.model)
            predictions.add(session, said)
