"""Where labels are kept."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from app.context import AppContext
from app.dialogs.settings_pages.page import Page, beside
from app.jobs.alive import while_alive
from app.panels.folders import open_folder
from app.theme import GRID

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore


_BESIDE = ("-wal", "-shm")
"""Endings of the files in which SQLite keeps what isn't in the store's file yet."""


def title() -> str:
    """Name in the list of pages."""
    return QCoreApplication.translate("StorePage", "Label store")


class StorePage(Page):
    """The store in use with its size, and how to use another."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(title())
        self._context = context
        self._file: Path | None = None
        self.used = self.say(self.tr("The label store is being looked at."), "")
        self._folder = QPushButton(self.tr("Open folder"))
        self._folder.setAccessibleName(self.tr("Open the label store's folder"))
        self._folder.clicked.connect(self._open_folder)
        self._folder.setEnabled(False)
        self.column.addLayout(beside(self._folder))
        self.column.addSpacing(2 * GRID)
        self.store = QLineEdit(context.settings.store_url or "")
        self.store.setPlaceholderText(self.tr("labels.sqlite in your data folder"))
        self.add(
            self.tr("Another store"),
            self.store,
            self.tr(
                "A file, or an SQLAlchemy URL: a server lets several readers work on the same "
                "labels. Empty is the file in your data folder."
            ),
        )
        self._take_button = QPushButton(self.tr("Use this store"))
        self._take_button.clicked.connect(self.take)
        choose = QPushButton(self.tr("Choose a file …"))
        choose.clicked.connect(self._choose)
        self.column.addLayout(beside(self._take_button, choose))
        self.column.addStretch()
        self.store.textChanged.connect(self._enable)
        self._enable()
        self._look()

    def take(self) -> None:
        """Use the store that is written in the line, from now on."""
        self._context.settings.store_url = self.store.text().strip() or None
        self._enable()
        self._look()

    def _enable(self) -> None:
        new = self.store.text().strip() != (self._context.settings.store_url or "")
        self._take_button.setEnabled(new)

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Label store"),
            self.store.text(),
            self.tr("Label stores (*.sqlite)"),
            options=QFileDialog.Option.DontConfirmOverwrite,  # an existing store is opened
        )
        if name:
            self.store.setText(name)

    def _look(self) -> None:
        """Say which store is really in use, once its lane gets to it."""
        self._context.store.submit(
            "look at the store",
            lambda store: (store.url, store.path, _size(store)),
            done=while_alive(self, self._say_used),
            failed=self._context.messages.error,
        )

    def _say_used(self, found: tuple[str, Path | None, int]) -> None:
        url, path, size = found
        self._file = path
        self._folder.setEnabled(path is not None)
        self.used.setText(
            self.tr("In use: {place}").format(place=url)
            if path is None
            else self.tr("In use: {place} · {size} MB").format(place=path, size=f"{size / 1e6:.1f}")
        )

    def _open_folder(self) -> None:
        if self._file is not None:
            open_folder(self._file.parent)


def _size(store: "LabelStore") -> int:
    """Bytes of a store's file and of what is still beside it; 0 for a server."""
    if store.path is None:
        return 0
    beside = (store.path, *(store.path.with_name(f"{store.path.name}{end}") for end in _BESIDE))
    return sum(file.stat().st_size for file in beside if file.exists())
