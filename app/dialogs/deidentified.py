"""What a de-identified copy has lost, and what no copy can take away."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from app.panels.panel import label
from app.theme import GRID
from app.translation import say
from medcls_core.images.privacy.removal import told

if TYPE_CHECKING:  # loads the slide libraries
    from medcls_core.images.privacy.deidentify import Deidentified


class DeidentifiedDialog(QDialog):
    """A sentence a place; no value that was removed is shown."""

    def __init__(self, done: "Deidentified", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("De-identified copy"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label("heading", done.path.name, wrap=True))
        same = self.tr("Bytes of stored pixels compared: {count}; all are equal.")
        column.addWidget(label("", same.format(count=f"{done.pixel_bytes:,}"), wrap=True))
        column.addWidget(self._list(done), 1)
        for warning in done.warnings:
            column.addWidget(label("warning", say(warning), wrap=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(76 * GRID, 52 * GRID)

    def _list(self, done: "Deidentified") -> QScrollArea:
        rows, area = QWidget(), QScrollArea()
        column = QVBoxLayout(rows)
        column.setSpacing(GRID)
        for sentence in told(done.removed):
            said = label("", say(sentence), wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(said)
        column.addStretch()
        area.setWidget(rows)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.tr("What was removed"))
        return area
