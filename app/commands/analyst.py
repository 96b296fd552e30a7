"""The real analyst: models through the core's inference; loads torch on first use."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.jobs import load_torch
from medcls_core.geometry import Box, Outline
from medcls_core.progress import Progress
from medcls_core.tasks import Task, all_tasks

if TYPE_CHECKING:  # these load torch
    from medcls_core.explain.evidence import Evidence
    from medcls_core.images.source import ImageSource
    from medcls_core.inference import Analysis, Predictor
    from medcls_core.learning.asking_next.from_store import Asked, Question
    from medcls_core.networks import ModelVersion
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (torch takes seconds to import: only the jobs of the GPU lane wait for it)


class CoreAnalyst:
    """Keeps the last predictor, since loading one takes longer than a small image."""

    def __init__(self) -> None:
        self._loaded: tuple[ModelVersion, str, Predictor] | None = None

    def models(self) -> "Mapping[str, Mapping[str, ModelVersion]]":
        """The bundled and the imported models of every task by name."""
        from medcls_core.networks import bundled_model, installed_models

        return {
            task.key: {"": bundled_model(task.key)}
            | {model.folder.name: model for model in installed_models(task.key)}
            for task in all_tasks()
        }

    def analyse(
        self,
        source: "ImageSource",
        task: Task,
        version: "ModelVersion | None",
        device: str,
        progress: Progress,
        boxes: tuple[Box, ...] = (),
    ) -> "Analysis":
        """Run the model on the whole image, or on the cells in `boxes`."""
        load_torch()
        from medcls_core.inference import AnalysisOptions, analyse

        predictor = self._predictor(task, version, device)
        return analyse(source, task, predictor, AnalysisOptions(boxes=boxes), progress)

    def explain(
        self,
        source: "ImageSource",
        task: Task,
        version: "ModelVersion | None",
        device: str,
        outline: Outline,
        class_key: str,
    ) -> "tuple[Evidence, ...]":
        """Every heatmap that the network offers for the finding."""
        load_torch()
        from medcls_core.inference.evidence import crop_evidence

        return crop_evidence(source, self._predictor(task, version, device), outline, class_key)

    def ask_next(
        self,
        store: "LabelStore",
        task: Task,
        version: "ModelVersion | None",
        device: str,
        question: "Question",
        progress: Progress,
    ) -> "Asked":
        """Weigh the open findings of a store as the model sees them."""
        load_torch()
        from medcls_core.learning.asking_next.from_store import ask_next

        return ask_next(store, self._predictor(task, version, device), question, progress)

    def _predictor(self, task: Task, version: "ModelVersion | None", device: str) -> "Predictor":
        from medcls_core.inference import Predictor, choose_device
        from medcls_core.networks import bundled_model

        model = version or bundled_model(task.key)
        if self._loaded is None or self._loaded[:2] != (model, device):
            predictor = Predictor.load(task, model, choose_device(device))
            self._loaded = (model, device, predictor)
        return self._loaded[2]
