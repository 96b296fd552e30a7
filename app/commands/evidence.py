"""Heatmaps of the finding that is looked at, made when they are first wanted."""

from typing import TYPE_CHECKING
from uuid import UUID

from app.commands.held import submit_held
from app.commands.kept_evidence import keep_finding, of_finding, recall, recall_region
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
    """Offer the selected finding's heatmaps; ask the model for them if nobody ever has."""
    offer_maps(context)
    image, item = context.images.current, context.review.selected
    if image is None or item is None or item.prediction is None:
        return
    task, sha256, finding = context.review.task, item.prediction.model_sha256, item.finding.uuid
    recall_region(context, image, task, sha256)
    if context.analyses.evidence(finding) is not None:
        return

    def tell(maps: "tuple[Evidence, ...] | None") -> None:
        if maps is not None:
            _show(context, finding, maps)
        elif context.images.current is image and _model_is_there(context, item):
            _explain(context, image, item)

    recall(context, of_finding(image, task, sha256, finding), tell)


def _show(context: AppContext, finding: UUID, maps: "tuple[Evidence, ...]") -> None:
    context.analyses.keep_evidence(finding, maps)
    selected = context.review.selected
    if selected is not None and selected.finding.uuid == finding:
        offer_maps(context)


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
        _show(context, finding.uuid, maps)
        keep_finding(context, image, task, finding.uuid, maps)

    def failed(problem: MedclsError) -> None:
        context.analyses.keep_evidence(finding.uuid, ())
        context.messages.error(problem)

    context.runner.cancel(context.explaining)  # of a finding that was passed by
    context.explaining = submit_held(
        context,
        image.source,
        Lane.GPU,
        EXPLAIN,
        work,
        done=done,
        failed=failed,
        priority=BEHIND_RUNS,
    )
