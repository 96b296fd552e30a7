"""Ctrl+K: every command by a few letters of its name, in either language."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.commands.keys import COMMANDS, UserCommand
from app.panels.panel import label
from app.theme import GRID
from app.translation import chinese_text

WIDTH = 68 * GRID
ROWS = 10
KEYS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ENABLED_ROLE = KEYS_ROLE + 1
_NO_ICON = QColor(Qt.GlobalColor.transparent)
"""Takes an icon's room, so that all names begin in one line."""

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A command and its action; one that can't be used now is shown dimmed, below the others."""

    command: UserCommand
    action: QAction

    @property
    def keys(self) -> str:
        """Its shortcuts, as the keyboard writes them."""
        native = QKeySequence.SequenceFormat.NativeText
        return "   ".join(each.toString(native) for each in self.action.shortcuts())


def matches(command: UserCommand, typed: str) -> int | None:
    """How well a command fits what was typed: 0 best, None not at all.

    Both languages count, whichever is on. A name that begins with the letters comes first, then
    a word that does, then the letters anywhere, then the letters one after the other with gaps.
    """
    wanted = typed.strip().casefold()
    found = [_rank(name.casefold(), wanted) for name in (command.text, chinese_text(command.text))]
    return min((rank for rank in found if rank is not None), default=None)


def _rank(name: str, wanted: str) -> int | None:
    if name.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in name.split()):
        return 1
    if wanted in name:
        return 2
    letters = iter(name)
    return 3 if all(letter in letters for letter in wanted if letter != " ") else None


class EntryModel(QAbstractListModel):
    """The commands that fit, best first."""

    def __init__(self, entries: tuple[Entry, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._all = entries
        self._shown = list(entries)

    def search(self, typed: str) -> None:
        """Show the commands that fit `typed`."""
        ranked = [(matches(each.command, typed), each) for each in self._all]
        fitting = [(rank, each) for rank, each in ranked if rank is not None]
        fitting.sort(key=lambda one: (not one[1].action.isEnabled(), one[0]))
        self.beginResetModel()
        self._shown = [each for _, each in fitting]
        self.endResetModel()

    def entry(self, index: _Index) -> Entry:
        """The command in a row."""
        return self._shown[index.row()]

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Commands shown."""
        return len(self._shown)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Name, icon, keys, and whether it can be used now."""
        entry = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.command.title
        if role == Qt.ItemDataRole.DecorationRole:
            return entry.action.icon() if entry.command.icon else _NO_ICON
        if role == KEYS_ROLE:
            return entry.keys
        if role == ENABLED_ROLE:
            return entry.action.isEnabled()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """What can't be used now can't be chosen."""
        flags = super().flags(index)
        return flags if self.entry(index).action.isEnabled() else flags & ~Qt.ItemFlag.ItemIsEnabled


class _RowPainter(QStyledItemDelegate):
    """The command's name on the left, its keys on the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        palette = option.palette
        selected = option.state & QStyle.StateFlag.State_Selected
        usable = index.data(ENABLED_ROLE)
        role = palette.ColorRole.HighlightedText if selected and usable else palette.ColorRole.Text
        color = palette.color(role)
        color.setAlphaF(0.65)
        painter.setPen(color)
        place = option.rect.adjusted(0, 0, -GRID, 0)
        painter.drawText(
            place,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            index.data(KEYS_ROLE),
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), 4 * GRID))


class Palette(QFrame):
    """A line to type in, and the commands that fit; Enter or a click runs one, Esc closes."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Find a command"))
        self._line = QLineEdit()
        self._line.setPlaceholderText(self.tr("Type a few letters of a command"))
        self._line.setAccessibleName(self.tr("Find a command"))
        others = (command for command in COMMANDS if command.key != "palette")
        entries = tuple(Entry(command, actions[command.key]) for command in others)
        self._model = EntryModel(entries, self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_RowPainter(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._none = label("muted", self.tr("No command has these letters in its name."))
        column.addWidget(self._line)
        column.addWidget(self._none)
        column.addWidget(self._list)
        self._line.textChanged.connect(self._search)
        self._list.clicked.connect(self._run)
        self._line.installEventFilter(self)
        self._search("")

    def open(self) -> None:
        """Show it in the upper middle of its window, ready to type."""
        self.move((self.window().width() - self.width()) // 2, 8 * GRID)
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Arrows, Enter and Esc are for the list, and no key is a command's while one types."""
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        elif event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key())
        return False

    def _key(self, key: int) -> bool:
        match key:
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._step(1 if key == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self._list.currentIndex())
            case Qt.Key.Key_Escape:
                self.close()
            case _:
                return False
        return True

    def _search(self, typed: str) -> None:
        self._model.search(typed)
        self._list.setCurrentIndex(self._model.index(0, 0))
        found = self._model.rowCount() > 0
        self._list.setVisible(found)
        self._none.setVisible(not found)
        self._fit()

    def _fit(self) -> None:
        rows = min(max(self._model.rowCount(), 1), ROWS)
        self.resize(WIDTH, self._line.sizeHint().height() + (4 * rows + 4) * GRID)

    def _step(self, by: int) -> None:
        row = self._list.currentIndex().row() + by
        if 0 <= row < self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(row, 0))

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        action = self._model.entry(index).action
        if action.isEnabled():
            self.close()  # first: the command may look at what has the focus
            action.trigger()
