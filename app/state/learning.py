"""How the learning of the chosen task stands: labels, the round that runs, candidates, history."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # these load torch
    from medcls_core.learning.rounds.overview import Overview
    from medcls_core.learning.rounds.state import RoundState
    from medcls_core.training.fit import EpochReport


class Learning(QObject):
    """What was last looked up, and what the round's process tells of itself.

    Signals:
        changed: another overview is known, or it is being looked up.
        progressed: the round went on, or its state is another one.
    """

    changed = Signal()
    progressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overview: Overview | None = None
        self._state: RoundState | None = None
        self._epochs: tuple[EpochReport, ...] = ()
        self._looking = False

    @property
    def overview(self) -> "Overview | None":
        """What is known; None until it was looked up."""
        return self._overview

    @property
    def looking(self) -> bool:
        """Whether it is being looked up."""
        return self._looking

    @property
    def state(self) -> "RoundState | None":
        """What the last round's process said of itself; None if there is none."""
        return self._state

    @property
    def epochs(self) -> "tuple[EpochReport, ...]":
        """The epochs of the last round."""
        return self._epochs

    @property
    def runs(self) -> bool:
        """Whether a round is at work, or waits."""
        return self._state is not None and self._state.runs

    def begin_look(self) -> None:
        """It is being looked up."""
        self._looking = True
        self.changed.emit()

    def end_look(self, overview: "Overview | None") -> None:
        """It was looked up; None if that failed."""
        self._looking = False
        self._overview = overview
        self.changed.emit()

    def hear(self, state: "RoundState | None", epochs: "tuple[EpochReport, ...]") -> None:
        """What the round's files say by now."""
        if (state, epochs) != (self._state, self._epochs):
            self._state, self._epochs = state, epochs
            self.progressed.emit()
