"""Giving verdicts: shown in the same frame, stored on the store lane, saved once committed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import QCoreApplication

from app.commands.open_images import show_image, step_image
from app.context import AppContext
from app.state import Bulk, Item
from medcls_core.errors import MedclsError
from medcls_core.findings import Read, Verdict
from medcls_core.learning.queues import neighbour
from medcls_core.tasks import TaskKind

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore, NewRead

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


def accept(context: AppContext) -> None:
    """The model is right: keep its class as the reader's, and go on."""
    items = _asked(context)
    task = context.review.task
    said = [(item, item.model_class(task)) for item in items]
    given = [_Given(item, Verdict.ACCEPT, key) for item, key in said if key is not None]
    if items and not given:
        context.messages.info(
            QCoreApplication.translate(
                "Commands", "No model answered here: give the class by its digit."
            )
        )
    _give_all(context, given)


def give_class(context: AppContext, class_key: str) -> None:
    """It is of this class: an acceptance if the model said so too, else a correction."""
    _give_all(
        context,
        [
            _Given(
                item,
                Verdict.ACCEPT
                if item.model_class(context.review.task) == class_key
                else Verdict.CORRECT,
                class_key,
            )
            for item in _asked(context)
        ],
    )


def name_mark(context: AppContext, item: Item, class_key: str) -> None:
    """The read that makes a reader's mark a finding; the next finding isn't gone to."""
    _give(context, _Given(item, Verdict.CORRECT, class_key), stay=True)


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
    last = context.review.last_undoable()
    if last is None:
        context.messages.info(QCoreApplication.translate("Commands", "Nothing to undo here."))
        return
    if last.source.startswith(BULK):  # given before the start, so the trail doesn't know of it
        _take_back_all(context, last.source)
        return
    _leave_trail(context, -1)
    _append(context, [_withdrawal(context, last)])
    item = context.review.item(last.finding)
    if item is None or context.review.is_in_force(last.finding):
        context.review.visit(last.finding)
        return
    gone = QCoreApplication.translate("Commands", "Mark {number} taken back.")
    context.messages.info(gone.format(number=item.number))


def _take_back_all(context: AppContext, source: str) -> None:
    """Take back what was given to many findings at once."""
    reader = context.settings.reader

    def work(store: "LabelStore") -> list[Read]:
        from medcls_core.store import reads

        with store.session(read_only=True) as session:
            return reads.standing_of_source(session, reader, source)

    def done(given: list[Read]) -> None:
        _append(context, [_withdrawal(context, read) for read in given])
        back = QCoreApplication.translate("Commands", "{count} verdicts taken back.")
        context.messages.info(back.format(count=len(given)))

    context.store.submit("find verdicts", work, done=done, failed=context.messages.error)


def _withdrawal(context: AppContext, read: Read) -> Read:
    return _read(context, read.finding, Verdict.WITHDRAW, None, read.model_sha256, read.uuid)


def _went_back(context: AppContext, path: Path) -> bool:
    """Open the image of the last verdict if that is another one."""
    now = context.images.current
    if now is not None and now.path == path:
        return False
    context.gallery.show(shown=False)
    show_image(context, context.images.index_of(path))
    back = QCoreApplication.translate(
        "Commands", "Back at {name}: once more takes its verdict back."
    )
    context.messages.info(back.format(name=path.name))
    return True


def _leave_trail(context: AppContext, verdicts: int) -> None:
    """One verdict more (1) or less (-1) on the image on screen."""
    now = context.images.current
    if now is None:
        return
    if verdicts > 0:
        context.trail.append(now.path)
    elif now.path in context.trail:
        context.trail.pop()


def _asked(context: AppContext) -> list[Item]:
    """The findings that a verdict goes to: those chosen in the gallery, else the selected one."""
    gallery, review = context.gallery, context.review
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
        items = [] if review.selected is None else [review.selected]
        hint = QCoreApplication.translate("Commands", "Choose a finding first: ] goes to the next.")
    if not items:
        context.messages.info(hint)
    return items


def _give_all(context: AppContext, given: list[_Given]) -> None:
    """One verdict, or one step of many."""
    if context.gallery.is_open:
        _give_in_gallery(context, given)
    elif given:
        _give(context, given[0])


def _give(context: AppContext, given: _Given, *, stay: bool = False) -> None:
    following = context.review.next_open()
    _leave_trail(context, 1)
    _append(context, [given.read(context, SOURCE)])
    if given.verdict is not Verdict.FLAG and not stay:
        context.review.visit(following)
        if _is_one_question(context):
            step_image(context, 1)


def _give_in_gallery(context: AppContext, given: list[_Given]) -> None:
    """Verdicts to what is chosen: one step, taken back as one; one alone goes on to the next."""
    if not given:
        return
    source = f"{BULK}{uuid4().hex[:8]}"
    context.trail.append(Bulk(source))
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
    """Show the reads at once, and keep all or none of them."""
    given = list(reads)
    context.review.give(given)
    context.gallery.give(given)

    def work(store: "LabelStore") -> list[Read]:
        from medcls_core.store import reads

        with store.session() as session:
            return reads.append_all(session, [_new(read) for read in given])

    def done(kept: list[Read]) -> None:
        context.review.confirm(kept)
        context.gallery.confirm(kept)
        if saved is not None:
            saved()

    def failed(problem: MedclsError) -> None:
        context.review.take_back(given)
        context.gallery.take_back(given)
        context.messages.error(problem)

    context.store.submit("save verdict", work, done=done, failed=failed)


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
