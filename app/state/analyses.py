"""What models said since the start: heatmaps for the eye, analyses for the report."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.state.items import Item
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these packages load torch
    from medcls_core.explain.evidence import Evidence
    from medcls_core.inference.analysis_types import Analysis

ANALYSES_KEPT = 24
FINDINGS_KEPT = 512
"""Heatmaps are large, so only the latest are kept; findings and reads are in the store."""


@dataclass(frozen=True, slots=True)
class ModelAnswers:
    """What one model said of an image, as the label store has it; `version` is its name there."""

    sha256: str
    version: str
    task: Task
    items: tuple[Item, ...]


class Analyses:
    """Analyses by image, task and model, heatmaps by finding; the oldest are forgotten first.

    What every model said, before the start too, is known of one image at a time: that on screen.
    """

    def __init__(self) -> None:
        self._stored: tuple[tuple[UUID, str] | None, tuple[ModelAnswers, ...]] = (None, ())
        self._analyses: OrderedDict[tuple[UUID, str, str], Analysis] = OrderedDict()
        self._evidence: OrderedDict[UUID, tuple[Evidence, ...]] = OrderedDict()
        self._regions: OrderedDict[tuple[UUID, str, str], Evidence | None] = OrderedDict()

    def keep(self, image: UUID, analysis: "Analysis") -> None:
        """Remember what the model said of the image."""
        self._stored = (None, ())
        key = (image, analysis.task, analysis.model.sha256)
        self._analyses[key] = analysis
        self._analyses.move_to_end(key)
        while len(self._analyses) > ANALYSES_KEPT:
            self._analyses.popitem(last=False)
        for each in analysis.evidence:
            self.keep_evidence(each.finding, each.maps)

    def keep_evidence(self, finding: UUID, maps: "tuple[Evidence, ...]") -> None:
        """Remember the heatmaps of one finding; an empty tuple says that there are none."""
        self._evidence[finding] = maps
        self._evidence.move_to_end(finding)
        while len(self._evidence) > FINDINGS_KEPT:
            self._evidence.popitem(last=False)

    def keep_region(self, image: UUID, task: str, sha256: str, found: "Evidence | None") -> None:
        """Remember the heatmap of the whole image by a model; None says that there is none."""
        self._regions[image, task, sha256] = found
        self._regions.move_to_end((image, task, sha256))
        while len(self._regions) > ANALYSES_KEPT:
            self._regions.popitem(last=False)

    def knows_region(self, image: UUID, task: str, sha256: str) -> bool:
        """Whether it is known if there is a heatmap of the whole image by a model."""
        key = (image, task, sha256)
        return key in self._analyses or key in self._regions

    def region(self, image: UUID, task: str) -> "Evidence | None":
        """The heatmap of the whole image: of the latest run, or else one that was kept."""
        analysis = self.find(image, task)
        if analysis is not None:
            return analysis.probability
        kept = [one for key, one in self._regions.items() if key[:2] == (image, task)]
        return kept[-1] if kept else None

    def find(self, image: UUID, task: str) -> "Analysis | None":
        """The latest analysis since the start; None if it wasn't run or is forgotten."""
        return next(iter(self.by_model(image, task)), None)

    def know(self, image: UUID, task: str, answers: Sequence[ModelAnswers]) -> None:
        """What every model said of the image, the latest first."""
        self._stored = ((image, task), tuple(answers))

    def knows(self, image: UUID, task: str) -> bool:
        """Whether it is known what every model said of the image."""
        return self._stored[0] == (image, task)

    def stored(self, image: UUID, task: str) -> tuple[ModelAnswers, ...]:
        """What every model said of the image; nothing while that isn't known."""
        return self._stored[1] if self.knows(image, task) else ()

    def by_model(self, image: UUID, task: str) -> "tuple[Analysis, ...]":
        """What each model said since the start, the latest run first."""
        own = [one for key, one in self._analyses.items() if key[:2] == (image, task)]
        return tuple(reversed(own))

    def evidence(self, finding: UUID) -> "tuple[Evidence, ...] | None":
        """Heatmaps of a finding; None if nobody asked for them yet."""
        return self._evidence.get(finding)

    def forget(self, image: UUID) -> None:
        """Drop what was said of the image, for example when its pixel size was changed."""
        self._stored = (None, ())
        for known in [key for key in self._regions if key[0] == image]:
            del self._regions[known]
        for key in [key for key in self._analyses if key[0] == image]:
            for each in self._analyses[key].evidence:
                self._evidence.pop(each.finding, None)
            del self._analyses[key]

    def maps(
        self, image: UUID, task: str, finding: UUID | None, *, whole: bool = True
    ) -> "tuple[Evidence, ...]":
        """Heatmaps to choose from: the whole region's if wanted, then those of the finding."""
        region = self.region(image, task) if whole else None
        first = () if region is None else (region,)
        return first if finding is None else first + (self.evidence(finding) or ())
