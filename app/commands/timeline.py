"""Who said what and when, in the open image; and back to how it was, which is one step more."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.commands import load_review
from app.context import AppContext

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store import LabelStore
    from medcls_core.store.acts import Change, Told

# ruff: noqa: PLC0415  (imported in the store's own job)


def look(context: AppContext) -> None:
    """Look up what was done in the open image, as far as the reader may know."""
    image, task, reader = context.images.current, context.models.task, context.settings.reader
    if image is None:
        context.timeline.tell(None)
        return

    def work(store: "LabelStore") -> "Told":
        from medcls_core.store import acts

        with store.session(read_only=True) as session:
            return acts.told_to(session, image.uuid, task.key, reader)

    def done(told: "Told") -> None:
        now = context.images.current
        same = now is not None and now.uuid == image.uuid and context.models.task is task
        if same and context.settings.reader == reader:
            context.timeline.tell(told)

    context.store.submit("tell history", work, done=done, failed=context.messages.error)


def foresee(
    context: AppContext,
    moment: datetime,
    finding: UUID | None,
    tell: "Callable[[Sequence[Change]], None]",
) -> None:
    """Say what a return to `moment` would change, of one finding or (None) of all."""
    image, task, reader = context.images.current, context.models.task.key, context.settings.reader
    if image is None:
        return

    def work(store: "LabelStore") -> "Sequence[Change]":
        from medcls_core.store import acts

        with store.session(read_only=True) as session:
            return acts.changes(session, image.uuid, task, reader, moment, finding=finding)

    context.store.submit("foresee return", work, done=tell, failed=context.messages.error)


def return_to(
    context: AppContext,
    moment: datetime,
    finding: UUID | None,
    told: Callable[[], None] | None = None,
) -> None:
    """Let the reader's word stand as it did at `moment`: nothing goes, and one undo takes it back.

    Args:
        context: of the window.
        moment: how it was then.
        finding: only this one; None is the whole image.
        told: called once it is done.
    """
    image, task, reader = context.images.current, context.models.task.key, context.settings.reader
    if image is None:
        return

    def work(store: "LabelStore") -> int:
        from medcls_core.store import acts, timeline

        with store.session() as session:
            return timeline.return_to(
                session, image.uuid, task, reader, moment, acts.RETURNED, finding=finding
            )

    def done(count: int) -> None:
        if count == 0:
            context.messages.info(QCoreApplication.translate("Commands", "It is so already."))
            return
        context.undone.clear()
        context.trail.append(image.path)
        context.gallery.outdate(image.path)
        load_review.load_findings(context)
        said = QCoreApplication.translate("Commands", "It stands again as it did then.")
        context.messages.good(said, action="undo")
        if told is not None:
            told()

    context.store.submit("return", work, done=done, failed=context.messages.error)
