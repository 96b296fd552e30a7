"""Choosing a snapshot of the label store to put back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.commands import safety
from app.context import AppContext
from app.jobs.alive import while_alive
from app.panels.panel import label
from app.theme import GRID

if TYPE_CHECKING:  # loads the database library
    from medcls_core.store.snapshots import Snapshot


class RestoreDialog(QDialog):
    """The snapshots with their dates and numbers of reads, the newest first.

    Signals:
        chosen: (Snapshot) the one to put back.
    """

    chosen = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Restore a snapshot"))
        self._said = label(
            text=self.tr(
                "The chosen snapshot takes the place of the label store. The store as it is now is "
                "kept beside it, and later reads that can still be read are added."
            ),
            wrap=True,
        )
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Snapshots"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._restore = buttons.addButton(
            self.tr("Restore"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._restore.setEnabled(False)
        self.list.itemActivated.connect(self._take)
        self.list.currentRowChanged.connect(lambda row: self._restore.setEnabled(row >= 0))
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for part in (self._said, self.list, buttons):
            column.addWidget(part)
        self.resize(64 * GRID, 52 * GRID)
        safety.list_snapshots(context, while_alive(self, self._show))

    def _show(self, snapshots: "list[Snapshot]") -> None:
        for snapshot in snapshots:
            when = snapshot.time_utc.astimezone().strftime("%Y-%m-%d %H:%M")
            text = self.tr("{when}   {reads} reads").format(when=when, reads=f"{snapshot.reads:,}")
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, snapshot)
            self.list.addItem(item)
        if snapshots:
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self._said.setText(
                self.tr(
                    "There is no snapshot of this label store yet. The window takes one every half "
                    "hour in which something changed; a database server makes its own backups."
                )
            )

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
