"""Sentences for the reader: what went wrong, what was done."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.translation import current_language
from medcls_core.errors import MedclsError, StoreDamaged


class Tone(StrEnum):
    """How a message is meant."""

    INFO = "info"
    GOOD = "good"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence; `action` names a command the bar offers as a button, empty is none."""

    text: str
    tone: Tone
    action: str = ""
    time: datetime = field(default_factory=lambda: datetime.now(UTC))


class Messages(QObject):
    """Where commands leave their sentences; the bar and the log show them.

    Signals:
        posted: (Message).
        cleared: the bar has nothing to say any more.
    """

    posted = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log: list[Message] = []

    @property
    def log(self) -> tuple[Message, ...]:
        """Every message since the start."""
        return tuple(self._log)

    def error(self, problem: MedclsError, action: str = "") -> None:
        """Say what went wrong, in the language that is on; a damaged store can be restored."""
        if isinstance(problem, StoreDamaged):
            action = "restore"
        self._post(Message(problem.sentence(current_language()), Tone.ERROR, action))

    def refuse(self, text: str, action: str = "") -> None:
        """Say why something isn't done, where the window can say it better than the error."""
        self._post(Message(text, Tone.ERROR, action))

    def info(self, text: str, action: str = "") -> None:
        """Say something worth knowing."""
        self._post(Message(text, Tone.INFO, action))

    def good(self, text: str, action: str = "") -> None:
        """Say that something was done."""
        self._post(Message(text, Tone.GOOD, action))

    def clear(self) -> None:
        """Take the bar away."""
        self.cleared.emit()

    def _post(self, message: Message) -> None:
        self._log.append(message)
        self.posted.emit(message)
