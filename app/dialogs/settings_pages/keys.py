"""Keys of one's own: every command, its keys, the usual ones."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from app.commands.keys import COMMANDS, user_command
from app.commands.shortcuts import (
    conflicts,
    give_keys,
    holder,
    holder_title,
    keycaps,
    keys_in_use,
    native,
    portable,
    reset_all,
)
from app.context import AppContext
from app.dialogs.settings_pages.page import Page, beside
from app.panels.panel import label, set_role
from app.theme import GRID

COMMAND, KEY, USUAL = range(3)
BETWEEN = "   "


def title() -> str:
    """Name in the list of pages."""
    return QCoreApplication.translate("KeysPage", "Keys")


class KeysPage(Page):
    """A table of all commands; the chosen one gets its keys below."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(title())
        self._settings = context.settings
        self._wanted: tuple[str, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a command or a key"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.table = self._made_table()
        self._chosen = label("title")
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setClearButtonEnabled(True)
        self.edit.keySequenceChanged.connect(self._judge)
        self.verdict = label("muted", wrap=True)
        self.use = self._button(self.tr("Use this key"), lambda: self._wish(self._typed()))
        self.add_key = self._button(
            self.tr("Add as another key"), lambda: self._wish((*self._present(), *self._typed()))
        )
        self.none = self._button(self.tr("No key"), lambda: self._wish(()))
        self.take = self._button(self.tr("Take it from there"), self._take)
        self.take.setProperty("role", "primary")
        self.reset = self._button(
            self.tr("Reset"), lambda: self._wish(user_command(self.command).shortcuts)
        )
        self.reset.setToolTip(self.tr("The usual keys of this command"))
        self.reset_all = self._button(self.tr("Reset all keys"), self._reset_all)
        for widget in (self.search, self.table, self._chosen):
            self.column.addWidget(widget)
        self.column.addLayout(beside(self.edit, self.use, self.add_key, self.none, self.reset))
        self.column.addWidget(self.verdict)
        self.column.addLayout(beside(self.take, self.reset_all))
        self.column.setStretchFactor(self.table, 1)
        context.settings.changed.connect(self._follow)
        self._fill()
        self.table.selectRow(0)

    def _made_table(self) -> QTableWidget:
        table = QTableWidget(len(COMMANDS), 3)
        table.setAccessibleName(self.tr("Commands and their keys"))
        table.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Keys"), self.tr("Usual")])
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(COMMAND, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(12 * GRID)
        table.itemSelectionChanged.connect(self._choose)
        return table

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    @property
    def command(self) -> str:
        """Key of the chosen command."""
        return COMMANDS[max(0, self.table.currentRow())].key

    def choose(self, command: str) -> None:
        """Choose a command's row."""
        self.table.selectRow([each.key for each in COMMANDS].index(command))

    def _fill(self) -> None:
        used = keys_in_use(self._settings)
        for row, command in enumerate(COMMANDS):
            own = tuple(map(portable, used[command.key]))
            usual = tuple(map(portable, command.shortcuts))
            for column, text in (
                (COMMAND, f"{command.group_title} · {command.title}"),
                (KEY, BETWEEN.join(keycaps(own))),
                (USUAL, "" if own == usual else BETWEEN.join(keycaps(usual))),
            ):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self._choose()

    def _filter(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        for row in range(self.table.rowCount()):
            texts = [item.text() for at in (COMMAND, KEY) if (item := self.table.item(row, at))]
            self.table.setRowHidden(row, not any(wanted in text.casefold() for text in texts))

    def _choose(self) -> None:
        name = user_command(self.command).title
        self._chosen.setText(self.tr("Another key for '{name}'").format(name=name))
        self.edit.setAccessibleName(self._chosen.text())
        self.edit.clear()
        self._judge()

    def _typed(self) -> tuple[str, ...]:
        typed = portable(self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText))
        return (typed,) if typed else ()

    def _present(self) -> tuple[str, ...]:
        return keys_in_use(self._settings)[self.command]

    def _judge(self) -> None:
        """Say at once what the typed key does now."""
        self._wanted = ()
        self.take.hide()
        typed = self._typed()
        free = bool(typed) and not conflicts(self._settings, self.command, typed)
        own = set(map(portable, self._present()))
        self.use.setEnabled(bool(typed))
        self.add_key.setEnabled(bool(typed) and typed[0] not in own)
        self.none.setEnabled(bool(own))
        self.reset.setEnabled(self._settings.keys(self.command) is not None)
        if typed and not free:
            self._tell_conflict(typed)
        elif typed:
            self._tell(self.tr("{key} is free.").format(key=native(typed[0])), "good")
        else:
            self._tell(self.tr("Press a key in the field; digits belong to the classes."), "muted")

    def _wish(self, keys: tuple[str, ...]) -> None:
        """Give the keys, unless somebody has one of them: then it must be taken from there."""
        taken = conflicts(self._settings, self.command, keys)
        if taken:
            self._tell_conflict(taken)
            fixed = any(holder(self._settings, key, but=self.command) == "" for key in taken)
            self._wanted = () if fixed else keys
            self.take.setVisible(not fixed)
            return
        give_keys(self._settings, self.command, keys)

    def _take(self) -> None:
        give_keys(self._settings, self.command, self._wanted)

    def _reset_all(self) -> None:
        reset_all(self._settings)

    def _tell_conflict(self, keys: tuple[str, ...]) -> None:
        said = self.tr("{key} is the key of '{name}'.")
        settings, command = self._settings, self.command
        self._tell(
            " ".join(
                said.format(key=native(key), name=holder_title(settings, key, but=command))
                for key in keys
            ),
            "warning",
        )

    def _tell(self, text: str, role: str) -> None:
        self.verdict.setText(text)
        set_role(self.verdict, role)

    def _follow(self, name: str) -> None:
        if name.startswith("keys/"):
            self._fill()
