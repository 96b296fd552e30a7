"""The image list as Qt wants it: a model over the state, and how a line is painted."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.state import Entry, Images
from app.theme import GRID, colors
from app.translation import say

Index = QModelIndex | QPersistentModelIndex

LINE_HEIGHT = 7 * GRID
PICTURE = 5 * GRID


class ImageListModel(QAbstractListModel):
    """One row a file; the role `UserRole` gives the `Entry`."""

    def __init__(self, images: Images, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images = images
        images.list_changed.connect(self._reset)
        images.entry_changed.connect(self._changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """How many files are listed."""
        return 0 if parent.isValid() else len(self._images.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, tooltip or the whole entry."""
        entry = self._images.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.path.name
        if role == Qt.ItemDataRole.ToolTipRole:
            fact = entry.problem or entry.detail
            return str(entry.path) if fact is None else f"{entry.path}\n{say(fact)}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return second_line(entry)
        return entry if role == Qt.ItemDataRole.UserRole else None

    def _reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def _changed(self, row: int) -> None:
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)


def second_line(entry: Entry) -> str:
    """Why it can't be opened, else what was said of it, else what kind of file it is.

    A tick before it: all of it is read.
    """
    fact = entry.problem or entry.answer or entry.detail
    line = "" if fact is None else say(fact)
    return f"✓ {line}" if entry.read and not entry.problem else line


class ImageLineDelegate(QStyledItemDelegate):
    """Thumbnail, name, and one muted line with format, size and pixel size."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every line is as high as the others."""
        return QSize(10 * GRID, LINE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        tokens = colors()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.selection))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(tokens.hover))
        frame = QRect(area.left() + GRID, area.top() + GRID, PICTURE, PICTURE)
        self._paint_picture(painter, frame, entry)
        text = area.adjusted(PICTURE + 2 * GRID, GRID, -GRID, -GRID)
        self._paint_text(painter, text, entry)
        painter.restore()

    def _paint_picture(self, painter: QPainter, frame: QRect, entry: Entry) -> None:
        painter.fillRect(frame, QColor(colors().hover))
        if entry.thumbnail is None:
            return
        ratio = painter.device().devicePixelRatioF()
        scaled = entry.thumbnail.scaled(
            frame.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        size = scaled.deviceIndependentSize().toSize()
        place = QRect(frame.topLeft(), size)
        place.moveCenter(frame.center())
        painter.drawImage(place.topLeft(), scaled)

    def _paint_text(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        tokens, metrics = colors(), painter.fontMetrics()
        half = area.height() // 2
        name = metrics.elidedText(entry.path.name, Qt.TextElideMode.ElideMiddle, area.width())
        painter.setPen(QColor(tokens.text))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(area.left(), area.top(), area.width(), half), middle, name)
        detail = second_line(entry)
        painter.setPen(QColor(tokens.error if entry.problem else tokens.muted))
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() - 1)
        painter.setFont(small)
        line = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(QRect(area.left(), area.top() + half, area.width(), half), middle, line)
