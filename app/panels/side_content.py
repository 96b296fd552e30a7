"""What one of two linked views can show, and the findings and heatmap for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.context import AppContext
from app.panels.marks import UNCLASSED
from app.panels.symbols import color_of, symbol_of
from app.state import Item
from app.translation import say
from app.viewer.marks import FindingMark
from app.viewer.method_names import method_name
from medcls_core.tasks import Task, task_for

if TYPE_CHECKING:  # these load torch
    from medcls_core.explain.evidence import Evidence
    from medcls_core.inference.analysis_types import Analysis

RAW, SHOWN = "raw", "shown"
_HEAT, _MODEL = "heat:", "model:"


def offers(context: AppContext) -> list[tuple[str, str]]:
    """Keys and names of what a side can show of the open image.

    Where answers wait for the reader's own read no model is offered: none is given away.
    """
    translate = QCoreApplication.translate
    found = [
        (RAW, translate("SideContent", "As scanned")),
        (SHOWN, translate("SideContent", "Findings and the chosen heatmap")),
    ]
    for each in context.overlay.maps:
        text = translate("SideContent", "Heatmap: {name}")
        found.append((_HEAT + each.method, text.format(name=method_name(str(each.method)))))
    for analysis in _analyses(context):
        text = translate("SideContent", "Model: {name}")
        found.append((_MODEL + analysis.model.sha256, text.format(name=_name(context, analysis))))
    return found


def draws_review(context: AppContext, choice: str) -> bool:
    """Whether a side draws the findings of the review, as they stand."""
    return choice != RAW and _analysis(context, choice) is None


def marks_for(
    context: AppContext, choice: str, shown: list[FindingMark]
) -> tuple[FindingMark, ...]:
    """The findings that a side draws; `shown` are those of the review."""
    if choice == RAW:
        return ()
    analysis = _analysis(context, choice)
    if analysis is None:
        return tuple(shown)
    task = task_for(analysis.model.card)
    said = [Item(each.finding, each.prediction, 0) for each in analysis.scored]
    least = context.review.threshold
    return tuple(_mark(task, item) for item in said if (item.score(task) or 0.0) >= least)


def heat_for(context: AppContext, choice: str) -> "Evidence | None":
    """The heatmap that a side draws."""
    if choice == RAW:
        return None
    if choice.startswith(_HEAT):
        method = choice.removeprefix(_HEAT)
        return next((each for each in context.overlay.maps if each.method == method), None)
    analysis = _analysis(context, choice)
    return context.overlay.heatmap if analysis is None else analysis.probability


def _analyses(context: AppContext) -> "tuple[Analysis, ...]":
    image, review = context.images.current, context.review
    if image is None or review.waiting:
        return ()
    return context.analyses.by_model(image.uuid, review.task.key)


def _analysis(context: AppContext, choice: str) -> "Analysis | None":
    sha256 = choice.removeprefix(_MODEL)
    return next((each for each in _analyses(context) if each.model.sha256 == sha256), None)


def _name(context: AppContext, analysis: "Analysis") -> str:
    for name, version in context.models.offered.items():
        if name and version.sha256 == analysis.model.sha256:
            return f"{name} {version.card.version}"
    bundled = QCoreApplication.translate("SideContent", "bundled, {version}")
    return bundled.format(version=analysis.model.card.version)


def _mark(task: Task, item: Item) -> FindingMark:
    """As the model says it; what a person said of it belongs to the review."""
    key = item.model_class(task)
    known = key is not None and any(label.key == key for label in task.classes)
    return FindingMark(
        uuid=item.finding.uuid,
        outline=item.finding.outline,
        color=color_of(task, key) if known and key else UNCLASSED,
        symbol=symbol_of(task, key) if known and key else "circle",
        label=say(task.class_label(key).name) if known and key else "",
        confirmed=False,
        rejected=False,
    )
