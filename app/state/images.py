"""The images in the list and the one that is open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from medcls_core.language import Text

if TYPE_CHECKING:  # the images package reads files with libraries the window needn't wait for
    from medcls_core.images.source import ImageSource


@dataclass(frozen=True, slots=True, eq=False)
class OpenImage:
    """An image that is open, under its name in the label store."""

    path: Path
    source: "ImageSource"
    quick_hash: str
    uuid: UUID


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A line of the list; `problem` is why the file couldn't be opened.

    `answer` is what model and reader said of it, in one line; `read` tells that every finding of
    it has an answer of the reader's.
    """

    path: Path
    thumbnail: QImage | None = None
    detail: Text | None = None
    problem: Text | None = None
    answer: Text | None = None
    read: bool = False


class Images(QObject):
    """The list of files, and which one is looked at.

    Signals:
        list_changed: lines came or went.
        entry_changed: (index) a line got its thumbnail, detail or problem.
        wanted_changed: (index) another line was chosen; -1 is none.
        current_changed: (OpenImage | None) another image is open.
        read_changed: more or fewer of the images are read.
        pixel_size_needed: something was asked that needs micrometres, and nobody knows them.
    """

    list_changed = Signal()
    entry_changed = Signal(int)
    wanted_changed = Signal(int)
    current_changed = Signal(object)
    pixel_size_needed = Signal()
    read_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._read = 0
        self._wanted = -1
        self._current: OpenImage | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines in their order."""
        return tuple(self._entries)

    @property
    def read(self) -> int:
        """How many of the files are read."""
        return self._read

    @property
    def wanted(self) -> int:
        """Index of the chosen line, which may still be opening; -1 is none."""
        return self._wanted

    @property
    def current(self) -> OpenImage | None:
        """The image on screen."""
        return self._current

    def add(self, paths: Sequence[Path]) -> int:
        """Append the files that aren't listed yet.

        Returns:
            Index of the first of `paths` in the list; -1 if `paths` is empty.
        """
        known = {entry.path for entry in self._entries}
        fresh = [path for path in dict.fromkeys(paths) if path not in known]
        self._entries += [Entry(path) for path in fresh]
        if fresh:
            self.list_changed.emit()
        return self.index_of(paths[0]) if paths else -1

    def remove(self, path: Path) -> None:
        """Take a file off the list; where it was the chosen one, none is."""
        index = self.index_of(path)
        if index < 0:
            return
        self._read -= self._entries[index].read
        del self._entries[index]
        if index <= self._wanted:
            self._wanted = -1 if index == self._wanted else self._wanted - 1
        self.list_changed.emit()
        self.wanted_changed.emit(self._wanted)

    def index_of(self, path: Path) -> int:
        """Index of the file's line; -1 if it isn't listed."""
        return next((i for i, entry in enumerate(self._entries) if entry.path == path), -1)

    def want(self, index: int) -> None:
        """Choose a line; a command opens it."""
        self._wanted = index
        self.wanted_changed.emit(index)

    def note(
        self,
        path: Path,
        *,
        thumbnail: QImage | None = None,
        detail: Text | None = None,
        problem: Text | None = None,
    ) -> None:
        """Keep what became known about a listed file; None leaves a field, but `problem`."""
        index = self.index_of(path)
        if index < 0:
            return
        before = self._entries[index]
        self._put(
            index,
            replace(
                before,
                thumbnail=before.thumbnail if thumbnail is None else thumbnail,
                detail=before.detail if detail is None else detail,
                problem=problem,
            ),
        )

    def answer(self, path: Path, answer: Text | None) -> None:
        """Keep what model and reader said of a listed file; None is nothing."""
        index = self.index_of(path)
        if index >= 0 and self._entries[index].answer != answer:
            self._put(index, replace(self._entries[index], answer=answer))

    def set_read(self, path: Path, *, read: bool) -> None:
        """Keep whether all findings of a listed file have an answer."""
        index = self.index_of(path)
        if index >= 0 and self._entries[index].read != read:
            self._put(index, replace(self._entries[index], read=read))

    def forget_answers(self) -> None:
        """Another question is asked: what was said of the old one no longer counts."""
        for index, entry in enumerate(self._entries):
            if entry.answer is not None or entry.read:
                self._put(index, replace(entry, answer=None, read=False))

    def _put(self, index: int, entry: Entry) -> None:
        before, self._entries[index] = self._entries[index], entry
        self.entry_changed.emit(index)
        if before.read != entry.read:
            self._read += 1 if entry.read else -1
            self.read_changed.emit()

    def show(self, image: OpenImage | None) -> None:
        """Make `image` the one on screen."""
        self._current = image
        self.current_changed.emit(image)

    def know(self, image: OpenImage) -> None:
        """The image on screen by another uuid, as another label store has it: it stays in sight."""
        self._current = image
