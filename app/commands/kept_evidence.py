"""Heatmaps of earlier days: kept beside every run, recalled when an image is open again."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from app.commands.load_review import offer_maps
from app.commands.thumbnails import BEHIND_THE_VIEW
from app.context import AppContext
from app.jobs import Lane
from app.state import OpenImage
from medcls_core.tasks import Task, TaskKind

if TYPE_CHECKING:  # these packages load libraries that the window needn't wait for
    from medcls_core.explain.evidence import Evidence
    from medcls_core.explain.kept import Subject
    from medcls_core.images.source import PixelSize
    from medcls_core.inference.analysis_types import Analysis

# ruff: noqa: PLC0415  (imported in the jobs that need them)


def keep_run(
    context: AppContext, quick_hash: str, pixel_size: "PixelSize | None", analysis: "Analysis"
) -> None:
    """Keep the heatmaps of a run, once its findings have the names of the label store."""

    def work() -> None:
        from medcls_core.explain.kept import keep

        def subject(finding: UUID | None) -> "Subject":
            return _subject(quick_hash, pixel_size, analysis.task, analysis.model.sha256, finding)

        if analysis.probability is not None:
            keep(subject(None), (analysis.probability,))
        for each in analysis.evidence:
            keep(subject(each.finding), each.maps)

    _later(context, work)


def keep_finding(
    context: AppContext, image: OpenImage, task: Task, finding: UUID, maps: "tuple[Evidence, ...]"
) -> None:
    """Keep the heatmaps that were made of one finding."""
    if not maps:
        return
    subject = of_finding(image, task, maps[0].model_sha256, finding)

    def work() -> None:
        from medcls_core.explain.kept import keep

        keep(subject(), maps)

    _later(context, work)


def recall(
    context: AppContext,
    subject: "Callable[[], Subject]",
    tell: "Callable[[tuple[Evidence, ...] | None], None]",
) -> None:
    """Look for kept heatmaps and tell them; None if there are none."""

    def work(_: object) -> "tuple[Evidence, ...] | None":
        from medcls_core.explain.kept import recall

        return recall(subject())

    context.runner.submit(
        Lane.TILES,
        "recall heatmaps",
        work,
        done=tell,
        failed=context.messages.error,
        priority=BEHIND_THE_VIEW,
    )


def recall_region(context: AppContext, image: OpenImage, task: Task, sha256: str) -> None:
    """Offer the kept heatmap of the whole image, of which nobody asked since the start."""
    if task.kind is not TaskKind.MASK or context.analyses.knows_region(
        image.uuid, task.key, sha256
    ):
        return
    context.analyses.keep_region(image.uuid, task.key, sha256, None)

    def tell(maps: "tuple[Evidence, ...] | None") -> None:
        if maps:
            context.analyses.keep_region(image.uuid, task.key, sha256, maps[0])
            offer_maps(context)

    recall(context, of_finding(image, task, sha256, None), tell)


def of_finding(
    image: OpenImage, task: Task, sha256: str, finding: UUID | None
) -> "Callable[[], Subject]":
    """What to look for, made in the job that looks."""
    known = image.source.pixel_size
    return lambda: _subject(image.quick_hash, known, task.key, sha256, finding)


def _subject(
    quick_hash: str, pixel_size: "PixelSize | None", task: str, sha256: str, finding: UUID | None
) -> "Subject":
    from medcls_core.explain.kept import Subject

    mpp = None if pixel_size is None else pixel_size.mpp
    return Subject(quick_hash, mpp, task, sha256, finding)


def _later(context: AppContext, work: Callable[[], None]) -> None:
    context.runner.submit(
        Lane.TILES,
        "keep heatmaps",
        lambda _: work(),
        done=lambda _: None,
        failed=context.messages.error,
        priority=BEHIND_THE_VIEW,
    )
