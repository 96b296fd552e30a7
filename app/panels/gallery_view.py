"""The grid of tiles: as many as there are, painted and read as far as they are in sight."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.context import AppContext
from app.panels.gallery_crops import GalleryCrops
from app.panels.gallery_model import GalleryModel
from app.panels.gallery_tile import GalleryTile
from app.panels.own_keys import ENTER, keep_keys

FIRST_SIDE = 128
AIM_AFTER_MS = 15
"""A flick of the wheel asks once for what it stops at."""

_OWN_KEYS = ENTER | {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
"""Keys that the window uses otherwise: here they open a finding and turn pages."""


class GalleryView(QListView):
    """Tiles in rows; the choice is the state's.

    Signals:
        opened: (UUID) a double click or Enter on a finding.
    """

    opened = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gallery = context.gallery
        self._crops = GalleryCrops(context, self)
        self._tiles = GalleryModel(context.gallery, self)
        self._tile = GalleryTile(context, self._crops, FIRST_SIDE, self)
        self._aim_soon = QTimer(self)
        self._aim_soon.setSingleShot(True)
        self._aim_soon.setInterval(AIM_AFTER_MS)
        self._aim_soon.timeout.connect(self._aim)
        self._choosing = False
        self._top: UUID | None = None
        self.setModel(self._tiles)
        self.setItemDelegate(self._tile)
        keep_keys(self, _OWN_KEYS)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.setGridSize(self._tile.size)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._aim_soon.start())
        self.doubleClicked.connect(self._open)
        self._crops.arrived.connect(self._tiles.tell)
        self._tiles.modelAboutToBeReset.connect(self._remember_place)
        self._tiles.modelReset.connect(self._show_again)
        context.gallery.visited.connect(self._go_to)

    @property
    def crops(self) -> GalleryCrops:
        """Where the tiles' crops come from."""
        return self._crops

    @property
    def side(self) -> int:
        """Width of a crop in the view."""
        return self._tile.side

    def set_side(self, side: int) -> None:
        """Other tiles; what was in the middle of the view stays there."""
        rows = self.in_sight()
        middle = rows[len(rows) // 2] if rows else 0
        self._tile.side = side
        self.setGridSize(self._tile.size)
        self.doItemsLayout()
        self.scrollTo(self._tiles.index(middle, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        self._aim_soon.start()

    def in_sight(self) -> range:
        """The rows of the model whose tiles are in sight, if only in part."""
        tile, top = self.gridSize(), self.verticalScrollBar().value()
        columns = max(1, self.viewport().width() // tile.width())
        first = top // tile.height() * columns
        last = ((top + self.viewport().height() - 1) // tile.height() + 1) * columns
        return range(min(first, self._tiles.rowCount()), min(last, self._tiles.rowCount()))

    def _aim(self) -> None:
        """Ask for the crops in sight, then for a page to either side of them."""
        rows = self.in_sight()
        if not self.isVisible() or not rows:
            self._crops.aim((), 1)
            return
        page = len(rows)
        wanted = [
            *self._tiles.findings(rows.start, rows.stop - 1),
            *self._tiles.findings(rows.stop, rows.stop + page - 1),
            *self._tiles.findings(rows.start - page, rows.start - 1),
        ]
        entries = [entry for each in wanted if (entry := self._gallery.entry(each)) is not None]
        self._crops.aim(entries, round(self._tile.side * self.devicePixelRatioF()))

    def _open(self, index: QModelIndex) -> None:
        finding = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(finding, UUID):
            self.opened.emit(finding)

    def _go_to(self, finding: UUID) -> None:
        self._show_choice()
        self.scrollTo(self._tiles.index(self._tiles.row_of(finding), 0))

    def _remember_place(self) -> None:
        rows = self.in_sight()
        at_top = self.verticalScrollBar().value() == 0
        first = () if at_top else self._tiles.findings(rows.start, rows.start)
        self._top = first[0] if first else None

    def _show_again(self) -> None:
        """After another order or filter: what was on top stays there, if it is still shown."""
        self._show_choice()
        row = self._tiles.row_of(self._top)
        if row >= 0:
            top = QAbstractItemView.ScrollHint.PositionAtTop
            self.scrollTo(self._tiles.index(row, 0), top)

    def _show_choice(self) -> None:
        """Choose in the view what the state has chosen, as far as it is shown."""
        self._choosing = True
        rows = [row for each in self._gallery.chosen if (row := self._tiles.row_of(each)) >= 0]
        chosen = QItemSelection()
        for first, last in _runs(sorted(rows)):
            chosen.select(self._tiles.index(first, 0), self._tiles.index(last, 0))
        model = self.selectionModel()
        here = self._tiles.index(self._tiles.row_of(self._gallery.current), 0)
        model.setCurrentIndex(here, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._choosing = False
        self._aim_soon.start()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the state."""
        super().selectionChanged(selected, deselected)
        if self._choosing:
            return
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        here = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        chosen = [finding for row in rows for finding in self._tiles.findings(row, row)]
        self._gallery.choose(chosen, here if isinstance(here, UUID) else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest is the view's."""
        if event.key() in ENTER:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other tiles are in sight."""
        super().resizeEvent(event)
        self._aim_soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is in sight."""
        super().showEvent(event)
        self._aim_soon.start()


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending rows as (first, last) of every run without a gap."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
