"""How a tile of the gallery is painted: crop, the model's word, the reader's word, flag."""

from functools import lru_cache
from uuid import UUID

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.context import AppContext
from app.icons import pixmap
from app.panels.gallery_crops import GalleryCrops
from app.panels.symbols import symbol_pixmap
from app.theme import GRID, colors
from medcls_core.findings import DISPUTED
from medcls_core.learning.queues import QueueItem, Reading
from medcls_core.tasks import Task

Index = QModelIndex | QPersistentModelIndex

FRAME = GRID // 2
"""Room around the crop, in which the choice is seen."""
LINE = 20
SYMBOL = 14
WITH_FIGURE = 88
"""Tiles narrower than this show no probability in figures."""

_ICONS = {
    Reading.ACCEPTED: "check",
    Reading.CORRECTED: "check",
    Reading.REJECTED: "cross",
    Reading.CANNOT_TELL: "question",
    Reading.SKIPPED: "skip",
}


class GalleryTile(QStyledItemDelegate):
    """A square crop over one line: the model's class and probability, the reader's verdict."""

    def __init__(
        self, context: AppContext, crops: GalleryCrops, side: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = context.gallery
        self._unpainted = context.unpainted
        self._crops = crops
        self.side = side

    @property
    def size(self) -> QSize:
        """Of every tile."""
        return QSize(self.side + 2 * FRAME, self.side + LINE + 2 * FRAME)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every tile is as large as the others."""
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one tile."""
        finding = index.data(Qt.ItemDataRole.UserRole)
        item = self._gallery.queue_item(finding) if isinstance(finding, UUID) else None
        if item is None:
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._paint_ground(painter, area, state)
        frame = QRect(area.left() + FRAME, area.top() + FRAME, self.side, self.side)
        self._paint_crop(painter, frame, item.finding)
        line = QRect(frame.left(), frame.bottom() + 1, self.side, LINE)
        paint_words(painter, line, self._gallery.task, item)
        if item.model_class is not None:
            self._unpainted.see(item.finding)
        if item.flagged:
            paint_flag(painter, frame)
        if item.dispute in DISPUTED:
            paint_dispute(painter, frame)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        tokens, inner = colors(), area.adjusted(1, 1, -1, -1)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(inner, QColor(tokens.selection))
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(inner)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(inner, QColor(tokens.hover))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _paint_crop(self, painter: QPainter, frame: QRect, finding: UUID) -> None:
        crop = self._crops.crop(finding)
        if crop is not None:
            paint_picture(painter, frame, crop)
            return
        painter.fillRect(frame, QColor(colors().hover))
        if self._crops.is_unreadable(finding):
            painter.setPen(QColor(colors().error))
            painter.drawText(
                frame.adjusted(FRAME, FRAME, -FRAME, -FRAME),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.tr("Can't be read"),
            )


def paint_words(painter: QPainter, line: QRect, task: Task, item: QueueItem) -> None:
    """Under a crop: the model's class with its probability, the reader's verdict at the right."""
    ratio = painter.device().devicePixelRatioF()
    _paint_model(painter, line, task, item, ratio)
    _paint_reader(painter, line, task, item, ratio)


def _paint_model(painter: QPainter, line: QRect, task: Task, item: QueueItem, ratio: float) -> None:
    picture = None if item.model_class is None else _symbol(task, item.model_class, ratio)
    if picture is None:
        return
    painter.drawPixmap(_beside(line, line.left()), picture)
    if item.score is not None and line.width() >= WITH_FIGURE:
        painter.setPen(QColor(colors().muted))
        text = line.adjusted(SYMBOL + FRAME, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(text, middle, f"{item.score:.2f}")


def _paint_reader(
    painter: QPainter, line: QRect, task: Task, item: QueueItem, ratio: float
) -> None:
    """From the right: what was decided, in green once it is on disk, and for which class."""
    name = _ICONS.get(item.reading)
    if name is None or item.read is None:
        return
    ink = colors().good if item.read.hash else colors().warning
    right = line.right() - SYMBOL
    painter.drawPixmap(_beside(line, right), _icon(name, ink, ratio))
    picture = None if item.reader_class is None else _symbol(task, item.reader_class, ratio)
    if picture is not None:
        painter.drawPixmap(_beside(line, right - SYMBOL - 2), picture)


def paint_picture(painter: QPainter, frame: QRect, crop: QImage) -> None:
    """The crop in its proportions, in the middle of its frame."""
    size = crop.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(frame.topLeft(), size)
    place.moveCenter(frame.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, crop)


def paint_flag(painter: QPainter, frame: QRect) -> None:
    """The mark of a finding that somebody should look at again."""
    ratio = painter.device().devicePixelRatioF()
    ground = QRect(frame.right() - SYMBOL - FRAME, frame.top(), SYMBOL + FRAME + 1, SYMBOL + FRAME)
    painter.fillRect(ground, QColor(colors().base))
    place = QPoint(ground.left() + FRAME // 2, ground.top() + FRAME // 2)
    painter.drawPixmap(place, _icon("flag", colors().warning, ratio))


def paint_dispute(painter: QPainter, frame: QRect) -> None:
    """The sign that readers differ, in the upper left corner of a crop."""
    ground = QRect(frame.left(), frame.top(), SYMBOL + FRAME + 1, SYMBOL + FRAME)
    painter.fillRect(ground, QColor(colors().base))
    ratio = painter.device().devicePixelRatioF()
    place = QPoint(ground.left() + FRAME // 2, ground.top() + FRAME // 2)
    painter.drawPixmap(place, _icon("differ", colors().warning, ratio))


def _beside(line: QRect, left: int) -> QPoint:
    return QPoint(left, line.top() + (line.height() - SYMBOL) // 2)


@lru_cache(maxsize=128)
def _symbol(task: Task, class_key: str, ratio: float) -> QPixmap | None:
    if all(label.key != class_key for label in task.classes):
        return None
    return symbol_pixmap(task, class_key, SYMBOL, ratio)


@lru_cache(maxsize=64)
def _icon(name: str, ink: str, ratio: float) -> QPixmap:
    picture = pixmap(name, round(SYMBOL * ratio), ink)
    picture.setDevicePixelRatio(ratio)
    return picture
