"""A rectangle of tiles joined edge to edge into one picture of whole level pixels.

Where a tile isn't there yet, the picture shows what other levels know of its place.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from app.rendering.images import pixels_of
from app.viewer.levels import Levels
from app.viewer.stand_ins import stand_ins, within
from app.viewer.tile_grid import TileKey, TileSpan
from app.viewer.tile_store import OVERVIEW, TileStore


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

    def join(self, seen: TileSpan, room: TileSpan, drawn: Sequence[TileSpan]) -> None:
        """See to it that all of `drawn` is laid.

        Tiles come from the store's memory, so nothing of an old picture has to be kept, and what
        isn't drawn yet is not laid.

        Args:
            seen: what is in sight; where the picture ends, a new one begins.
            room: what the new one has room for.
            drawn: the parts of `seen` that are drawn now.
        """
        span = self._span
        if span is None or not span.covers(seen):
            span = self._begin(room)
        for part in drawn:
            for key in part.tiles():
                if key not in self._laid:
                    self._lay(span, key)

    def _begin(self, room: TileSpan) -> TileSpan:
        size = self._size_of(room)
        if self._scanned.size() != size:  # fresh memory of that size is slow
            self._scanned = QImage(size, QImage.Format.Format_RGB32)
            self._shown = self._scanned
            self._levels_changed = not self._levels.are_neutral
            copies = 1 if self._levels.are_neutral else 2
            self._store.make_room(self, copies * self._scanned.sizeInBytes())
        self._span = room
        self._sharp, self._laid = set(), set()
        return room

    def take(self, key: TileKey) -> None:
        """A tile arrived: it replaces what was shown in its place or, if coarser, in gaps."""
        span = self._span
        if span is None:
            return
        if key in self._laid:
            self._lay(span, key)
        elif key == OVERVIEW or key.level > span.level:
            for gap in self._laid - self._sharp:
                if key == OVERVIEW or self._grid.box(key).intersection(self._grid.box(gap)):
                    self._lay(span, gap)

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
        """What other levels know of a missing tile."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(place, Qt.GlobalColor.lightGray)
        for picture, part, box in stand_ins(self._store, key):
            target = within(box, self._grid.box(key), 2.0**key.level)
            painter.drawImage(target.translated(place.topLeft()), picture, part)

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
