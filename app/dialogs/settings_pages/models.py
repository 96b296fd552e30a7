"""Which models answer, and where they run."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.commands.devices import find_devices
from app.context import AppContext
from app.dialogs.card import CardDialog
from app.dialogs.import_model import ImportModelDialog
from app.dialogs.settings_pages.gpu_section import GpuSection
from app.dialogs.settings_pages.page import Page, beside, choice
from app.jobs.alive import while_alive
from app.panels.panel import label
from app.theme import GRID
from app.translation import say
from medcls_core.tasks import Task, all_tasks


def title() -> str:
    """Name in the list of pages."""
    return QCoreApplication.translate("ModelsPage", "Models and device")


class ModelsPage(Page):
    """The device with what was found of it, the model of every task, importing another."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(title())
        self._context = context
        self.device = choice(
            {"auto": self.tr("GPU if there is one"), "cpu": "CPU", "cuda": "CUDA"},
            context.settings.device,
        )
        self.device.activated.connect(self._take_device)
        self.add(self.tr("Device"), self.device)
        self.device.setFixedWidth(30 * GRID)
        self.found = self.say(self.tr("Looking for devices …"))
        self.column.addSpacing(GRID)
        self.gpu = GpuSection(context)
        self.column.addWidget(self.gpu)
        self.column.addSpacing(GRID)
        self.column.addWidget(label("title", self.tr("Models in use")))
        self._table = QWidget()
        self.column.addWidget(self._table)
        add = QPushButton(self.tr("Import a model …"))
        add.clicked.connect(lambda: ImportModelDialog(context, self).open())
        self.column.addSpacing(GRID)
        self.column.addLayout(beside(add))
        self.say(
            self.tr("Where a task has several models, the model card chooses the one that answers.")
        )
        self.column.addStretch()
        context.models.changed.connect(self._fill)
        self._fill()
        find_devices(context, while_alive(self, lambda found: self.found.setText(say(found))))

    def _take_device(self) -> None:
        self._context.settings.device = str(self.device.currentData())

    def _fill(self) -> None:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        for row, task in enumerate(all_tasks()):
            grid.addWidget(label("", say(task.title)), row, 0)
            self._fill_row(grid, row, task)
        self.column.replaceWidget(self._table, table)
        self._table.deleteLater()
        self._table = table

    def _fill_row(self, grid: QGridLayout, row: int, task: Task) -> None:
        version = self._context.models.in_use(task.key)
        if version is None:
            grid.addWidget(label("muted", self.tr("being looked up")), row, 1)
            return
        weights = version.card.weights
        said = label("muted", self.tr("no trained weights yet"))
        if weights is not None:
            known = self._context.models.known_as(task.key)
            said = label("muted", f"{known} · sha256 {weights.sha256[:12]}…")
            said.setToolTip(f"sha256 {weights.sha256}")
        grid.addWidget(said, row, 1)
        card = QPushButton(self.tr("Card"))
        card.setAccessibleName(self.tr("Model card: {task}").format(task=say(task.title)))
        card.clicked.connect(partial(self._show_card, task))
        grid.addWidget(card, row, 2)

    def _show_card(self, task: Task) -> None:
        version = self._context.models.in_use(task.key)
        if version is not None:
            CardDialog(version, self).open()
