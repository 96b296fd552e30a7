"""Asking next what teaches the model most: working it out, and going from image to image."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.commands.gallery import hashes_of
from app.commands.open_images import show_image
from app.commands.own_store import look_beside
from app.commands.run_task import has_weights
from app.context import AppContext
from app.state import Doing
from app.translation import say
from medcls_core.learning.asking_next.strategies import STRATEGY_WORDS
from medcls_core.learning.queues import QueueOrder, Wanted
from medcls_core.progress import Progress

if TYPE_CHECKING:  # these load torch and the database library
    from medcls_core.learning.asking_next.from_store import Asked
    from medcls_core.store import LabelStore

# ruff: noqa: PLC0415  (imported in the job's own thread)

ASKING = "ask next"


def ask(context: AppContext) -> None:
    """Work out which open findings of the listed images teach the model most, and go there.

    In the gallery they are what is shown, else the queue.
    """
    if not _can_ask(context):
        return
    task, version, settings = context.models.task, context.models.version, context.settings
    paths = [entry.path for entry in context.images.entries]
    strategy, count, device = settings.ask_strategy, settings.ask_count, settings.device
    about = _about(context)

    def work(store: "LabelStore", progress: Progress) -> "tuple[Asked, dict[UUID, Path]]":
        from medcls_core.learning.asking_next.from_store import Question

        known = _images(store, paths, progress)
        question = Question(strategy, count, among=frozenset(known))
        asked = context.analyst.ask_next(store, task, version, device, question, progress)
        return asked, known

    def done(found: "tuple[Asked, dict[UUID, Path]]") -> None:
        if _about(context) == about:
            asked, known = found
            order = [(each.finding, each.image) for each in asked.findings]
            context.asking.know(about, order, known, asked.pool)
            _begin(context, asked)

    job = look_beside(
        context,
        ASKING,
        work,
        done=done,
        failed=context.messages.error,
        progress=lambda done, total, words: context.work.report(ASKING, done, total, words),
        cancelled=lambda: context.messages.info(_stopped()),
    )
    title = QCoreApplication.translate("Commands", "Looking for what teaches the model most")
    context.work.begin(ASKING, Doing(job, title, can_cancel=True))
    context.messages.clear()


def choose(context: AppContext) -> None:
    """Queue what teaches most; it is worked out first where that wasn't done yet."""
    _queue(context)
    if not context.asking.is_known:
        ask(context)


def go_on(context: AppContext) -> None:
    """Open the next image in which something that was asked for has no answer."""
    here, asking = context.images.current, context.asking
    for path, finding in asking.waiting().items():
        line = context.images.index_of(path)
        if line >= 0 and (here is None or path != here.path):
            context.review.look_for(finding)
            show_image(context, line)
            return
    if asking.places and not asking.open():
        said = QCoreApplication.translate(
            "Commands", "All {count} that were asked for are read; ask again for the next."
        )
        context.messages.good(said.format(count=len(asking.places)), action="ask_next")


def follow(context: AppContext) -> None:
    """Keep what was asked for up with the window: its answers, and what it was asked about."""
    review, gallery, asking = context.review, context.gallery, context.asking

    def hear_review() -> None:
        own = [each for each in asking.places if review.item(each) is not None]
        standing = ((each, review.standing(each)) for each in own)
        asking.hear(own, [each for each, read in standing if read is not None and read.answers])

    def hear_gallery(findings: Sequence[UUID]) -> None:
        said = ((each, gallery.queue_item(each)) for each in findings)
        known = {each: item.is_read for each, item in said if item is not None}
        asking.hear(known, [each for each, is_read in known.items() if is_read])

    def stay() -> None:
        if asking.is_known and _about(context) != asking.about:
            asking.forget()

    asking.changed.connect(lambda: review.ask(asking.places))
    asking.changed.connect(lambda: gallery.ask(asking.places))
    review.items_changed.connect(hear_review)
    review.reads_changed.connect(lambda _: hear_review())
    gallery.reads_changed.connect(hear_gallery)
    for signal in (context.models.changed, context.models.task_changed, context.settings.changed):
        signal.connect(lambda *_: stay())


def why_not(context: AppContext) -> str:
    """Why nothing can be asked; empty if it can."""
    if not context.images.entries:
        return QCoreApplication.translate("Commands", "Open an image first.")
    return ""


def _can_ask(context: AppContext) -> bool:
    """Whether it can be worked out now; says why not."""
    said = why_not(context)
    if said:
        context.messages.info(said)
    busy = context.work.doing(ASKING) is not None
    return not said and not busy and has_weights(context, context.models.task)


def _about(context: AppContext) -> tuple[object, ...]:
    """What an answer depends on: the question, the model, the store."""
    return context.models.task.key, context.models.version, context.settings.store_url


def _images(store: "LabelStore", paths: Sequence[Path], progress: Progress) -> dict[UUID, Path]:
    """The listed images that the label store knows, by their names there."""
    from medcls_core.store import images

    hashes = hashes_of(paths, progress)
    with store.session(read_only=True) as session:
        known = images.find_all_by_hash(session, hashes)
    found: dict[UUID, Path] = {}
    for path, image in known.items():  # of two copies the first one listed
        found.setdefault(image.uuid, path)
    return found


def _queue(context: AppContext) -> None:
    context.coverage.queue(chosen=False)
    context.review.sort(QueueOrder.TEACHES)


def _begin(context: AppContext, asked: "Asked") -> None:
    """Go to the first of what was asked for, here before anywhere else."""
    if context.gallery.is_open:
        context.gallery.sort(QueueOrder.TEACHES)
        context.gallery.filter(Wanted(asked=True))
    else:
        _queue(context)
        first = context.review.first_open()
        if first is None:
            go_on(context)
        else:
            context.review.visit(first)
    _say(context, asked)


def _say(context: AppContext, asked: "Asked") -> None:
    if not asked.findings:
        return  # the queue and the gallery say why they are empty
    said = QCoreApplication.translate(
        "Commands", "{count} chosen of {pool} open findings; images: {images}; {why}."
    )
    images = len({each.image for each in asked.findings})
    why = say(STRATEGY_WORDS[context.settings.ask_strategy])
    context.messages.good(
        said.format(count=len(asked.findings), pool=asked.pool, images=images, why=why)
    )


def _stopped() -> str:
    return QCoreApplication.translate("Commands", "Stopped; nothing was asked for.")
