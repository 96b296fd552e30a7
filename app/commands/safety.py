"""Keeping the label store safe: its file is looked at, snapshots are taken and put back."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer

from app.commands.change_store import change_store
from app.context import AppContext
from app.jobs import Lane
from medcls_core.progress import Progress

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.data.relinking import Relinked
    from medcls_core.store import LabelStore
    from medcls_core.store.snapshots import Snapshot

# ruff: noqa: PLC0415  (imported in the jobs)

LOOK_EVERY_MS = 5 * 60 * 1000
"""How often it is asked whether a snapshot is due; one is after half an hour with changes."""


def watch(context: AppContext) -> None:
    """Look at the store's file now, and take snapshots of it as long as the window is open."""
    timer = QTimer(context.runner)
    timer.setInterval(LOOK_EVERY_MS)
    timer.timeout.connect(lambda: look_after(context))
    timer.start()
    look_after(context, examine=True)


def look_after(context: AppContext, *, examine: bool = False) -> None:
    """Take a snapshot if one is due; a damaged store is said, and restoring is offered.

    In the lane of the tiles: a large store is copied for seconds, and verdicts must not wait.

    Args:
        context: of the window.
        examine: look at every page of the file, though no snapshot may be due.
    """
    url = context.settings.store_url

    def job(_: Progress) -> None:
        from medcls_core.store import integrity, snapshots
        from medcls_core.store.address import read_address

        path = read_address(url).path
        if path is None or not path.exists():
            return
        if examine:
            integrity.check(path)
        if snapshots.is_due(path):
            snapshots.take(path)

    context.runner.submit(
        Lane.TILES, "snapshot", job, done=lambda _: None, failed=context.messages.error
    )


def list_snapshots(context: AppContext, done: "Callable[[list[Snapshot]], None]") -> None:
    """The snapshots of the store that is in use, the newest first; none of a server."""
    url = context.settings.store_url

    def job(_: Progress) -> "list[Snapshot]":
        from medcls_core.store import snapshots
        from medcls_core.store.address import read_address

        path = read_address(url).path
        return [] if path is None else snapshots.of_store(path)

    context.runner.submit(
        Lane.TILES, "list snapshots", job, done=done, failed=context.messages.error
    )


def restore(context: AppContext, snapshot: "Snapshot") -> None:
    """Put a snapshot in the place of the store, add what can be read of that, and show it."""
    url = context.settings.store_url

    def work() -> tuple[Path, int]:
        from medcls_core.store import open_store, rescuing, snapshots
        from medcls_core.store.address import read_address

        path = snapshots.file_of(read_address(url))
        aside = snapshots.put_back(path, snapshot)
        open_store(url).close()  # an older layout is brought up to date first
        return aside, rescuing.rescue(aside, path) if aside.exists() else 0

    def done(told: tuple[Path, int]) -> None:
        aside, rescued = told
        change_store(context)
        sentence = QCoreApplication.translate(
            "Commands",
            "The snapshot is the label store now, with {rescued} later reads that could still be "
            "read. The one before is kept as {name}.",
        )
        context.messages.good(sentence.format(rescued=rescued, name=aside.name))

    context.store.submit_closed("restore", work, done=done, failed=context.messages.error)


def relink(context: AppContext, folder: Path) -> None:
    """Find the images of the store that were moved again in a folder, all at once."""

    def work(store: "LabelStore") -> "Relinked":
        from medcls_core.data.relinking import relink
        from medcls_core.progress import Silent

        return relink(store, folder, Silent())

    def done(found: "Relinked") -> None:
        total = len(found.found) + len(found.missing)
        if not total:
            said = QCoreApplication.translate("Commands", "No image of the label store is missing.")
            context.messages.info(said)
            return
        said = QCoreApplication.translate(
            "Commands", "{found} of {total} missing images found again."
        ).format(found=len(found.found), total=total)
        if found.missing:
            still = QCoreApplication.translate("Commands", " Still missing: {names}.")
            said += still.format(names=_names([one.path for one in found.missing]))
        context.messages.good(said)

    context.store.submit("relink", work, done=done, failed=context.messages.error)


def _names(paths: list[Path], most: int = 3) -> str:
    listed = [path.name for path in paths[:most]]
    return ", ".join([*listed, "…"] if len(paths) > most else listed)
