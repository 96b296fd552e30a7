"""The findings whose labels would teach the model most, over all listed images."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal


class Asking(QObject):
    """What was last asked for, and which of it has an answer by now.

    Signals:
        changed: other findings are asked about, or none.
        answered: one of them has an answer, or no more.
    """

    changed = Signal()
    answered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: Mapping[UUID, int] = {}
        self._image_of: Mapping[UUID, UUID] = {}
        self._paths: Mapping[UUID, Path] = {}
        self._answered: set[UUID] = set()
        self._pool: int | None = None
        self._about: object = None

    @property
    def is_known(self) -> bool:
        """Whether it was worked out what teaches most; it may have been nothing."""
        return self._pool is not None

    @property
    def about(self) -> object:
        """What it depends on: the question, the model, the store."""
        return self._about

    @property
    def pool(self) -> int:
        """How many findings there were without an answer."""
        return self._pool or 0

    @property
    def places(self) -> Mapping[UUID, int]:
        """By finding that is asked about: its place, 0 is the most wanted."""
        return self._places

    def open(self) -> int:
        """How many of them have no answer yet."""
        return len(self._places) - len(self._answered)

    def waiting(self) -> dict[Path, UUID]:
        """By image: the most wanted finding in it without an answer, the most wanted first."""
        found = dict[Path, UUID]()
        for finding in self._places:
            if finding not in self._answered:
                found.setdefault(self._paths[self._image_of[finding]], finding)
        return found

    def know(
        self,
        about: object,
        findings: Sequence[tuple[UUID, UUID]],
        paths: Mapping[UUID, Path],
        pool: int,
    ) -> None:
        """These teach most.

        Args:
            about: what the answer depends on.
            findings: (finding, image), the most wanted first.
            paths: by image, where its file is.
            pool: how many findings had no answer.
        """
        self._places = {finding: place for place, (finding, _) in enumerate(findings)}
        self._about, self._pool = about, pool
        self._image_of, self._paths = dict(findings), paths
        self._answered.clear()
        self.changed.emit()

    def forget(self) -> None:
        """Another question, model, reader or store: what was asked no longer counts."""
        if self.is_known:
            self._places, self._image_of, self._paths, self._pool = {}, {}, {}, None
            self._answered.clear()
            self.changed.emit()

    def hear(self, findings: Iterable[UUID], answered: Iterable[UUID]) -> None:
        """Which of some findings have an answer by now."""
        own = self._places.keys()
        heard = (self._answered - set(findings)) | (set(answered) & own)
        if heard != self._answered:
            self._answered = heard
            self.answered.emit()
