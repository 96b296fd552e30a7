"""Which of the images and folders opened before aren't where they were."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal


class Recent(QObject):
    """What was found out of the places that the settings remember.

    Signals:
        looked_up: it is known again which of them are gone.
    """

    looked_up = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gone: frozenset[Path] = frozenset()

    def is_gone(self, place: Path) -> bool:
        """Whether the place was missing when it was looked for last."""
        return place in self._gone

    def note_gone(self, places: frozenset[Path]) -> None:
        """These are missing, all others are there."""
        self._gone = places
        self.looked_up.emit()
