"""The last analysis of every image, for its heatmaps and for the report."""

from collections import OrderedDict
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:  # the inference package loads torch
    from medcls_core.explain.evidence import Evidence
    from medcls_core.inference import Analysis

KEPT = 24
"""Analyses hold heatmaps, so only the latest are kept; findings and reads are in the store."""


class Analyses:
    """Analyses by image and task, the oldest forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[UUID, str], Analysis] = OrderedDict()

    def keep(self, image: UUID, analysis: "Analysis") -> None:
        """Remember what the model said of the image."""
        self._kept[image, analysis.task] = analysis
        self._kept.move_to_end((image, analysis.task))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def find(self, image: UUID, task: str) -> "Analysis | None":
        """The latest analysis since the start; None if it wasn't run or is forgotten."""
        return self._kept.get((image, task))

    def forget(self, image: UUID) -> None:
        """Drop what was said of the image, for example when its pixel size was changed."""
        for key in [key for key in self._kept if key[0] == image]:
            del self._kept[key]

    def maps(self, image: UUID, task: str, finding: UUID | None) -> "tuple[Evidence, ...]":
        """Heatmaps to choose from: the whole region's, then those of the finding."""
        analysis = self.find(image, task)
        if analysis is None:
            return ()
        whole = () if analysis.probability is None else (analysis.probability,)
        of_finding = [each.maps for each in analysis.evidence if each.finding == finding]
        return whole + (of_finding[0] if of_finding else ())
