"""The acts in an image as Qt wants them: newest first, the beginning at the end."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.panels.history_text import act_line, change_words
from app.panels.two_lines import SECOND_LINE
from medcls_core.tasks import Task

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store.acts import Act

Index = QModelIndex | QPersistentModelIndex

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""Before anything was said."""


class HistoryModel(QAbstractListModel):
    """One row an act; below them one for how it was at first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts: list[Act] = []
        self._task: Task | None = None

    def show_acts(self, acts: "Sequence[Act]", task: Task) -> None:
        """Other acts, the newest first."""
        self.beginResetModel()
        self._acts, self._task = list(acts), task
        self.endResetModel()

    def act(self, row: int) -> "Act | None":
        """The act in a row; None for the beginning, and outside."""
        return self._acts[row] if 0 <= row < len(self._acts) else None

    def moment(self, row: int) -> datetime:
        """The moment whose state a row stands for."""
        act = self.act(row)
        return BEGINNING if act is None else act.time_utc

    def row_of(self, act: "Act | None") -> int:
        """The row of an act; -1 if it isn't listed."""
        return next((row for row, each in enumerate(self._acts) if each == act), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """How many rows there are."""
        return 0 if parent.isValid() or not self._acts else len(self._acts) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What changed; when, who, which and how."""
        first, second = self._lines(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return first
        if role == SECOND_LINE:
            return second
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{first}\n{second}"
        return f"{first}, {second}" if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _lines(self, row: int) -> tuple[str, str]:
        act = self.act(row)
        if act is None or self._task is None:
            return self.tr("The beginning"), self.tr("Nothing was said yet")
        return change_words(act.change, self._task), act_line(act, datetime.now(UTC))
