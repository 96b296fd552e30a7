"""Undo and redo: the store keeps everything, so both append; without limit, after a restart too."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import QCoreApplication

from app.commands import undoable
from app.commands.acts import Act, history, no_shape, rows_of, shape_again
from app.commands.open_images import show_image
from app.commands.steps import AT_ONCE, append, bulk_source, keep, withdrawal
from app.context import AppContext
from app.state import Bulk
from medcls_core.findings import Read, Shape
from medcls_core.history import StepKind, inverse

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore
    from medcls_core.store.steps import Trace

# ruff: noqa: PLC0415  (imported in the store's own job)

IMAGES_RECALLED = 200
"""So many images, those worked on last, are looked through for what can be undone at a time."""


def undo(context: AppContext) -> None:
    """Take back the reader's last verdict by appending its withdrawal.

    If it was given on another image that one is opened first, and nothing is taken back unseen.
    With the last read of a mark the mark itself goes; the store keeps both. Verdicts that were
    given to many findings at once are taken back at once, on whatever images they are.
    What was given before the start is found in the label store.
    """
    if context.trail:
        _undo_last(context)
    else:
        _recall(context)


def _undo_last(context: AppContext) -> None:
    step = context.trail[-1] if context.trail else None
    if isinstance(step, Bulk):
        context.trail.pop()
        _take_back_all(context, step.source)
        return
    if isinstance(step, Path) and _went_back(context, step):
        return
    _reverse(context, StepKind.UNDO)


def _recall(context: AppContext) -> None:
    """Learn from the label store what the reader did before the start, and undo the last of it."""
    reader, task = context.settings.reader, context.review.task.key

    def work(store: "LabelStore") -> list[Path | Bulk]:
        from medcls_core.store import images, steps

        with store.session(read_only=True) as session:
            traces = steps.last_of(session, reader, task, IMAGES_RECALLED)
            known = {each: images.find(session, each) for each in {one.image for one in traces}}
            paths = {
                uuid: images.locate(session, each) or each.path
                for uuid, each in known.items()
                if each is not None
            }
        return _trail(traces, paths)

    def done(trail: list[Path | Bulk]) -> None:
        if not context.trail:
            context.trail.extend(trail)
        _undo_last(context)
        undoable.tell(context)

    context.store.submit("recall steps", work, done=done, failed=context.messages.error)


def _trail(traces: "Sequence[Trace]", paths: Mapping[UUID, Path]) -> list[Path | Bulk]:
    """The steps as the trail has them; what was given to many findings at once is one."""
    trail: list[Path | Bulk] = []
    for trace in traces:
        bulk = Bulk(trace.source)
        if not trace.source.startswith(AT_ONCE):
            trail.append(paths[trace.image])
        elif bulk not in trail[-1:]:
            trail.append(bulk)
    return trail


def redo(context: AppContext) -> None:
    """Do again what was taken back last, by appending it again; also after a restart."""
    step = context.undone[-1] if context.undone else None
    if isinstance(step, tuple):
        context.undone.pop()
        _give_back_all(context, step)
        return
    if step is not None and _went_back(context, step, again=True):
        return
    _reverse(context, StepKind.REDO)


def _reverse(context: AppContext, kind: StepKind) -> None:
    """Append what takes the last step back, or the last undo."""
    image, known = context.images.current, history(context)
    steps = known.undoable if kind is StepKind.UNDO else known.undone
    if image is None or not steps:
        if kind is StepKind.UNDO and context.trail:
            context.trail.pop()  # taken back elsewhere, as by another window
        context.messages.info(_nothing(kind))
        undoable.look_up(context)
        return
    rows = rows_of(context)
    first = rows[steps[-1].rows[0]]
    if kind is StepKind.UNDO and isinstance(first, Read) and first.source.startswith(AT_ONCE):
        _take_back_all(context, first.source)  # given before the start: the trail doesn't know
        return
    what = inverse(steps[-1], rows)
    copies = {row.uuid: _again(row) for row in what.give if isinstance(row, Read)}
    act = Act(
        reads=(
            *(withdrawal(context, row) for row in what.withdraw if isinstance(row, Read)),
            *copies.values(),
        ),
        shapes=(
            *(no_shape(context, row) for row in what.withdraw if isinstance(row, Shape)),
            *(shape_again(row) for row in what.give if isinstance(row, Shape)),
        ),
        image=image.uuid,
        kind=kind,
        again={copy.uuid: before for before, copy in copies.items()},
    )
    _walk_trail(context, kind, image.path)
    keep(context, act)
    if not context.trail:
        undoable.look_up(context)
    _show_reversed(context, kind, [row.finding for row in (*what.give, *what.withdraw)])


def _nothing(kind: StepKind) -> str:
    if kind is StepKind.UNDO:
        return QCoreApplication.translate("Commands", "Nothing to undo here.")
    return QCoreApplication.translate("Commands", "Nothing to do again here.")


def _show_reversed(context: AppContext, kind: StepKind, findings: Sequence[UUID]) -> None:
    """Go to the first finding of a step, or say that it is gone; that one came back is said too."""
    review = context.review
    there = [finding for finding in findings if review.is_in_force(finding)]
    if there:
        review.visit(there[0])
        back = review.item(there[0])
        if kind is StepKind.REDO and back is not None and back.is_mark:
            said = QCoreApplication.translate("Commands", "Mark {number} is back.")
            context.messages.info(said.format(number=back.number))
        return
    item = review.item(findings[0]) if findings else None
    if item is not None:
        gone = QCoreApplication.translate("Commands", "Mark {number} taken back.")
        context.messages.info(gone.format(number=item.number))


def _walk_trail(context: AppContext, kind: StepKind, path: Path) -> None:
    """An undo takes a step off the trail, a redo puts it on again."""
    if kind is StepKind.REDO:
        if context.undone and context.undone[-1] == path:
            context.undone.pop()
        context.trail.append(path)
        return
    if path in context.trail:
        context.trail.pop()
    context.undone.append(path)


def _again(read: Read) -> Read:
    """A read that was taken back, to be given once more."""
    return replace(read, uuid=uuid4(), time_utc=datetime.now(UTC), previous_hash="", hash="")


def _take_back_all(context: AppContext, source: str) -> None:
    """Take back what was given to many findings at once."""
    reader = context.settings.reader

    def work(store: "LabelStore") -> list[Read]:
        from medcls_core.store import reads

        with store.session(read_only=True) as session:
            return reads.standing_of_source(session, reader, source)

    def done(given: list[Read]) -> None:
        context.undone.append(tuple(given))
        append(context, [withdrawal(context, read) for read in given])
        if not context.trail:
            undoable.look_up(context)
        back = QCoreApplication.translate("Commands", "{count} verdicts taken back.")
        context.messages.info(back.format(count=len(given)))

    context.store.submit("find verdicts", work, done=done, failed=context.messages.error)


def _give_back_all(context: AppContext, given: Sequence[Read]) -> None:
    """Give once more what was given to many findings at once and taken back."""
    source = bulk_source()
    context.trail.append(Bulk(source))
    copies = {read.uuid: replace(_again(read), source=source) for read in given}
    append(
        context,
        list(copies.values()),
        again={copy.uuid: before for before, copy in copies.items()},
    )
    again = QCoreApplication.translate("Commands", "{count} verdicts given again.")
    context.messages.info(again.format(count=len(given)))


def _went_back(context: AppContext, path: Path, *, again: bool = False) -> bool:
    """Open the image of the last step, or the last one taken back, if that is another one."""
    now = context.images.current
    if now is not None and now.path == path:
        return False
    context.gallery.show(shown=False)
    line = context.images.index_of(path)
    if line < 0 and not path.exists():
        gone = QCoreApplication.translate(
            "Commands", "The last verdict is on {name}, which isn't there any more."
        )
        context.messages.refuse(gone.format(name=path.name))
        return True
    # One of an earlier day needn't be listed.
    show_image(context, line if line >= 0 else context.images.add([path]))
    back = QCoreApplication.translate(
        "Commands", "Back at {name}: once more takes its verdict back."
    )
    if again:
        back = QCoreApplication.translate(
            "Commands", "Back at {name}: once more gives its verdict again."
        )
    context.messages.info(back.format(name=path.name))
    return True
