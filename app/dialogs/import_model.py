"""Importing a model from the window: choose files, see what it would do, then do it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.commands import import_model
from app.commands.import_model import Checked
from app.context import AppContext
from app.jobs.alive import while_alive
from app.panels.panel import label, set_role
from app.theme import GRID
from app.translation import current_language, say
from medcls_core.errors import MedclsError
from medcls_core.language import Text
from medcls_core.tasks import all_tasks

if TYPE_CHECKING:  # these load torch
    from medcls_core.inference.importing import ImportPlan


class ImportModelDialog(QDialog):
    """Weights and card; nothing is written before the plan was seen."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import a model"))
        self._context = context
        self._plan: ImportPlan | None = None
        self.file, self.card, self.name = QLineEdit(), QLineEdit(), QLineEdit()
        self.task = QComboBox()
        self.task.addItem(self.tr("As the card says"), "")
        for task in all_tasks():
            self.task.addItem(say(task.title), task.key)
        self.status = label("muted", wrap=True)
        self.facts = QScrollArea()
        self.facts.setWidgetResizable(True)
        self.facts.setAccessibleName(self.tr("What would be imported"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(self._form())
        column.addWidget(self.status)
        column.addWidget(self.facts, 1)
        column.addWidget(self._buttons())
        self.resize(84 * GRID, 70 * GRID)
        for line in (self.file, self.card, self.name):
            line.textChanged.connect(self._ask_again)
        self.task.currentIndexChanged.connect(self._ask_again)
        self._ask_again()

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        weights = self.tr("Models (*.safetensors *.pt *.onnx);;All files (*)")
        cards = self.tr("Cards (*.json);;All files (*)")
        self.name.setPlaceholderText(self.tr("The file's name"))
        for text, field, control in (
            (self.tr("Weights"), self.file, self._with_button(self.file, weights)),
            (self.tr("Card"), self.card, self._with_button(self.card, cards)),
            (self.tr("Task"), self.task, self.task),
            (self.tr("Name"), self.name, self.name),
        ):
            field.setAccessibleName(text)
            form.addRow(text, control)
        return form

    def _with_button(self, line: QLineEdit, kinds: str) -> QWidget:
        both, choose = QWidget(), QPushButton(self.tr("Choose …"))
        choose.setAutoDefault(False)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(line, 1)
        row.addWidget(choose)

        def ask() -> None:
            name, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), line.text(), kinds)
            if name:
                line.setText(name)

        choose.clicked.connect(ask)
        return both

    def _buttons(self) -> QDialogButtonBox:
        roles = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.look = buttons.addButton(self.tr("Check it"), roles.ActionRole)
        self.take = buttons.addButton(self.tr("Import"), roles.ActionRole)
        self.take.setProperty("role", "primary")
        self.look.clicked.connect(self._look)
        self.take.clicked.connect(self._take)
        buttons.rejected.connect(self.reject)
        return buttons

    def _ask_again(self) -> None:
        """What was checked is not what is asked for now."""
        self._plan = None
        self.take.setEnabled(False)
        self.look.setEnabled(bool(self.file.text().strip() and self.card.text().strip()))
        self.facts.setWidget(QWidget())
        self._say(
            self.tr(
                "safetensors of this program's networks, TorchScript or ONNX of others, with a "
                "card.json or WSInfer's config.json. It is read, checked and tried on a blank "
                "input; nothing is written before you say so."
            )
        )

    def _look(self) -> None:
        self.look.setEnabled(False)
        self._say(self.tr("Reading, checking, trying …"))
        asked = (
            Path(self.file.text().strip()),
            Path(self.card.text().strip()),
            str(self.task.currentData()) or None,
            self.name.text().strip() or None,
        )
        import_model.plan(
            self._context,
            asked,
            tell=while_alive(self, self._show),
            failed=while_alive(self, self._refuse),
        )

    def _show(self, checked: Checked) -> None:
        planned = checked.plan
        self.look.setEnabled(True)
        self.facts.setWidget(_table(checked.facts))
        if planned.folder.exists():
            self._say(
                self.tr("There is a model called '{name}' already; give another name.").format(
                    name=planned.name
                ),
                "error",
            )
            return
        self._plan = planned
        self.take.setEnabled(True)
        said = " ".join(say(each) for each in checked.warnings)
        fits = self.tr("It fits. Nothing was written yet.")
        self._say(f"{fits} {said}".strip(), "warning" if said else "good")

    def _take(self) -> None:
        if self._plan is None:
            return
        self.take.setEnabled(False)
        import_model.carry_out(
            self._context,
            self._plan,
            done=while_alive(self, lambda _: self.accept()),
            failed=while_alive(self, self._refuse),
        )

    def _refuse(self, problem: MedclsError) -> None:
        self.look.setEnabled(True)
        self._say(problem.sentence(current_language()), "error")

    def _say(self, text: str, role: str = "muted") -> None:
        self.status.setText(text)
        set_role(self.status, role)


def _table(facts: tuple[tuple[Text, Text], ...]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(GRID, GRID, GRID, GRID)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setColumnStretch(1, 1)
    for row, (name, fact) in enumerate(facts):
        grid.addWidget(label("muted", say(name)), row, 0, Qt.AlignmentFlag.AlignTop)
        said = label("", say(fact), wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(said, row, 1)
    grid.setRowStretch(len(facts), 1)
    return table
