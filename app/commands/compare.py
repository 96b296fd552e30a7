"""What every model said of the open image, for two views side by side."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from app.context import AppContext
from app.state import Item, ModelAnswers
from medcls_core.tasks import Task, narrowed

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the store's own job)


def look_up(context: AppContext, then: Callable[[], None]) -> None:
    """Learn what every model said of the open image, of earlier days too; known already is told.

    Nothing is looked up while an answer waits for the reader's own: none may be shown.
    """
    image, task = context.images.current, context.review.task
    if image is None or context.review.waiting or context.analyses.knows(image.uuid, task.key):
        return

    def done(found: list[ModelAnswers]) -> None:
        context.analyses.know(image.uuid, task.key, found)
        then()

    context.analyses.know(image.uuid, task.key, ())  # asked once, not with every redraw
    context.store.submit(
        "read models",
        lambda store: _answers(store, image.uuid, task),
        done=done,
        failed=context.messages.error,
    )


def _answers(store: "LabelStore", image: UUID, task: Task) -> list[ModelAnswers]:
    from medcls_core.store import findings, models, predictions

    with store.session(read_only=True) as session:
        found = {each.uuid: each for each in findings.of_image(session, image, task.key)}
        said = predictions.by_model(session, image, task.key)
        names = {each.sha256: each.version for each in models.of_task(session, task.key)}
    return [
        ModelAnswers(
            sha256,
            names.get(sha256, sha256[:8]),
            narrowed(task, own[0].classes),
            tuple(Item(found[each.finding], each, 0) for each in own),
        )
        for sha256, own in said.items()
    ]
