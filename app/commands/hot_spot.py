"""The mitotic count: where most figures of the open image lie, by what is known now."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from app.commands.held import AFTER_ALL_ELSE, submit_held
from app.commands.shortcuts import spoken_key
from app.context import AppContext
from app.jobs import Lane
from medcls_core.progress import Progress
from medcls_core.tasks.mitosis import MOST_FIGURES

if TYPE_CHECKING:  # these load scipy
    from numpy.typing import NDArray

    from medcls_core.images.tissue import TissueMask
    from medcls_core.quantify.mitotic_count import MitoticCount

    Said = NDArray[np.bool_]

# ruff: noqa: PLC0415  (imported in the jobs that need them)


def recount(context: AppContext) -> None:
    """Find the circle with the most figures again, behind everything else."""
    image, state = context.images.current, context.hot_spot
    known = None if image is None else image.source.pixel_size
    said = _said(context)
    countable = 0 < _sought(said) <= MOST_FIGURES
    if image is None or known is None or why_not(context) or not countable:
        forget(context)
        return
    asked, area_mm2, seen = state.ask(), context.settings.count_area_mm2, state.tissue(image.uuid)

    def work(_: Progress) -> "tuple[MitoticCount | None, TissueMask]":
        from medcls_core.images import tissue_mask
        from medcls_core.quantify.mitotic_count import Figures, count_mitoses

        tissue = seen or tissue_mask(image.source)
        return count_mitoses(Figures(*said), tissue, known.mpp, area_mm2), tissue

    def done(found: "tuple[MitoticCount | None, TissueMask]") -> None:
        state.tell(asked, found[0], (image.uuid, found[1]))

    submit_held(
        context,
        image.source,
        Lane.TILES,
        "count mitoses",
        work,
        done=done,
        priority=AFTER_ALL_ELSE,
    )


def forget(context: AppContext) -> None:
    """Another image or question: what was counted is not of it."""
    context.hot_spot.tell(context.hot_spot.ask(), None, None)


def toggle(context: AppContext) -> None:
    """Show the circle and go to it, or take it away."""
    state, said = context.hot_spot, why_not(context)
    if said or (state.count is None and not state.is_shown):
        context.messages.info(said or nothing_counted(context))
        return
    state.show(shown=not state.is_shown)


def next_unread(context: AppContext) -> None:
    """Go to the first of the model's figures in the circle that has no answer, from the top."""
    count, said = context.hot_spot.count, why_not(context)
    if said or count is None:
        context.messages.info(said or nothing_counted(context))
        return
    points, model, _, answered = _said(context)
    rows = np.flatnonzero(model & ~answered & count.circle.holds(points))
    if not len(rows):
        context.messages.good(
            QCoreApplication.translate("Commands", "Every figure in the hot spot has an answer.")
        )
        return
    first = rows[np.argmin(points[rows, 1])]
    context.review.visit(context.review.findings.columns.uuids.at(int(first)))


def why_not(context: AppContext) -> str:
    """Why nothing can be counted; empty if it can."""
    if context.images.current is None:
        return QCoreApplication.translate("Commands", "Open an image first.")
    if not context.review.task.counts_mitoses:
        return QCoreApplication.translate("Commands", "This task counts no mitoses.")
    if context.images.current.source.pixel_size is None:
        return QCoreApplication.translate(
            "Commands", "The pixel size is unknown, so nothing is counted per mm²: {key} sets it."
        ).format(key=spoken_key(context.settings, "pixel_size"))
    return ""


def nothing_counted(context: AppContext) -> str:
    """Why there is no circle, though one could be counted in."""
    if _sought(_said(context)) > MOST_FIGURES:
        return QCoreApplication.translate(
            "Commands", "More than {most:,} figures: raise the threshold to find a hot spot."
        ).format(most=MOST_FIGURES)
    return QCoreApplication.translate(
        "Commands", "There is no mitotic figure here yet to find a hot spot by."
    )


def _sought(said: "tuple[NDArray[np.float64], Said, Said, Said]") -> int:
    """How many figures a hot spot would be found by."""
    _, model, reader, answered = said
    return int(np.count_nonzero(reader | (model & ~answered)))


def _said(context: AppContext) -> "tuple[NDArray[np.float64], Said, Said, Said]":
    """Of every finding: middle (N, 2); called a mitosis by the model, by the reader; answered."""
    review = context.review
    queues, boxes = review.findings.queues, review.findings.columns.boxes
    wanted = {label.key for label in review.task.classes} - {review.task.background}
    codes = [code for code, key in enumerate(queues.keys) if key in wanted]
    points = (boxes[:, :2] + boxes[:, 2:]) / 2
    model = (queues.score >= review.threshold) & queues.in_force
    reader = np.isin(queues.reader_class, codes) & queues.answered & queues.in_force
    return points, model, reader, queues.answered.copy()
