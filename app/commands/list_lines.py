"""What was said of listed cells on an earlier day: told in the list before one opens them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.answers import Line, line_of
from app.commands.gallery import hashes_of
from app.commands.load_review import load, tell_line
from app.context import AppContext
from app.jobs import Lane
from medcls_core.errors import MedclsError
from medcls_core.tasks import TaskKind

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore

AT_ONCE = 16
"""So many images are looked up in one job: a verdict never waits long for the store's lane."""


class ListLines:
    """Looks up the listed images that nothing is said of yet, some at a time.

    Only where an image is one question: a slide may hold half a million findings, which are read
    when it is opened.
    """

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._looked_up: set[Path] = set()
        self._asked = (context.models.task.key, context.settings.reader)
        self._is_busy = False

    def look_up(self) -> None:
        """Go on with the next images, if there are any."""
        context, task, reader = self._context, self._context.models.task, self._reader()
        if self._asked != (task.key, reader):
            self._asked = (task.key, reader)
            self._looked_up.clear()
        if self._is_busy or task.kind is TaskKind.MASK:
            return
        paths = self._missing()[:AT_ONCE]
        if not paths:
            return
        self._is_busy = True
        self._looked_up.update(paths)
        context.runner.submit(
            Lane.TILES,
            "find listed images",
            lambda progress: hashes_of(paths, progress),
            done=self._load,
            failed=self._give_up,
            cancelled=lambda: self._give_up(None),
        )

    def _reader(self) -> str:
        return self._context.settings.reader

    def _missing(self) -> list[Path]:
        unsaid = (each for each in self._context.images.entries if each.answer is None)
        return [each.path for each in unsaid if each.path not in self._looked_up]

    def _load(self, hashes: Mapping[Path, str]) -> None:
        context, asked = self._context, self._asked
        task, version = context.models.task, context.models.version
        sha256 = None if version is None or version.card.weights is None else version.sha256

        def work(store: "LabelStore") -> dict[Path, Line]:
            from medcls_core.store import images  # noqa: PLC0415  (in the store's own job)

            with store.session(read_only=True) as session:
                known = images.find_all_by_hash(session, hashes)
            found = {path: load(store, each.uuid, task, asked[1]) for path, each in known.items()}
            return {
                path: line_of(task, each.findings, each.said, sha256, ran=False)
                for path, each in found.items()
            }

        def done(lines: Mapping[Path, Line]) -> None:
            self._is_busy = False
            unsaid = {each.path for each in context.images.entries if each.answer is None}
            if asked == (context.models.task.key, self._reader()):
                for path in lines.keys() & unsaid:  # what came meanwhile is newer
                    tell_line(context, path, lines[path])
            self.look_up()

        context.store.submit("say listed images", work, done=done, failed=self._give_up)

    def _give_up(self, _: MedclsError | None) -> None:
        """Opening an image says what is wrong with the store, or the disk."""
        self._is_busy = False
