"""A list of two lines an entry: what it is, and a muted line beneath it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QWidget
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from app.panels.own_keys import keep_keys
from app.theme import GRID, colors

Index = QModelIndex | QPersistentModelIndex

SECOND_LINE = int(Qt.ItemDataRole.UserRole) + 1
"""The role of the muted line."""

LINE_HEIGHT = 5 * GRID


class TwoLines(QListView):
    """A list of one chosen entry that Tab reaches and arrows go through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_keys(self)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: Option, _index: Index) -> QSize:
        return QSize(10 * GRID, LINE_HEIGHT)

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        tokens, area, state = colors(), QRect(option.rect), QStyle.StateFlag(option.state)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.selection))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(tokens.hover))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(tokens.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        half = area.height() // 2
        first = QRect(area.left() + GRID, area.top() + 2, area.width() - 2 * GRID, half - 2)
        self._write(painter, first, str(index.data()), tokens.text)
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() - 1)
        painter.setFont(small)
        self._write(
            painter, first.translated(0, half - 2), str(index.data(SECOND_LINE)), tokens.muted
        )
        painter.restore()

    def _write(self, painter: QPainter, line: QRect, text: str, ink: str) -> None:
        painter.setPen(QColor(ink))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(line, middle, cut)
