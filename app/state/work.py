"""What runs in the background and is worth telling: running the model, opening, exporting."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

SHOWN_AFTER_MS = 500
"""Work that is over sooner is never mentioned."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One piece of work: its title, and how far it is (`total` 0: unknown).

    `stopping`: it was told to stop and will at its next step.
    """

    job: int
    title: str
    done: int = 0
    total: int = 0
    message: str = ""
    can_cancel: bool = False
    stopping: bool = False


class Work(QObject):
    """The work in progress, by kind; one of a kind at a time.

    Signals:
        changed: something began, went on or ended.
        shown_changed: as `changed`, but only once the work lasts longer than half a second.
    """

    changed = Signal()
    shown_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doing: dict[str, Doing] = {}
        self._shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)

    def doing(self, kind: str) -> Doing | None:
        """The work of that kind, if some runs."""
        return self._doing.get(kind)

    def stoppable(self) -> list[tuple[str, Doing]]:
        """What can be told to stop, by kind, and wasn't yet."""
        return [(kind, doing) for kind, doing in self._doing.items() if doing.can_cancel]

    def shown(self) -> Doing | None:
        """The work to show; None if there is none, or it began just now."""
        return next(iter(self._doing.values()), None) if self._shown else None

    def begin(self, kind: str, doing: Doing) -> None:
        """Work of `kind` began."""
        self._doing[kind] = doing
        if not self._shown and not self._timer.isActive():
            self._timer.start(SHOWN_AFTER_MS)
        self._tell()

    def report(self, kind: str, done: int, total: int, message: str) -> None:
        """It went on."""
        before = self._doing.get(kind)
        if before is not None:
            self._doing[kind] = replace(before, done=done, total=total, message=message)
            self._tell()

    def stop(self, kind: str) -> None:
        """It was told to stop: shown at once, however short the work was."""
        before = self._doing.get(kind)
        if before is not None:
            self._doing[kind] = replace(before, stopping=True, can_cancel=False)
            self._timer.stop()
            self._shown = True
            self._tell()

    def end(self, kind: str) -> None:
        """It is over, whatever became of it."""
        if self._doing.pop(kind, None) is None:
            return
        if not self._doing:
            self._timer.stop()
        self._tell()
        if not self._doing:
            self._shown = False

    def end_job(self, job: int) -> None:
        """The job ended, perhaps by a crash: whatever it did is over."""
        for kind in [kind for kind, doing in self._doing.items() if doing.job == job]:
            self.end(kind)

    def _show(self) -> None:
        self._shown = bool(self._doing)
        self.shown_changed.emit()

    def _tell(self) -> None:
        self.changed.emit()
        if self._shown:
            self.shown_changed.emit()
