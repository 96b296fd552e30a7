"""One model's card to read."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from app.dialogs.card_text import card_page
from app.theme import GRID

if TYPE_CHECKING:  # the networks package loads torch
    from medcls_core.networks.card import ModelVersion


class CardDialog(QDialog):
    """The card of one model version."""

    def __init__(self, version: "ModelVersion", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Model card"))
        text = QTextBrowser()
        text.setAccessibleName(self.tr("Model card"))
        text.setHtml(card_page(version))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(text)
        column.addWidget(buttons)
        self.resize(80 * GRID, 72 * GRID)
