"""A rectangle of tiles joined edge to edge into one picture of whole level pixels.

Where a tile isn't there yet, the picture shows what other levels know of its place.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from app.rendering.images import pixels_of
from app.viewer.levels import Levels
from app.viewer.tile_grid import TileKey, TileSpan
from app.viewer.tile_store import OVERVIEW, TileStore
from app.viewer.view_rects import whole_box
from medcls_core.geometry import Box


class JoinedTiles:
    """The tiles of one span as scanned, and as they are shown through the levels."""

    def __init__(self, store: TileStore) -> None:
        self._store = store
        self._grid = store.grid
        self._levels = Levels()
        self._table: NDArray[np.uint8] = self._levels.table()
        self._levels_changed = False
        self._span: TileSpan | None = None
        self._scanned = QImage()
        self._shown = self._scanned
        self._sharp: set[TileKey] = set()
        self._laid: set[TileKey] = set()

    def set_levels(self, levels: Levels) -> None:
        """Show the picture through other levels."""
        self._levels, self._table = levels, levels.table()
        self._levels_changed = True

    @property
    def span(self) -> TileSpan | None:
        """The tiles that are joined; None at the beginning."""
        return self._span

    @property
    def shown(self) -> QImage:
        """The picture; it is worked on, so draw it and don't keep it."""
        if self._levels_changed:
            self._level_all()
        return self._shown

    def join(self, seen: TileSpan, room: TileSpan) -> None:
        """See to it that all of `seen` is laid; where the picture ends, a new one of `room` begins.

        Tiles come from the store's memory, so nothing of an old picture has to be kept, and what
        nobody sees yet is not laid.
        """
        span = self._span
        if span is None or not span.covers(seen):
            span = self._begin(room)
        for key in seen.tiles():
            if key not in self._laid:
                self._lay(span, key)

    def _begin(self, room: TileSpan) -> TileSpan:
        size = self._size_of(room)
        if self._scanned.size() != size:  # fresh memory of that size is slow
            self._scanned = QImage(size, QImage.Format.Format_RGB32)
            self._shown = self._scanned
            self._levels_changed = not self._levels.are_neutral
        self._span = room
        self._sharp, self._laid = set(), set()
        return room

    def take(self, key: TileKey) -> bool:
        """A tile arrived: it replaces what was shown in its place or, if coarser, in gaps.

        Returns:
            Whether the picture changed.
        """
        span = self._span
        if span is None:
            return False
        if key in self._laid:
            self._lay(span, key)
            return True
        gaps = self._laid - self._sharp if key == OVERVIEW or key.level > span.level else set()
        for gap in gaps:
            self._lay(span, gap)
        return bool(gaps)

    def _size_of(self, span: TileSpan) -> QSize:
        corner = TileKey(span.level, span.column + span.columns - 1, span.row + span.rows - 1)
        place = self._place_in(span, corner)
        return QSize(place.x() + place.width(), place.y() + place.height())

    def _place_in(self, span: TileSpan, key: TileKey) -> QRect:
        size, side = self._grid.size(key), self._grid.tile_px
        left, top = (key.column - span.column) * side, (key.row - span.row) * side
        return QRect(left, top, size.width, size.height)

    def _lay(self, span: TileSpan, key: TileKey) -> None:
        place = self._place_in(span, key)
        self._laid.add(key)
        painter = QPainter(self._scanned)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        tile = self._store.get(key)
        if tile is not None:
            painter.drawImage(place.topLeft(), tile)
            self._sharp.add(key)
        else:
            self._fill(painter, place, key)
        painter.end()
        if self._shown is not self._scanned:
            self._level_in(place)

    def _fill(self, painter: QPainter, place: QRect, key: TileKey) -> None:
        """What other levels know of a missing tile: the next coarser, then all finer tiles."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self._grid.box(key)
        coarse, covered = self._coarser(key)
        if coarse is None:
            painter.fillRect(place, Qt.GlobalColor.lightGray)
        else:
            part = _within(box, covered, covered.width_l0 / coarse.width())
            painter.drawImage(QRectF(place), coarse, part)
        for down in (2, 1):
            span = self._grid.span(key.level - down, box) if key.level >= down else None
            for child in span.tiles() if span is not None else ():
                tile = self._store.get(child)
                if tile is not None:
                    target = _within(self._grid.box(child), box, 2.0**key.level)
                    painter.drawImage(target.translated(place.topLeft()), tile)

    def _coarser(self, key: TileKey) -> tuple[QImage | None, Box]:
        for up in range(1, self._grid.top_level - key.level + 1):
            parent = TileKey(key.level + up, key.column >> up, key.row >> up)
            tile = self._store.get(parent)
            if tile is not None:
                return tile, self._grid.box(parent)
        return self._store.overview, whole_box(self._grid.size_l0)

    def _level_in(self, place: QRect) -> None:
        rows = slice(place.top(), place.top() + place.height())
        columns = slice(place.left(), place.left() + place.width())
        scanned = pixels_of(self._scanned)[rows, columns]
        pixels_of(self._shown)[rows, columns] = np.take(self._table, scanned)

    def _level_all(self) -> None:
        """Once for a paint, however often a slider moved in between."""
        self._levels_changed = False
        if self._levels.are_neutral:
            self._shown = self._scanned
        elif not self._scanned.isNull():
            if self._shown is self._scanned:
                self._shown = QImage(self._scanned.size(), QImage.Format.Format_RGB32)
            scanned, shown = pixels_of(self._scanned), pixels_of(self._shown)
            np.take(self._table, scanned, out=shown, mode="clip")


def _within(box: Box, frame: Box, l0_per_px: float) -> QRectF:
    """`box` in the pixels of a picture that shows `frame`."""
    left, top = (box.x_l0 - frame.x_l0) / l0_per_px, (box.y_l0 - frame.y_l0) / l0_per_px
    return QRectF(left, top, box.width_l0 / l0_per_px, box.height_l0 / l0_per_px)
