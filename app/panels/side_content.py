"""What one of two linked views can show, and the findings and heatmap for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.commands.shortcuts import spoken_key
from app.context import AppContext
from app.panels.marks import UNCLASSED
from app.panels.symbols import color_of, symbol_of
from app.state import Item, ModelAnswers
from app.translation import say
from app.viewer.mark_columns import Marks
from app.viewer.marks import FindingMark
from app.viewer.method_names import method_name
from medcls_core.tasks import Task, task_for

if TYPE_CHECKING:  # these load torch
    from medcls_core.explain.evidence import Evidence

RAW, SHOWN, MISSING = "raw", "shown", ""
_HEAT, _MODEL = "heat:", "model:"
ENOUGH_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a side can show; the key `MISSING` says in words what it can't, and why."""

    key: str
    text: str


def offers(context: AppContext) -> list[Offer]:
    """What a side can show of the open image.

    Where answers wait for the reader's own read no model is offered: none is given away.
    """
    translate = QCoreApplication.translate
    found = [
        Offer(RAW, translate("SideContent", "As scanned")),
        Offer(SHOWN, translate("SideContent", "Findings and the chosen heatmap")),
    ]
    for each in context.overlay.maps:
        text = translate("SideContent", "Heatmap: {name}")
        found.append(Offer(f"{_HEAT}{each.method}", text.format(name=method_name(each.method))))
    models = _models(context)
    for answers in models:
        text = translate("SideContent", "Model: {name}")
        name = _name(context, answers)
        found.append(Offer(_MODEL + answers.sha256, text.format(name=name)))
    why_not = _why_not_more(context, len(models))
    return [*found, Offer(MISSING, why_not)] if why_not else found


def _why_not_more(context: AppContext, models: int) -> str:
    """Why there is no other model, or no heatmap, to choose; empty where nothing is missing."""
    translate, run = QCoreApplication.translate, spoken_key(context.settings, "run")
    waiting = context.review.waiting
    if waiting:
        said = translate("SideContent", "No model yet; waiting for your own read: {count}")
        return said.format(count=waiting)
    if not models:
        return translate("SideContent", "No model has answered here: {run} runs one").format(
            run=run
        )
    if models < ENOUGH_TO_COMPARE:
        said = translate("SideContent", "One model only: choose another in its card, then {run}")
        return said.format(run=run)
    if not context.overlay.maps:
        said = translate("SideContent", "Heatmaps aren't kept: {run} makes them again")
        return said.format(run=run)
    return ""


def draws_review(context: AppContext, choice: str) -> bool:
    """Whether a side draws the findings of the review, as they stand."""
    return choice != RAW and _answers(context, choice) is None


def marks_for(context: AppContext, choice: str, shown: Marks) -> Sequence[FindingMark]:
    """The findings that a side draws; `shown` are those of the review."""
    if choice == RAW:
        return ()
    answers = _answers(context, choice)
    if answers is None:
        return shown
    least = context.review.threshold
    task = answers.task
    return tuple(_mark(task, item) for item in answers.items if (item.score(task) or 0.0) >= least)


def heat_for(context: AppContext, choice: str) -> "Evidence | None":
    """The heatmap that a side draws; a model's only where it ran since the start."""
    if choice == RAW:
        return None
    if choice.startswith(_HEAT):
        method = choice.removeprefix(_HEAT)
        return next((each for each in context.overlay.maps if each.method == method), None)
    answers, image = _answers(context, choice), context.images.current
    if answers is None or image is None:
        return context.overlay.heatmap
    runs = context.analyses.by_model(image.uuid, context.review.task.key)
    own = (run.probability for run in runs if run.model.sha256 == answers.sha256)
    return next(own, None)


def _models(context: AppContext) -> tuple[ModelAnswers, ...]:
    """What every model said: as the label store has it, then runs that it doesn't have yet."""
    image, review = context.images.current, context.review
    if image is None or review.waiting:
        return ()
    stored = context.analyses.stored(image.uuid, review.task.key)
    known = {each.sha256 for each in stored}
    runs = context.analyses.by_model(image.uuid, review.task.key)
    fresh = (
        ModelAnswers(
            run.model.sha256,
            run.model.card.version,
            task_for(run.model.card),
            tuple(Item(each.finding, each.prediction, 0) for each in run.scored),
        )
        for run in runs
        if run.model.sha256 not in known
    )
    return (*stored, *fresh)


def _answers(context: AppContext, choice: str) -> ModelAnswers | None:
    sha256 = choice.removeprefix(_MODEL)
    found = (each for each in _models(context) if each.sha256 == sha256)
    return next(found, None) if choice.startswith(_MODEL) else None


def _name(context: AppContext, answers: ModelAnswers) -> str:
    """As it is called where models are chosen; one that isn't there any more by its version."""
    for name, version in context.models.offered.items():
        if version.card.weights is not None and version.sha256 == answers.sha256:
            bundled = QCoreApplication.translate("SideContent", "bundled, {version}")
            return f"{name} {answers.version}" if name else bundled.format(version=answers.version)
    return answers.version


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
