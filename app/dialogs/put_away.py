"""Putting the open image into the bin: what that means, and why it is done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.panels.panel import label
from app.theme import GRID


class PutAwayDialog(QDialog):
    """The image's name, and a line for the reason, which may stay empty.

    Signals:
        given: (str) the image goes into the bin, for this reason.
    """

    given = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Put the image into the bin"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Reason, kept with it"))
        self.reason.setAccessibleName(self.tr("Reason, kept with it"))
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText(self.tr("Put into the bin"))
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        what = self.tr(
            "No list, count, file or training set has it any more. Its findings, verdicts and "
            "outlines are kept, and the bin gives all of it back. The file stays where it is."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for part in (label("heading", name), label("", what, wrap=True), self.reason, buttons):
            column.addWidget(part)
        self.setMinimumWidth(56 * GRID)
        self.reason.setFocus()

    def _take(self) -> None:
        self.given.emit(self.reason.text())
        self.accept()
