"""F1: every key of the window, in groups, made from the table of commands."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.commands.keys import COMMANDS, VIEWER_KEYS
from app.commands.shortcuts import keycaps, keys_in_use
from app.context import AppContext
from app.panels.panel import label
from app.theme import GRID
from app.translation import say


class KeySheet(QDialog):
    """Four columns of keycaps, readable at a glance; any key closes it."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        row.setSpacing(4 * GRID)
        groups = dict.fromkeys(command.group for command in COMMANDS)
        columns: list[list[tuple[str, list[tuple[str, str]]]]] = [[], [], [], []]
        titles = {command.group: command.group_title for command in COMMANDS}
        for place, group in zip((1, 0, 2, 3, 1), groups, strict=True):
            columns[place].append((titles[group], _keys_of(context, group)))
        columns[1].insert(0, (self.tr("Classes"), _class_keys(context)))
        columns[3].append((self.tr("In the slide"), _viewer_keys()))
        for groups_of_column in columns:
            row.addLayout(self._column(groups_of_column), 1)

    def _column(self, groups: list[tuple[str, list[tuple[str, str]]]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(GRID)
        for title, keys in groups:
            column.addWidget(label("heading", title))
            column.addWidget(_table(keys))
            column.addSpacing(GRID)
        column.addStretch()
        return column


def _keys_of(context: AppContext, group: str) -> list[tuple[str, str]]:
    used = keys_in_use(context.settings)
    return [
        (command.title, "   ".join(keycaps(used[command.key])))
        for command in COMMANDS
        if command.group == group and used[command.key]
    ]


def _class_keys(context: AppContext) -> list[tuple[str, str]]:
    return [(say(each.name), str(each.digit)) for each in context.models.task.classes]


def _viewer_keys() -> list[tuple[str, str]]:
    translate = QCoreApplication.translate
    return [(translate("Keys", text), translate("Keys", key)) for text, key in VIEWER_KEYS]


def _table(keys: list[tuple[str, str]]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(0, 1)
    for row, (text, names) in enumerate(keys):
        grid.addWidget(label("", text), row, 0)
        caps = QHBoxLayout()
        caps.setSpacing(GRID // 2)
        caps.addStretch()
        for name in names.split("   "):
            cap = QLabel(name)
            cap.setObjectName("keycap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            caps.addWidget(cap)
        grid.addLayout(caps, row, 1)
    return table
