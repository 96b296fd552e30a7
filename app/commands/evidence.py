"""Heatmaps of the finding that is looked at, made when they are first wanted."""

from typing import TYPE_CHECKING

from app.commands.load_review import offer_maps
from app.context import AppContext
from app.jobs import Lane
from app.state import Item, OpenImage
from medcls_core.errors import MedclsError
from medcls_core.progress import Progress

if TYPE_CHECKING:  # the explain package loads torch
    from medcls_core.explain.evidence import Evidence

EXPLAIN = "explain"
BEHIND_RUNS = -10


def show_evidence(context: AppContext) -> None:
    """Offer the selected finding's heatmaps; ask the model for them if nobody has yet."""
    offer_maps(context)
    image, item = context.images.current, context.review.selected
    if image is None or item is None or item.prediction is None:
        return
    if context.analyses.evidence(item.finding.uuid) is None and _model_is_there(context, item):
        _explain(context, image, item)


def _model_is_there(context: AppContext, item: Item) -> bool:
    """Whether the model that answered is the one that would explain."""
    version = context.models.version
    return (
        version is not None
        and version.card.weights is not None
        and item.prediction is not None
        and item.prediction.model_sha256 == version.sha256
    )


def _explain(context: AppContext, image: OpenImage, item: Item) -> None:
    task, finding = context.review.task, item.finding
    class_key = item.model_class(task) or ""
    device, version = context.settings.device, context.models.version

    def work(_: Progress) -> "tuple[Evidence, ...]":
        return context.analyst.explain(
            image.source, task, version, device, finding.outline, class_key
        )

    def done(maps: "tuple[Evidence, ...]") -> None:
        context.sources.release(image.source)
        context.analyses.keep_evidence(finding.uuid, maps)
        selected = context.review.selected
        if selected is not None and selected.finding.uuid == finding.uuid:
            offer_maps(context)

    def failed(problem: MedclsError) -> None:
        context.sources.release(image.source)
        context.analyses.keep_evidence(finding.uuid, ())
        context.messages.error(problem)

    context.runner.cancel(context.explaining)  # of a finding that was passed by
    context.sources.hold(image.source)
    context.explaining = context.runner.submit(
        Lane.GPU,
        EXPLAIN,
        work,
        done=done,
        failed=failed,
        cancelled=lambda: context.sources.release(image.source),
        priority=BEHIND_RUNS,
    )
