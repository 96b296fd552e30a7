"""Whether there is anything to undo or to do again: one word for menu, bar, panel and palette."""

from PySide6.QtCore import QObject, Signal


class Undoable(QObject):
    """What undo and redo would find.

    Signals:
        changed: one of them can or can't be used any more.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = self._redo = False
        self.earlier = False
        """Whether the label store holds anything that the reader could take back."""

    @property
    def undo(self) -> bool:
        """Whether something can be taken back."""
        return self._undo

    @property
    def redo(self) -> bool:
        """Whether something that was taken back can be done again."""
        return self._redo

    def note(self, *, undo: bool, redo: bool) -> None:
        """It is known anew."""
        if (undo, redo) != (self._undo, self._redo):
            self._undo, self._redo = undo, redo
            self.changed.emit()
