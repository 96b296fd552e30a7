"""Giving verdicts: shown in the same frame, stored on the store lane, saved once committed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import QCoreApplication

from app.commands.acts import (
    Act,
    chosen,
    hide,
    history,
    no_shape,
    not_withdrawn,
    rows_of,
    shape_again,
    show,
)
from app.commands.open_images import show_image, step_image
from app.context import AppContext
from app.state import Bulk, Item, Sealed
from medcls_core.errors import MedclsError
from medcls_core.findings import DECIDING, Read, Shape, Verdict
from medcls_core.history import StepKind, inverse
from medcls_core.learning.queues import neighbour
from medcls_core.tasks import TaskKind

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore, NewRead
    from medcls_core.store.blinding import Condition

# ruff: noqa: PLC0415  (imported in the store's own job)

SOURCE = "window"
"""What a read of this program's window says of where it came from."""

BULK = "gallery "
"""What the reads of one step in the gallery begin with; eight letters follow, alike in all."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What a reader says of a finding, before it is a read."""

    item: Item
    verdict: Verdict
    class_key: str | None

    def read(self, context: AppContext, source: str) -> Read:
        """As a read that isn't on disk yet."""
        seen = None if self.item.prediction is None else self.item.prediction.model_sha256
        finding = self.item.finding.uuid
        return _read(context, finding, self.verdict, self.class_key, seen, None, source=source)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store made of a step: its reads in the chain, and the numbers of new findings."""

    reads: list[Read]
    numbers: dict[UUID, int]


def accept(context: AppContext) -> None:
    """The model is right: keep its class as the reader's, and go on."""
    items = _asked(context)
    task = context.review.task
    said = [(item, item.model_class(task)) for item in items]
    given = [_Given(item, Verdict.ACCEPT, key) for item, key in said if key is not None]
    if items and not given:
        context.messages.info(_why_not_accepted(items))
    _give_all(context, given)


def _why_not_accepted(items: Sequence[Item]) -> str:
    if any(item.sealed is not None for item in items):
        return QCoreApplication.translate(
            "Commands", "Your read first: give the class by its digit, then see the model's."
        )
    return QCoreApplication.translate(
        "Commands", "No model answered here: give the class by its digit."
    )


def give_class(context: AppContext, class_key: str) -> None:
    """It is of this class: an acceptance if the model said so too, else a correction."""
    _give_all(
        context,
        [
            _Given(
                item,
                Verdict.ACCEPT
                if item.opened.model_class(context.review.task) == class_key
                else Verdict.CORRECT,
                class_key,
            )
            for item in _asked(context)
        ],
    )


def naming(context: AppContext, item: Item, class_key: str) -> Read:
    """The read that makes a reader's mark a finding."""
    return _Given(item, Verdict.CORRECT, class_key).read(context, SOURCE)


def taking_away(context: AppContext, item: Item) -> tuple[Read, ...]:
    """The reads that take a finding away: the reader's own mark goes, a model's is rejected."""
    own = not_withdrawn(context, item.finding.uuid)
    if item.is_mark and own:
        return tuple(_withdrawal(context, read) for read in own)
    return (_Given(item, Verdict.REJECT, None).read(context, SOURCE),)


def do(context: AppContext, act: Act) -> None:
    """A new step of the reader's."""
    _leave_trail(context)
    keep(context, act)


def give_digit(context: AppContext, digit: int) -> None:
    """As `give_class`, by the class's digit; a digit without class does nothing."""
    for label in context.review.task.classes:
        if label.digit == digit:
            give_class(context, label.key)


def give(context: AppContext, verdict: Verdict) -> None:
    """Reject, skip, flag or cannot tell, and go on; a flag stays at the finding."""
    _give_all(context, [_Given(item, verdict, None) for item in _asked(context)])


def undo(context: AppContext) -> None:
    """Take back the reader's last verdict by appending its withdrawal.

    If it was given on another image that one is opened first, and nothing is taken back unseen.
    With the last read of a mark the mark itself goes; the store keeps both. Verdicts that were
    given to many findings at once are taken back at once, on whatever images they are.
    """
    step = context.trail[-1] if context.trail else None
    if isinstance(step, Bulk):
        context.trail.pop()
        _take_back_all(context, step.source)
        return
    if isinstance(step, Path) and _went_back(context, step):
        return
    _reverse(context, StepKind.UNDO)


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
        context.messages.info(_nothing(kind))
        return
    rows = rows_of(context)
    first = rows[steps[-1].rows[0]]
    if kind is StepKind.UNDO and isinstance(first, Read) and first.source.startswith(BULK):
        _take_back_all(context, first.source)  # given before the start: the trail doesn't know
        return
    what = inverse(steps[-1], rows)
    act = Act(
        reads=(
            *(_withdrawal(context, row) for row in what.withdraw if isinstance(row, Read)),
            *(_again(row) for row in what.give if isinstance(row, Read)),
        ),
        shapes=(
            *(no_shape(context, row) for row in what.withdraw if isinstance(row, Shape)),
            *(shape_again(row) for row in what.give if isinstance(row, Shape)),
        ),
        image=image.uuid,
        kind=kind,
    )
    _walk_trail(context, kind, image.path)
    keep(context, act)
    _show_reversed(context, [row.finding for row in (*what.give, *what.withdraw)])


