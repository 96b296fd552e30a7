"""Keeping what a model said of an image, and showing it."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from app.commands.adoption import adopt
from app.commands.answers import line_of
from app.commands.load_review import Loaded, show_loaded, tell_line
from app.context import AppContext
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these load torch and the database library
    from medcls_core.inference.analysis_types import Analysis
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (the database library is imported in the store's own job)


def keep_analysis(store: "LabelStore", image: UUID, task: Task, analysis: "Analysis") -> "Analysis":
    """Store what the model said; findings known from an earlier run keep their identity."""
    from medcls_core.store import findings, models, predictions, reads

    with store.session() as session:
        # A mark that was taken back stays so, whatever the model finds at its place.
        known = reads.in_force(
            findings.of_image(session, image, task.key),
            predictions.of_image(session, image, task.key),
            reads.of_image(session, image, task.key),
        )
        first = {each.uuid: each for each in findings.as_found(session, image, task.key)}
        adopted = adopt(analysis, known, first)
        models.remember(session, adopted.model)
        findings.add(session, image, [each.finding for each in adopted.scored])
        predictions.add(session, [each.prediction for each in adopted.scored])
    return adopted


def show_kept(
    context: AppContext, path: Path, image: UUID, analysis: "Analysis", loaded: Loaded
) -> bool:
    """Make what was kept of an image known; returns whether it is the one on screen.

    Nothing is shown once another question is asked: heatmaps and findings stay for later.
    """
    context.analyses.keep(image, analysis)
    context.models.ran_on(analysis.device)
    context.ahead.drop()
    context.gallery.outdate(path)
    task, now = context.models.task, context.images.current
    if loaded.task is not task:
        return False
    sha256 = analysis.model.sha256
    tell_line(context, path, line_of(task, loaded.findings, loaded.said, sha256, ran=True))
    if now is None or now.uuid != image:
        return False
    show_loaded(context, loaded)
    return True
