"""Knowing whether there is anything to undo, before somebody tries."""

from typing import TYPE_CHECKING

from app.commands.acts import history
from app.context import AppContext

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore


def tell(context: AppContext) -> None:
    """Note what undo and redo would find by now; as `undoing.undo` looks for it."""
    known = history(context)
    context.undoable.note(
        undo=bool(context.trail or known.undoable or context.undoable.earlier),
        redo=bool(context.undone or known.undone),
    )


def begin_anew(context: AppContext) -> None:
    """Another task, reader or store: its verdicts aren't those that would be taken back or given.

    What was done in this one is found in the label store again.
    """
    context.trail.clear()
    context.undone.clear()
    look_up(context)


def look_up(context: AppContext) -> None:
    """Learn whether the label store holds anything that the reader could take back."""
    reader, task = context.settings.reader, context.models.task.key

    def work(store: "LabelStore") -> bool:
        from medcls_core.store import steps  # noqa: PLC0415  (imported in the store's own job)

        with store.session(read_only=True) as session:
            return steps.any_of(session, reader, task)

    def done(found: bool) -> None:  # noqa: FBT001  (what a job found)
        context.undoable.earlier = found
        tell(context)

    # A store that can't be read says so where somebody needs it.
    context.store.submit("look for steps", work, done=done, failed=lambda _: None)
