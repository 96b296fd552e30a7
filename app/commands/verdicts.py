"""Giving verdicts: shown in the same frame, stored on the store lane, saved once committed."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from PySide6.QtCore import QCoreApplication

from app.commands.open_images import show_image, step_image
from app.context import AppContext
from app.state import Item
from medcls_core.errors import MedclsError
from medcls_core.findings import Read, Verdict
from medcls_core.tasks import TaskKind

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the store's own job)

SOURCE = "window"
"""What a read of this program's window says of where it came from."""


def accept(context: AppContext) -> None:
    """The model is right: keep its class as the reader's, and go on."""
    item = _selected(context)
    if item is None:
        return
    said = item.model_class(context.review.task)
    if said is None:
        context.messages.info(
            QCoreApplication.translate(
                "Commands", "No model answered here: give the class by its digit."
            )
        )
        return
    _give(context, item, Verdict.ACCEPT, said)


def give_class(context: AppContext, class_key: str) -> None:
    """It is of this class: an acceptance if the model said so too, else a correction."""
    item = _selected(context)
    if item is None:
        return
    agreed = item.model_class(context.review.task) == class_key
    _give(context, item, Verdict.ACCEPT if agreed else Verdict.CORRECT, class_key)


def name_mark(context: AppContext, item: Item, class_key: str) -> None:
    """The read that makes a reader's mark a finding; the next finding isn't gone to."""
    _give(context, item, Verdict.CORRECT, class_key, stay=True)


def give_digit(context: AppContext, digit: int) -> None:
    """As `give_class`, by the class's digit; a digit without class does nothing."""
    for label in context.review.task.classes:
        if label.digit == digit:
            give_class(context, label.key)


def give(context: AppContext, verdict: Verdict) -> None:
    """Reject, skip, flag or cannot tell, and go on; a flag stays at the finding."""
    item = _selected(context)
    if item is not None:
        _give(context, item, verdict, None)


def undo(context: AppContext) -> None:
    """Take back the reader's last verdict by appending its withdrawal.

    If it was given on another image that one is opened first, and nothing is taken back unseen.
    With the last read of a mark the mark itself goes; the store keeps both.
    """
    if _went_back(context):
        return
    last = context.review.last_undoable()
    if last is None:
        context.messages.info(QCoreApplication.translate("Commands", "Nothing to undo here."))
        return
    _leave_trail(context, -1)
    _append(
        context,
        _read(context, last.finding, Verdict.WITHDRAW, None, last.model_sha256, last.uuid),
    )
    item = context.review.item(last.finding)
    if item is None or context.review.is_in_force(last.finding):
        context.review.visit(last.finding)
        return
    gone = QCoreApplication.translate("Commands", "Mark {number} taken back.")
    context.messages.info(gone.format(number=item.number))


def _went_back(context: AppContext) -> bool:
    """Open the image of the last verdict if that is another one."""
    now = context.images.current
    if not context.trail or (now is not None and now.path == context.trail[-1]):
        return False
    path = context.trail[-1]
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


def _selected(context: AppContext) -> Item | None:
    item = context.review.selected
    if item is None:
        context.messages.info(
            QCoreApplication.translate("Commands", "Choose a finding first: ] goes to the next.")
        )
    return item


def _give(
    context: AppContext,
    item: Item,
    verdict: Verdict,
    class_key: str | None,
    *,
    stay: bool = False,
) -> None:
    seen = None if item.prediction is None else item.prediction.model_sha256
    following = context.review.next_open()
    _leave_trail(context, 1)
    _append(context, _read(context, item.finding.uuid, verdict, class_key, seen, None))
    if verdict is not Verdict.FLAG and not stay:
        context.review.visit(following)
        if _is_one_question(context):
            step_image(context, 1)


def _is_one_question(context: AppContext) -> bool:
    """Whether the whole image is one cell or field: then the next question is the next image."""
    return context.review.task.kind is not TaskKind.MASK and len(context.review.queue) == 1


def _read(
    context: AppContext,
    finding: UUID,
    verdict: Verdict,
    class_key: str | None,
    model_sha256: str | None,
    withdraws: UUID | None,
) -> Read:
    """A read that isn't on disk yet, so without its place in the chain."""
    return Read(
        uuid=uuid4(),
        finding=finding,
        task=context.review.task.key,
        reader=context.settings.reader,
        verdict=verdict,
        class_key=class_key,
        source=SOURCE,
        time_utc=datetime.now(UTC),
        model_sha256=model_sha256,
        withdraws=withdraws,
        previous_hash="",
        hash="",
    )


def _append(context: AppContext, read: Read) -> None:
    context.review.give(read)

    def work(store: "LabelStore") -> Read:
        from medcls_core.store import NewRead, reads

        new = NewRead(
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
        with store.session() as session:
            return reads.append(session, new)

    def failed(problem: MedclsError) -> None:
        context.review.take_back(read)
        context.messages.error(problem)

    context.store.submit("save verdict", work, done=context.review.confirm, failed=failed)
