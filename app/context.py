"""Everything the window's parts share, made once and handed to each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.jobs import Runner, StoreLane
from app.settings import Settings
from app.state import (
    Ahead,
    Analyses,
    Asking,
    Bulk,
    Coverage,
    Drawing,
    Gallery,
    HotSpot,
    Images,
    Learning,
    Messages,
    Models,
    Outlines,
    Overlay,
    Recent,
    Review,
    Sources,
    Timeline,
    Undoable,
    Unpainted,
    Work,
)
from medcls_core.findings import Read
from medcls_core.geometry import Box, Outline
from medcls_core.history import GrowingHistory
from medcls_core.progress import Progress
from medcls_core.tasks import Task, all_tasks

if TYPE_CHECKING:  # these load torch
    from medcls_core.explain.evidence import Evidence
    from medcls_core.images.source import ImageSource
    from medcls_core.inference.analysis_types import Analysis
    from medcls_core.learning.asking_next.from_store import Asked, Question
    from medcls_core.networks.card import ModelVersion
    from medcls_core.store import LabelStore


class Analyst(Protocol):
    """Whoever runs models; every function is called in the GPU lane."""

    def models(self) -> "Mapping[str, Mapping[str, ModelVersion]]":
        """The models of every task by its key and their names; the bundled one's is empty."""

    def analyse(
        self,
        source: "ImageSource",
        task: Task,
        version: "ModelVersion | None",
        device: str,
        progress: Progress,
        boxes: tuple[Box, ...] = (),
    ) -> "Analysis":
        """What a model of the task says of the whole image, or of the cells in `boxes`.

        Args:
            source: the open image.
            task: the question.
            version: the model; None is the bundled one.
            device: auto, cpu or cuda.
            progress: told between batches, and raises when cancelled.
            boxes: cells of the image; a task of cells is asked about each of them.

        Raises:
            MedclsError: if there are no weights, no pixel size, or the image can't be read.
        """

    def explain(
        self,
        source: "ImageSource",
        task: Task,
        version: "ModelVersion | None",
        device: str,
        outline: Outline,
        class_key: str,
    ) -> "tuple[Evidence, ...]":
        """Heatmaps of one finding for one class; none where the network offers none."""

    def ask_next(
        self,
        store: "LabelStore",
        task: Task,
        version: "ModelVersion | None",
        device: str,
        question: "Question",
        progress: Progress,
    ) -> "Asked":
        """Which findings' labels would teach the model most.

        Raises:
            MedclsError: if there are no weights, the network shows nothing but its answers and
                the strategy needs more, or an image can't be read.
        """


@dataclass(slots=True)
class AppContext:
    """Settings, workers and state of one window.

    `acts` is what the reader did on the open image, and can undo. `explaining` is the last job for
    heatmaps. `trail` names the image of every verdict that was
    given and not taken back, so that an undo finds the last one; verdicts given to many findings at
    once are one step of it. At the start it is empty: the first undo asks the label store. `undone`
    is the same for what was taken back.
    """

    settings: Settings
    runner: Runner
    store: StoreLane
    analyst: Analyst
    images: Images
    review: Review
    gallery: Gallery
    overlay: Overlay
    models: Models
    work: Work
    messages: Messages
    analyses: Analyses = field(default_factory=Analyses)
    sources: Sources = field(default_factory=Sources)
    drawing: Drawing = field(default_factory=Drawing)
    outlines: Outlines = field(default_factory=Outlines)
    coverage: Coverage = field(default_factory=Coverage)
    hot_spot: HotSpot = field(default_factory=HotSpot)
    ahead: Ahead = field(default_factory=Ahead)
    unpainted: Unpainted = field(default_factory=Unpainted)
    undoable: Undoable = field(default_factory=Undoable)
    recent: Recent = field(default_factory=Recent)
    learning: Learning = field(default_factory=Learning)
    asking: Asking = field(default_factory=Asking)
    timeline: Timeline = field(default_factory=Timeline)
    acts: GrowingHistory = field(default_factory=GrowingHistory)
    explaining: int = 0
    trail: list[Path | Bulk] = field(default_factory=list)
    undone: list[Path | tuple[Read, ...]] = field(default_factory=list)


def make_context(settings: Settings, analyst: Analyst, runner: Runner | None = None) -> AppContext:
    """A context with nothing open yet, its task and store as the settings say."""
    known = {task.key: task for task in all_tasks()}
    task = known.get(settings.task, known["mitosis"])
    runner = runner or Runner()
    context = AppContext(
        settings=settings,
        runner=runner,
        store=StoreLane(runner, settings.store_url),
        analyst=analyst,
        images=Images(),
        review=Review(task),
        gallery=Gallery(task),
        overlay=Overlay(),
        models=Models(task),
        work=Work(),
        messages=Messages(),
    )
    runner.ended.connect(lambda job, _: context.work.end_job(job))
    context.outlines.changed.connect(context.review.redraw)
    return context
