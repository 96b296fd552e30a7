"""The list of images that were opened or dropped."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.commands import open_images
from app.context import AppContext
from app.panels.empty_state import EmptyState
from app.panels.image_list_model import ImageLineDelegate, ImageListModel
from app.panels.own_keys import keep_keys
from app.panels.panel import Panel
from app.theme import GRID

LEAST_PX = 14 * GRID
"""Two lines of the list."""


class ImageListPanel(Panel):
    """Thumbnails with names; a click opens. Empty, it says how images get here.

    Signals:
        open_wanted: the person wants to choose files.
        folder_wanted: the person wants to choose a folder.
    """

    open_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = ImageListModel(context.images, self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(ImageLineDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMinimumHeight(LEAST_PX)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_keys(self._list)
        self._list.clicked.connect(lambda index: open_images.show_image(context, index.row()))
        self._list.activated.connect(lambda index: open_images.show_image(context, index.row()))
        self._empty = EmptyState("image")
        self._files = QPushButton()
        self._files.clicked.connect(self.open_wanted)
        self._folder = QPushButton()
        self._folder.clicked.connect(self.folder_wanted)
        self._pages = QStackedWidget()
        self._first_page = self._empty_page()
        self._pages.addWidget(self._first_page)
        self._pages.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._pages)
        context.images.list_changed.connect(self._refresh)
        context.images.wanted_changed.connect(self._show_wanted)
        self.retranslate()
        self._refresh()

    def _empty_page(self) -> QWidget:
        page = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self._files, self._folder):
            buttons.addWidget(button)
        column = QVBoxLayout(page)
        column.setContentsMargins(GRID, GRID, GRID, 2 * GRID)
        column.addWidget(self._empty, 1)
        column.addLayout(buttons)
        return page

    def title(self) -> str:
        """Name on the dock."""
        return self.tr("Images")

    def retranslate(self) -> None:
        """Set every text again."""
        self._empty.say(
            self.tr("Drop slides or a folder here"),
            self.tr("Whole slides, DICOM, TIFF, PNG, JPEG and BMP open alike."),
        )
        self._files.setText(self.tr("Files …"))
        self._folder.setText(self.tr("Folder …"))
        self._list.setAccessibleName(self.tr("Images"))

    def _refresh(self) -> None:
        listed = bool(self._context.images.entries)
        # The page that isn't shown takes no height.
        kept = QSizePolicy.Policy.Ignored if listed else QSizePolicy.Policy.Preferred
        self._first_page.setSizePolicy(QSizePolicy.Policy.Preferred, kept)
        self._pages.setCurrentIndex(1 if listed else 0)

    def _show_wanted(self, row: int) -> None:
        index = self._model.index(row, 0)
        self._list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._list.scrollTo(index)
