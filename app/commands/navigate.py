"""Going through the findings."""

from uuid import UUID

from app.commands import asking, coverage
from app.context import AppContext
from medcls_core.learning.queues import QueueOrder, neighbour


def step(context: AppContext, places: int) -> None:
    """Go to the next (1) or previous (-1) finding of the queue or gallery; stops at both ends.

    While unseen tissue is the queue it is the next field of it. What teaches the model most is
    gone through image by image.
    """
    gallery = context.gallery
    if gallery.is_open:
        gallery.visit(neighbour(gallery.shown, gallery.current, places))
        return
    if context.coverage.is_queue:
        coverage.step_field(context, places)
        return
    selected = context.review.selected
    here = None if selected is None else selected.finding.uuid
    following = neighbour(context.review.queue, here, places)
    if context.review.order is QueueOrder.TEACHES and following in {here, None} and places > 0:
        asking.go_on(context)
    else:
        context.review.visit(following)


def select(context: AppContext, finding: UUID) -> None:
    """Look at a finding that was clicked in the image, without moving the view."""
    context.review.select(finding)


def visit(context: AppContext, finding: UUID) -> None:
    """Go to a finding that was clicked in the queue."""
    context.review.visit(finding)


def sort_queue(context: AppContext, order: QueueOrder, class_key: str = "") -> None:
    """Ask in another order; `class_key` is the class that CLASS asks about alone."""
    context.coverage.queue(chosen=False)
    context.review.sort(order, class_key)


def set_threshold(context: AppContext, threshold: float) -> None:
    """Leave out findings that the model gives a lower probability."""
    context.review.set_threshold(threshold)
