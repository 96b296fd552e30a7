"""The settings, by pages; each is in force at once and shows what is really used."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import AppContext
from app.dialogs.settings_pages import (
    keys,
    language,
    learning,
    models,
    privacy,
    reader,
    store,
    viewer,
)
from app.dialogs.settings_pages.page import Page
from app.theme import GRID

_PAGES: dict[str, tuple[Callable[[], str], Callable[[AppContext], Page]]] = {
    "reader": (reader.title, reader.ReaderPage),
    "keys": (keys.title, keys.KeysPage),
    "viewer": (viewer.title, viewer.ViewerPage),
    "models": (models.title, models.ModelsPage),
    "learning": (learning.title, learning.LearningPage),
    "privacy": (privacy.title, privacy.PrivacyPage),
    "language": (language.title, language.LanguagePage),
    "store": (store.title, store.StorePage),
}


class SettingsDialog(QDialog):
    """A list of pages at the left; a page is made when it is first looked at."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._made: dict[str, Page] = {}
        self.list = QListWidget()
        self.list.setFixedWidth(22 * GRID)
        self.list.setObjectName("pageList")
        self.stack = QStackedWidget()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(row, 1)
        column.addWidget(self._buttons)
        self.list.currentRowChanged.connect(self._show_row)
        self.resize(108 * GRID, 76 * GRID)
        self._fill("reader")

    def page(self, name: str) -> Page:
        """Show a page and give it."""
        self.list.setCurrentRow(list(_PAGES).index(name))
        return self._made[name]

    def _fill(self, shown: str) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([title() for title, _ in _PAGES.values()])
        self.list.blockSignals(False)
        self.page(shown)

    def _show_row(self, row: int) -> None:
        name = list(_PAGES)[row]
        if name not in self._made:
            self._made[name] = _PAGES[name][1](self._context)
            self.stack.addWidget(_scrolled(self._made[name]))
        self.stack.setCurrentIndex(list(self._made).index(name))

    def _again(self) -> None:
        """Make every page anew, in another language."""
        shown = list(_PAGES)[max(0, self.list.currentRow())]
        self._made.clear()
        while (old := self.stack.widget(0)) is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        self._fill(shown)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language, once the page that changed it has come to its end."""
        if event.type() == QEvent.Type.LanguageChange:
            QTimer.singleShot(0, self, self._again)
        super().changeEvent(event)


def _scrolled(page: Page) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
