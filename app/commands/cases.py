"""A colleague's case: opened on sheets, sent back, and merged; as `medcls labels capsule`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication

from app.commands import load_review, open_images, run_task
from app.context import AppContext
from app.jobs import Lane
from app.state import Doing
from medcls_core.data.capsule.archive import SUFFIX

if TYPE_CHECKING:  # these load the database library
    from medcls_core.data.capsule.answering import Answered
    from medcls_core.data.capsule.opening import Opened
    from medcls_core.store import LabelStore
    from medcls_core.store.merging import Merged

# ruff: noqa: PLC0415  (imported in the jobs that need them)

T = TypeVar("T")

CASE = "case"


def open_places(context: AppContext, places: Sequence[str | Path]) -> None:
    """Open what was dropped, chosen or named: images and folders, or one case capsule."""
    capsules = [Path(place) for place in places if Path(place).suffix.lower() == SUFFIX]
    if not capsules:
        open_images.open_paths(context, places)
    elif len(places) == 1:
        open_case(context, capsules[0])
    else:
        said = QCoreApplication.translate(
            "Commands", "{name} is a case capsule: open it by itself, without other files."
        )
        context.messages.refuse(said.format(name=capsules[0].name))


def open_case(context: AppContext, path: Path) -> None:
    """Draw the case's sheets beside it and open them, with its question as the task."""

    def work(store: "LabelStore") -> "Opened":
        from medcls_core.data.capsule.opening import open_capsule

        return open_capsule(store, path)

    def done(opened: "Opened") -> None:
        run_task.choose_task(context, opened.task)
        open_images.open_paths(context, list(opened.sheets), opened_as=path)
        said = QCoreApplication.translate(
            "Commands",
            "Findings to read: {count}. What anybody said of them stays hidden; when you are done, "
            "choose Send a case back.",
        )
        context.messages.good(said.format(count=opened.findings))

    title = QCoreApplication.translate("Commands", "Opening {name}")
    _work_beside(context, title.format(name=path.name), work, done)


def answer_case(context: AppContext, case: Path, path: Path) -> None:
    """Write what was said of an opened case into a file that goes back."""

    def work(store: "LabelStore") -> "Answered":
        from medcls_core.data.capsule.answering import answer_capsule

        return answer_capsule(store, case, path)

    def done(answered: "Answered") -> None:
        said = QCoreApplication.translate(
            "Commands", "Written: {name}. Reads in it: {reads}, new marks: {marked}."
        )
        facts = {"reads": answered.reads, "marked": answered.marked}
        context.messages.good(
            said.format(name=answered.path.name, **facts), action=f"open:{answered.path}"
        )

    title = QCoreApplication.translate("Commands", "Writing {name}")
    _work_beside(context, title.format(name=path.name), work, done)


def merge_case(context: AppContext, path: Path) -> None:
    """Keep a colleague's reads beside those that are here."""

    def work(store: "LabelStore") -> "Merged":
        from medcls_core.data.capsule.merging import merge_capsule

        return merge_capsule(store, path)

    def done(merged: "Merged") -> None:
        context.ahead.drop()
        load_review.reload(context)
        said = QCoreApplication.translate(
            "Commands", "Merged reads: {reads}, new marks: {marked}; here already: {known}."
        )
        facts = {"reads": merged.reads, "marked": merged.marked, "known": merged.known}
        told = [said.format(**facts)]
        if merged.conflicts:
            differ = QCoreApplication.translate(
                "Commands", "Findings on which readers differ: {count}; both answers stay."
            )
            told.append(differ.format(count=merged.conflicts))
        context.messages.good(" ".join(told))

    title = QCoreApplication.translate("Commands", "Merging {name}")
    _work_beside(context, title.format(name=path.name), work, done)


def _work_beside(
    context: AppContext, title: str, work: "Callable[[LabelStore], T]", done: Callable[[T], None]
) -> None:
    """Work with the store in another lane than its own, so that verdicts are kept meanwhile."""

    def begin(store: "LabelStore") -> None:
        job = context.runner.submit(
            Lane.TILES,
            CASE,
            lambda _: work(store),
            done=done,
            failed=context.messages.error,
            priority=1,
        )
        context.work.begin(CASE, Doing(job, title))

    context.store.submit(
        "find store", lambda store: store, done=begin, failed=context.messages.error
    )
