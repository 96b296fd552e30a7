"""Giving verdicts: what a key says of the finding on screen, or of those that are chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.commands import adjudicate, asking
from app.commands.acts import Act, chosen
from app.commands.open_images import step_image
from app.commands.steps import (
    SOURCE,
    append,
    bulk_source,
    do,
    hidden_of,
    new_read,
    withdrawal,
)
from app.context import AppContext
from app.state import Bulk, Item, OpenImage, whole_image
from medcls_core.findings import ADJUDICATION, DECIDING, Read, Verdict
from medcls_core.history import not_withdrawn
from medcls_core.learning.queues import QueueOrder, neighbour
from medcls_core.tasks import TaskKind, is_too_large_for_one_cell


@dataclass(frozen=True, slots=True)
class _Given:
    """What a reader says of a finding, before it is a read."""

    item: Item
    verdict: Verdict
    class_key: str | None

    def read(self, context: AppContext, source: str) -> Read:
        """As a read that isn't on disk yet."""
        finding, answer = self.item.finding.uuid, self.item.prediction
        unseen = answer is None or hidden_of(context, finding) is not None
        seen = None if unseen or answer is None else answer.model_sha256
        return new_read(context, finding, self.verdict, self.class_key, seen, None, source=source)


def accept(context: AppContext) -> None:
    """The model is right: keep its class as the reader's, and go on."""
    items = _asked(context)
    task = context.review.task
    said = [(item, item.model_class(task)) for item in items]
    given = [_Given(item, Verdict.ACCEPT, key) for item, key in said if key is not None]
    if items and not given:
        context.messages.info(_why_not_accepted(items))
    for each in given:
        context.unpainted.see(each.item.finding.uuid)  # who follows the model has read its answer
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
    """It is of this class: an acceptance if the model said so too, else a correction.

    Where an image is one question and holds no finding yet, it becomes one of this class.
    """
    if asks_of_image(context):
        _name_image(context, class_key)
        return
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


def asks_of_image(context: AppContext) -> bool:
    """Whether a class is given to the open image itself: it is one question without a finding."""
    task, here = context.review.task, context.images.current
    one = task.kind is not TaskKind.MASK and here is not None
    return one and not context.review.items and not context.gallery.is_open


def _name_image(context: AppContext, class_key: str) -> None:
    image, task = context.images.current, context.review.task
    if image is None or _refuses(context, image):
        return
    number = context.review.next_number
    item = whole_image(image.source.size_l0, task, context.settings.reader, number)
    reads = (naming(context, item, class_key),)
    do(context, Act(reads=reads, marks=(item,), image=image.uuid))
    context.review.select(item.finding.uuid)
    step_image(context, 1)


def _refuses(context: AppContext, image: OpenImage) -> bool:
    """Say so where a class can't be meant of the whole image: it shows many cells."""
    size, known = image.source.size_l0, image.source.pixel_size
    mpp = None if known is None else known.mpp
    if not is_too_large_for_one_cell(context.review.task, min(size), mpp):
        return False
    many = QCoreApplication.translate(
        "Commands", "This image shows far more than one cell: box its cells with the cell tool."
    )
    context.messages.info(many)
    return True


def naming(context: AppContext, item: Item, class_key: str) -> Read:
    """The read that makes a reader's mark a finding."""
    return _Given(item, Verdict.CORRECT, class_key).read(context, SOURCE)


def taking_away(context: AppContext, item: Item) -> tuple[Read, ...]:
    """The reads that take a finding away: the reader's own mark goes, a model's is rejected."""
    standing = not_withdrawn(context.review.reads)
    own = [read for read in standing if read.finding == item.finding.uuid]
    if item.is_mark and own:
        return tuple(withdrawal(context, read) for read in own)
    return (_Given(item, Verdict.REJECT, None).read(context, SOURCE),)


def give_digit(context: AppContext, digit: int) -> None:
    """As `give_class`, by the class's digit."""
    for label in context.review.task.classes:
        if label.digit == digit:
            give_class(context, label.key)
            return
    none = QCoreApplication.translate("Commands", "No class of this task has the digit {digit}.")
    context.messages.info(none.format(digit=digit))


def give(context: AppContext, verdict: Verdict) -> None:
    """Reject, skip, flag or cannot tell, and go on; a flag stays at the finding."""
    _give_all(context, [_Given(item, verdict, None) for item in _asked(context)])


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
        return _asked_in_gallery(context)
    items = chosen(context)
    if not items and context.images.current is None:
        hint = QCoreApplication.translate("Commands", "Open an image first.")
        context.messages.info(hint)
    elif not items:
        hint = QCoreApplication.translate("Commands", "Choose a finding first: ] goes to the next.")
        context.messages.info(hint)
    return items


