"""A defect of ours: said plainly, with the log, and without losing anything."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from app.panels.panel import label
from app.theme import GRID


class CrashDialog(QDialog):
    """The traceback to copy, the log's folder to open."""

    def __init__(self, traceback: str, log: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("A defect in medcls"))
        details = QPlainTextEdit(traceback)
        details.setReadOnly(True)
        details.setAccessibleName(self.tr("Details"))
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Close)
        folder = buttons.addButton(self.tr("Open log folder"), QDialogButtonBox.ButtonRole.HelpRole)
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log.parent)))
        )
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label("heading", self.tr("Something went wrong inside the program")))
        column.addWidget(
            label(
                "",
                self.tr(
                    "Verdicts shown as saved are safe on disk. Please send the log to whoever "
                    "looks after the program; it holds no patient names and no folder names."
                ),
                wrap=True,
            )
        )
        column.addWidget(details, 1)
        column.addWidget(buttons)
        self.resize(80 * GRID, 48 * GRID)
