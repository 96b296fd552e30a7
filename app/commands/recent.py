"""Images, folders and cases opened before, found again without looking for them."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from app.context import AppContext
from app.jobs import Lane
from medcls_core.progress import Progress

LISTED = 12
TOGETHER = 3
"""More images of a folder opened at once are remembered as the folder: they fill no list."""


def remember(context: AppContext, places: Sequence[str | Path]) -> None:
    """Put what was opened at the head of the list, unless the reader wants none kept."""
    settings = context.settings
    if not settings.keep_recent:
        return
    opened = [Path(place).absolute() for place in places]
    folders = {place.parent for place in opened}
    if len(opened) > TOGETHER and len(folders) == 1:
        opened = list(folders)
    settings.recent = list(dict.fromkeys([*opened, *settings.recent]))[:LISTED]
    context.recent.note_gone(frozenset(filter(context.recent.is_gone, settings.recent)) - {*opened})


def leave_out(context: AppContext, place: Path) -> None:
    """It turned out to be nothing that can be opened."""
    left = [each for each in context.settings.recent if each != place.absolute()]
    if len(left) < len(context.settings.recent):
        context.settings.recent = left


def forget(context: AppContext) -> None:
    """Empty the list."""
    context.settings.recent = ()


def look_up(context: AppContext) -> None:
    """Find out which of them are gone; a job, since a lost network drive answers late."""
    places = context.settings.recent
    if not places:
        return

    def work(_: Progress) -> frozenset[Path]:
        return frozenset(place for place in places if not _is_there(place))

    context.runner.submit(
        Lane.TILES,
        "look for recent",
        work,
        done=context.recent.note_gone,
        failed=context.messages.error,
    )


def _is_there(place: Path) -> bool:
    with suppress(OSError, ValueError):  # a drive that isn't ready, a name that can't be one
        return place.exists()
    return False