def _asked_in_gallery(context: AppContext) -> list[Item]:
    gallery = context.gallery
    entries = [gallery.entry(finding) for finding in gallery.chosen]
    items = [entry.item for entry in entries if entry is not None]
    if not items:
        hint = QCoreApplication.translate("Commands", "Choose findings first, with a click.")
        context.messages.info(hint)
    elif gallery.task.kind is TaskKind.MASK and any(map(_is_unfound(context), items)):
        hint = QCoreApplication.translate(
            "Commands", "Here the objects in an image get a verdict: Enter opens it to mark them."
        )
        context.messages.info(hint)
        return []
    return _without_decisions(context, items)


def _without_decisions(context: AppContext, items: list[Item]) -> list[Item]:
    """Without findings that the reader decided for others: that is changed where it was done."""
    known = {item.finding.uuid: context.gallery.queue_item(item.finding.uuid) for item in items}
    free = [
        item
        for item in items
        if (said := known[item.finding.uuid]) is None
        or said.read is None
        or said.read.source != ADJUDICATION
    ]
    if len(free) < len(items):
        hint = QCoreApplication.translate(
            "Commands", "What you decided for others is changed on its slide: Enter opens it."
        )
        context.messages.info(hint)
    return free


def _is_unfound(context: AppContext) -> Callable[[Item], bool]:
    def is_unfound(item: Item) -> bool:
        known = context.gallery.queue_item(item.finding.uuid)
        return known is not None and known.unfound

    return is_unfound


def _give_all(context: AppContext, given: list[_Given]) -> None:
    """One verdict, or one step of many."""
    if context.gallery.is_open:
        _give_in_gallery(context, given)
    elif len(given) == 1:
        _give(context, given[0])
    elif given:
        reads = tuple(read for each in given for read in _reads(context, each))
        do(context, Act(reads=reads, image=_here(context)))


def _reads(context: AppContext, given: _Given) -> tuple[Read, ...]:
    """What a verdict on the slide adds: a read, or a decision in place of the one before."""
    finding = given.item.finding.uuid
    if not adjudicate.decides(context, finding, given.verdict):
        return (given.read(context, SOURCE),)
    before = context.review.standing(finding)
    stands = before is not None and before.source == ADJUDICATION
    back = (withdrawal(context, before),) if before is not None and stands else ()
    return (*back, given.read(context, ADJUDICATION))


def _here(context: AppContext) -> UUID | None:
    image = context.images.current
    return None if image is None else image.uuid


def _give(context: AppContext, given: _Given) -> None:
    following, hidden = context.review.next_open(), hidden_of(context, given.item.finding.uuid)
    decided = adjudicate.decides(context, given.item.finding.uuid, given.verdict)
    do(context, Act(reads=_reads(context, given), image=_here(context)))
    if hidden is not None and _model_differs(context, given):
        context.review.visit(given.item.finding.uuid)
        context.messages.info(
            QCoreApplication.translate(
                "Commands",
                "The model says something else. A takes its class; your digit again keeps yours.",
            )
        )
    elif given.verdict is not Verdict.FLAG and not context.coverage.is_queue:
        context.review.visit(following)
        if decided and context.review.order is QueueOrder.DECIDE and not context.review.queue:
            adjudicate.go_on(context)
        elif context.review.order is QueueOrder.TEACHES:
            if context.review.first_open() is None:
                asking.go_on(context)
        elif _is_one_question(context):
            step_image(context, 1)


def _model_differs(context: AppContext, given: _Given) -> bool:
    """Whether the model's answer, which this verdict brings to light, is another one."""
    if given.verdict not in DECIDING:
        return False
    said = given.item.opened.model_class(context.review.task)
    return said is not None and said != given.class_key


def _give_in_gallery(context: AppContext, given: list[_Given]) -> None:
    """Verdicts to what is chosen: one step, taken back as one; one alone goes on to the next."""
    if not given:
        return
    source = bulk_source()
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

    append(context, [each.read(context, source) for each in given], saved if count > 1 else None)
    if count == 1 and given[0].verdict is not Verdict.FLAG:
        gallery.visit(neighbour(gallery.shown, given[0].item.finding.uuid, 1))


def _is_one_question(context: AppContext) -> bool:
    """Whether the whole image is one cell or field: then the next question is the next image."""
    return context.review.task.kind is not TaskKind.MASK and len(context.review.queue) == 1