def _nothing(kind: StepKind) -> str:
    if kind is StepKind.UNDO:
        return QCoreApplication.translate("Commands", "Nothing to undo here.")
    return QCoreApplication.translate("Commands", "Nothing to do again here.")


def _show_reversed(context: AppContext, findings: Sequence[UUID]) -> None:
    """Go to the first finding of a step, or say that it is gone."""
    review = context.review
    there = [finding for finding in findings if review.is_in_force(finding)]
    if there:
        review.visit(there[0])
        return
    item = review.item(findings[0]) if findings else None
    if item is not None:
        gone = QCoreApplication.translate("Commands", "Mark {number} taken back.")
        context.messages.info(gone.format(number=item.number))


def _walk_trail(context: AppContext, kind: StepKind, path: Path) -> None:
    """An undo takes a step off the trail, a redo puts it on again."""
    source, target = context.trail, context.undone
    if kind is StepKind.REDO:
        if context.undone and context.undone[-1] == path:
            context.undone.pop()
        context.trail.append(path)
        return
    if path in source:
        source.pop()
    target.append(path)


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
        _append(context, [_withdrawal(context, read) for read in given])
        back = QCoreApplication.translate("Commands", "{count} verdicts taken back.")
        context.messages.info(back.format(count=len(given)))

    context.store.submit("find verdicts", work, done=done, failed=context.messages.error)


def _give_back_all(context: AppContext, given: Sequence[Read]) -> None:
    """Give once more what was given to many findings at once and taken back."""
    source = f"{BULK}{uuid4().hex[:8]}"
    context.trail.append(Bulk(source))
    _append(context, [replace(_again(read), source=source) for read in given])
    again = QCoreApplication.translate("Commands", "{count} verdicts given again.")
    context.messages.info(again.format(count=len(given)))


def _withdrawal(context: AppContext, read: Read) -> Read:
    return _read(context, read.finding, Verdict.WITHDRAW, None, read.model_sha256, read.uuid)


def _went_back(context: AppContext, path: Path, *, again: bool = False) -> bool:
    """Open the image of the last step, or the last one taken back, if that is another one."""
    now = context.images.current
    if now is not None and now.path == path:
        return False
    context.gallery.show(shown=False)
    show_image(context, context.images.index_of(path))
    back = QCoreApplication.translate(
        "Commands", "Back at {name}: once more takes its verdict back."
    )
    if again:
        back = QCoreApplication.translate(
            "Commands", "Back at {name}: once more gives its verdict again."
        )
    context.messages.info(back.format(name=path.name))
    return True


def _leave_trail(context: AppContext) -> None:
    """One step more on the image on screen; what was taken back before can't be done again."""
    now = context.images.current
    context.undone.clear()
    if now is not None:
        context.trail.append(now.path)


def _asked(context: AppContext) -> list[Item]:
    """The findings that a verdict goes to: those chosen in the gallery, else the selected one."""
    gallery = context.gallery
    if gallery.is_open and gallery.reader != gallery.asked_for:
        hint = QCoreApplication.translate(
            "Commands", "These are the verdicts of {name}: choose your own above to give yours."
        )
        context.messages.info(hint.format(name=gallery.reader))
        return []
    if gallery.is_open:
        entries = [gallery.entry(finding) for finding in gallery.chosen]
        items = [entry.item for entry in entries if entry is not None]
        hint = QCoreApplication.translate("Commands", "Choose findings first, with a click.")
    else:
        items = chosen(context)
        hint = QCoreApplication.translate("Commands", "Choose a finding first: ] goes to the next.")
    if not items:
        context.messages.info(hint)
    return items


def _give_all(context: AppContext, given: list[_Given]) -> None:
    """One verdict, or one step of many."""
    if context.gallery.is_open:
        _give_in_gallery(context, given)
    elif len(given) == 1:
        _give(context, given[0])
    elif given:
        image = context.images.current
        reads = tuple(each.read(context, SOURCE) for each in given)
        do(context, Act(reads=reads, image=None if image is None else image.uuid))


def _give(context: AppContext, given: _Given) -> None:
    following = context.review.next_open()
    _leave_trail(context)
    _append(context, [given.read(context, SOURCE)])
    if _model_differs(context, given):
        context.review.visit(given.item.finding.uuid)
        context.messages.info(
            QCoreApplication.translate(
                "Commands",
                "The model says something else. A takes its class; your digit again keeps yours.",
            )
        )
    elif given.verdict is not Verdict.FLAG:
        context.review.visit(following)
        if _is_one_question(context):
            step_image(context, 1)


