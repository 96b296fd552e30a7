"""The real analyst: bundled models through the core's inference; loads torch on first use."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from medcls_core.geometry import Outline
from medcls_core.progress import Progress
from medcls_core.tasks import Task, all_tasks

if TYPE_CHECKING:  # these load torch
    from medcls_core.explain.evidence import Evidence
    from medcls_core.images.source import ImageSource
    from medcls_core.inference import Analysis, Predictor
    from medcls_core.networks import ModelVersion

# ruff: noqa: PLC0415  (torch takes seconds to import: only the jobs of the GPU lane wait for it)


class CoreAnalyst:
    """Keeps the last predictor, since loading one takes longer than a small image."""

    def __init__(self) -> None:
        self._loaded: tuple[str, str, Predictor] | None = None

    def models(self) -> "Mapping[str, ModelVersion]":
        """The bundled model of every task."""
        from medcls_core.networks import bundled_model

        return {task.key: bundled_model(task.key) for task in all_tasks()}

    def analyse(
        self, source: "ImageSource", task: Task, device: str, progress: Progress
    ) -> "Analysis":
        """Run the bundled model on the whole image."""
        from medcls_core.inference import AnalysisOptions, analyse

        predictor = self._predictor(task, device)
        return analyse(source, task, predictor, AnalysisOptions(), progress)

    def explain(
        self, source: "ImageSource", task: Task, device: str, outline: Outline, class_key: str
    ) -> "tuple[Evidence, ...]":
        """Every heatmap that the task's network offers for the finding."""
        from medcls_core.inference.evidence import crop_evidence

        return crop_evidence(source, self._predictor(task, device), outline, class_key)

    def _predictor(self, task: Task, device: str) -> "Predictor":
        from medcls_core.inference import Predictor, choose_device
        from medcls_core.networks import bundled_model

        if self._loaded is None or self._loaded[:2] != (task.key, device):
            predictor = Predictor.load(task, bundled_model(task.key), choose_device(device))
            self._loaded = (task.key, device, predictor)
        return self._loaded[2]
