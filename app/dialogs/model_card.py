"""The card of the task's model: what it is for, how good it is, and what it can't do.

Where a person has imported models, the one to use is chosen here, beside what it says of itself.
"""

from html import escape

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.commands import run_task
from app.context import AppContext
from app.dialogs.card_text import card_page
from app.dialogs.import_model import ImportModelDialog
from app.panels.panel import label
from app.theme import GRID


class ModelCardDialog(QDialog):
    """The card as text one can read and copy, under the choice of the model."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(self.tr("Model card"))
        self.model = QComboBox()
        self.model.setAccessibleName(self.tr("Model"))
        self.model.activated.connect(
            lambda place: run_task.choose_model(context, str(self.model.itemData(place)))
        )
        self._text = QTextBrowser()
        self._text.setAccessibleName(self.tr("Model card"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        self._name = label("", self.tr("Model"))
        row.addWidget(self._name)
        row.addWidget(self.model, 1)
        add = QPushButton(self.tr("Import a model …"))
        add.clicked.connect(lambda: ImportModelDialog(context, self).open())
        row.addStretch()
        row.addWidget(add)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self._text)
        column.addWidget(buttons)
        self.resize(80 * GRID, 72 * GRID)
        context.models.changed.connect(self._refresh)
        context.models.task_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        models = self._context.models
        self.model.clear()
        for name, version in models.offered.items():
            bundled = self.tr("Bundled, version {version}").format(version=version.card.version)
            self.model.addItem(name or bundled, name)
        self.model.setCurrentIndex(max(0, self.model.findData(models.name)))
        for widget in (self._name, self.model):
            widget.setVisible(len(models.offered) > 1)
        in_use = models.version
        waiting = self.tr("The model is still being looked up.")
        self._text.setHtml(escape(waiting) if in_use is None else card_page(in_use))