def _model_differs(context: AppContext, given: _Given) -> bool:
    """Whether the model's answer, which this verdict brings to light, is another one."""
    if given.item.sealed is None or given.verdict not in DECIDING:
        return False
    said = given.item.opened.model_class(context.review.task)
    return said is not None and said != given.class_key


def _give_in_gallery(context: AppContext, given: list[_Given]) -> None:
    """Verdicts to what is chosen: one step, taken back as one; one alone goes on to the next."""
    if not given:
        return
    source = f"{BULK}{uuid4().hex[:8]}"
    context.trail.append(Bulk(source))
    context.undone.clear()
    gallery, count = context.gallery, len(given)
    left_out = len(gallery.chosen) - count

    def saved() -> None:
        sentence = QCoreApplication.translate("Commands", "{count} verdicts saved.")
        if left_out:
            sentence = QCoreApplication.translate(
                "Commands", "{count} verdicts saved; {left_out} findings have no model's class."
            )
        said = sentence.format(count=count, left_out=left_out)
        context.messages.good(said, action="undo")

    _append(context, [each.read(context, source) for each in given], saved if count > 1 else None)
    if count == 1 and given[0].verdict is not Verdict.FLAG:
        gallery.visit(neighbour(gallery.shown, given[0].item.finding.uuid, 1))


def _is_one_question(context: AppContext) -> bool:
    """Whether the whole image is one cell or field: then the next question is the next image."""
    return context.review.task.kind is not TaskKind.MASK and len(context.review.queue) == 1


def _read(  # noqa: PLR0913  (a read is all that)
    context: AppContext,
    finding: UUID,
    verdict: Verdict,
    class_key: str | None,
    model_sha256: str | None,
    withdraws: UUID | None,
    *,
    source: str = SOURCE,
) -> Read:
    """A read that isn't on disk yet, so without its place in the chain."""
    return Read(
        uuid=uuid4(),
        finding=finding,
        task=context.review.task.key,
        reader=context.settings.reader,
        verdict=verdict,
        class_key=class_key,
        source=source,
        time_utc=datetime.now(UTC),
        model_sha256=model_sha256,
        withdraws=withdraws,
        previous_hash="",
        hash="",
    )


def _append(
    context: AppContext, reads: Sequence[Read], saved: Callable[[], None] | None = None
) -> None:
    keep(context, Act(reads=tuple(reads)), saved)


def keep(context: AppContext, act: Act, saved: Callable[[], None] | None = None) -> None:
    """Show one step at once, and keep all or nothing of it."""
    given, step, task = list(act.reads), act.step(context.settings.reader), context.review.task.key
    hidden = [_hidden_at(context, read) for read in given if read.verdict in DECIDING]
    show(context, act)
    context.gallery.give(given)
    if any(context.review.item(read.finding) is None for read in given):
        context.ahead.drop()  # it may be the image that was read ahead
    here = context.images.current

    def work(store: "LabelStore") -> Kept:
        from medcls_core.store import findings, reading_rules, reads, shapes, steps

        with store.session() as session:
            if act.marks and here is not None:
                findings.add(session, here.uuid, [mark.finding for mark in act.marks])
            kept = reads.append_all(session, [_new(read) for read in given])
            reading_rules.note(session, [_condition(*each) for each in hidden if each is not None])
            for shape in act.shapes:
                shapes.append(session, shape)
            if step is not None and act.image is not None:
                steps.append(session, act.image, step)
            known = findings.numbers(session, here.uuid, task) if act.marks and here else {}
            return Kept(kept, {mark.finding.uuid: known[mark.finding.uuid] for mark in act.marks})

    def done(kept: Kept) -> None:
        context.review.confirm(kept.reads)
        context.gallery.confirm(kept.reads)
        context.outlines.confirm(act.shapes)
        for finding, number in kept.numbers.items():
            context.review.renumber(finding, number)
        if saved is not None:
            saved()

    def failed(problem: MedclsError) -> None:
        context.review.take_back(given)
        context.gallery.take_back(given)
        hide(context, act)
        context.messages.error(problem)

    context.store.submit("save verdict", work, done=done, failed=failed)


def _hidden_at(context: AppContext, read: Read) -> tuple[UUID, Sealed] | None:
    """What was hidden from the reader who gave this read."""
    entry, item = context.gallery.entry(read.finding), context.review.item(read.finding)
    asked = item or (None if entry is None else entry.item)
    return None if asked is None or asked.sealed is None else (read.uuid, asked.sealed)


def _condition(read: UUID, sealed: Sealed) -> "Condition":
    from medcls_core.store.blinding import Condition

    said = sealed.prediction
    return Condition(read, None if said is None else said.model_sha256, sealed.repeats)


def _new(read: Read) -> "NewRead":
    from medcls_core.store import NewRead

    return NewRead(
        finding=read.finding,
        task=read.task,
        reader=read.reader,
        verdict=read.verdict,
        class_key=read.class_key,
        source=read.source,
        model_sha256=read.model_sha256,
        withdraws=read.withdraws,
        uuid=read.uuid,
    )
