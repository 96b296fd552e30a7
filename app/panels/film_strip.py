"""The film strip: what was asked just before, and what is asked next, under the slide."""

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from app.commands import navigate, open_images
from app.commands.thumbnails import make_thumbnails
from app.context import AppContext
from app.panels.crops import Crops
from app.panels.gallery_tile import (
    FRAME,
    LINE,
    paint_dispute,
    paint_flag,
    paint_picture,
    paint_words,
)
from app.panels.panel import Panel
from app.state import Entry
from app.theme import GRID, colors
from medcls_core.findings import DISPUTED
from medcls_core.learning.queues import QueueItem
from medcls_core.tasks import TaskKind

SIDE = 64
KEPT = 128


@dataclass(frozen=True, slots=True)
class _Tile:
    """A place in the strip: a finding of the queue, or a line of the list of images."""

    picture: QImage | None
    name: str
    current: bool
    finding: UUID | None = None
    item: QueueItem | None = None
    entry: Entry | None = None


class FilmStrip(Panel):
    """Crops of the queue around the finding on screen; where an image is one cell, of images."""

    def __init__(self, context: AppContext, crops: Crops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._crops = crops
        self._small: OrderedDict[UUID, QImage] = OrderedDict()
        self.setMouseTracking(True)
        self.setFixedHeight(self.sizeHint().height())
        review, images = context.review, context.images
        for signal in (review.queue_changed, review.reads_changed, review.selected_changed):
            signal.connect(self._refresh)
        for signal in (images.list_changed, images.entry_changed, images.wanted_changed):
            signal.connect(self._refresh)
        images.current_changed.connect(self._forget)
        crops.arrived.connect(self._refresh)
        self.retranslate()

    def title(self) -> str:
        """Name in the menu of panels."""
        return self.tr("Film strip")

    def retranslate(self) -> None:
        """Set every text again."""
        self.setAccessibleName(self.tr("Film strip"))
        self.update()

    def sizeHint(self) -> QSize:
        """One row of tiles."""
        return QSize(10 * SIDE, SIDE + LINE + 2 * FRAME + GRID)

    def tiles(self) -> "list[_Tile]":
        """What is shown, from left to right; the finding or image on screen in the middle."""
        return self._of_images() if self._shows_images() else self._of_queue()

    def _shows_images(self) -> bool:
        review = self._context.review
        return review.task.kind is not TaskKind.MASK and len(review.queue) <= 1

    def _places(self, here: int, count: int) -> range:
        """As many places around `here` as there is room for."""
        room = max(1, (self.width() - GRID) // (SIDE + 2 * FRAME))
        first = max(0, min(here - room // 2, count - room))
        return range(first, min(count, first + room))

    def _of_queue(self) -> list[_Tile]:
        review = self._context.review
        selected = None if review.selected is None else review.selected.finding.uuid
        queue = review.queue
        here = queue.place(selected) or 0
        tiles = []
        for place in self._places(here, len(queue)):
            item = review.item(queue[place])
            if item is not None:
                name = self.tr("Finding {number}").format(number=item.number)
                picture = self._picture(item.finding.uuid)
                tiles.append(
                    _Tile(
                        picture,
                        name,
                        queue[place] == selected,
                        queue[place],
                        review.queue_item(queue[place]),
                    )
                )
        return tiles

    def _picture(self, finding: UUID) -> QImage | None:
        known, item = self._small.get(finding), self._context.review.item(finding)
        if known is not None or item is None:
            return known
        crop = self._crops.look(item)
        if crop is None:
            return None
        side = round(SIDE * self.devicePixelRatioF())
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = crop.picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        self._small[finding] = picture
        while len(self._small) > KEPT:
            self._small.popitem(last=False)
        return picture

    def _of_images(self) -> list[_Tile]:
        images = self._context.images
        entries = images.entries
        places = self._places(max(0, images.wanted), len(entries))
        make_thumbnails(self._context, [entries[place].path for place in places])
        return [
            _Tile(
                entries[place].thumbnail,
                entries[place].path.name,
                place == images.wanted,
                entry=entries[place],
            )
            for place in places
        ]

    def _refresh(self) -> None:
        self.update()

    def _forget(self) -> None:
        self._small.clear()
        self.update()

    def _frames(self) -> list[tuple[QRect, _Tile]]:
        width, height = SIDE + 2 * FRAME, SIDE + LINE + 2 * FRAME
        return [
            (QRect(GRID // 2 + place * width, GRID // 2, width, height), tile)
            for place, tile in enumerate(self.tiles())
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles, or why there are none."""
        super().paintEvent(event)
        painter, tokens = QPainter(self), colors()
        frames = self._frames()
        if not frames:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(
                self.rect(),
                Qt.AlignmentFlag.AlignCenter,
                self.tr("The findings before and after the one on screen appear here."),
            )
        for area, tile in frames:
            self._paint_tile(painter, area, tile)
        painter.end()

    def _paint_tile(self, painter: QPainter, area: QRect, tile: _Tile) -> None:
        tokens = colors()
        if tile.current:
            inner = area.adjusted(1, 1, -1, -1)
            painter.fillRect(inner, QColor(tokens.selection))
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(inner)
        frame = QRect(area.left() + FRAME, area.top() + FRAME, SIDE, SIDE)
        line = QRect(frame.left(), frame.bottom() + 1, SIDE, LINE)
        if tile.picture is None:
            painter.fillRect(frame, QColor(tokens.hover))
        else:
            paint_picture(painter, frame, tile.picture)
        if tile.item is not None:
            paint_words(painter, line, self._context.review.task, tile.item)
            if tile.item.flagged:
                paint_flag(painter, frame)
            if tile.item.dispute in DISPUTED:
                paint_dispute(painter, frame)
            if tile.item.model_class is not None:
                self._context.unpainted.see(tile.item.finding)
        elif tile.entry is not None:
            painter.setPen(QColor(tokens.good if tile.entry.read else tokens.muted))
            number = self._context.images.index_of(tile.entry.path) + 1
            text = f"✓ {number}" if tile.entry.read else str(number)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)

    def _at(self, place: QMouseEvent) -> _Tile | None:
        at = place.position().toPoint()
        return next((tile for area, tile in self._frames() if area.contains(at)), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the finding or image that was clicked."""
        tile = self._at(event)
        if event.button() != Qt.MouseButton.LeftButton or tile is None:
            return
        if tile.finding is not None:
            navigate.visit(self._context, tile.finding)
        elif tile.entry is not None:
            images = self._context.images
            open_images.show_image(self._context, images.index_of(tile.entry.path))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name what lies under the cursor."""
        tile = self._at(event)
        QToolTip.showText(event.globalPosition().toPoint(), "" if tile is None else tile.name, self)

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may have finer pixels."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._forget()
        super().changeEvent(event)
