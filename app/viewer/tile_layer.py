"""Puts the tiles on the screen without seams.

Tiles are first joined, edge to edge, into one picture of whole level pixels, which is then drawn
in one piece. Tiles drawn one by one at a fractional zoom would each be rounded and smoothed for
themselves, and their borders would show.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.rendering.images import pixels_of
from app.viewer.camera import Camera
from app.viewer.levels import Levels
from app.viewer.tile_grid import TileGrid, TileKey, TileSpan
from app.viewer.tile_store import OVERVIEW, TileStore
from medcls_core.geometry import Box, Point, Size

SQUARES_FROM = 12.0
"""Screen pixels per level-0 pixel from which single pixels are shown as squares."""

COARSER = 2
"""How many levels up the quick first picture is taken from, where the file holds such a level."""


@dataclass(slots=True)
class _Window:
    """The joined tiles of `span`; `sharp` are those that aren't filled from another level."""

    span: TileSpan
    picture: QImage
    shown: QImage
    sharp: set[TileKey] = field(default_factory=set)


class TileLayer:
    """Draws the tiles of one store, whatever of them is there."""

    def __init__(self, store: TileStore) -> None:
        self._store = store
        self._grid: TileGrid = store.grid
        self._window: _Window | None = None
        self._levels = Levels()
        self._table: NDArray[np.uint8] = self._levels.table()

    def set_levels(self, levels: Levels) -> None:
        """Show the picture through other levels from the next paint on."""
        self._levels, self._table = levels, levels.table()
        if self._window is not None:
            self._window.shown = self._levelled(self._window.picture)

    def wanted(self, camera: Camera) -> list[TileKey]:
        """The tiles that a camera needs, most urgent first: coarse, seen, and one ring around."""
        level = self._grid.level_for(camera.screen_scale)
        coarse = level + COARSER
        wanted = [(coarse, 0)] if self._grid.is_cheap(coarse) else []
        keys: list[TileKey] = []
        for one, ring in (*wanted, (level, 0), (level, 1)):
            span = self._grid.span(one, camera.view_box, ring=ring)
            keys += span.tiles() if span is not None else []
        return list(dict.fromkeys(keys))

    def is_sharp(self, camera: Camera) -> bool:
        """Whether everything the camera sees is there at its own level."""
        level = self._grid.level_for(camera.screen_scale)
        span = self._grid.span(level, camera.view_box)
        return span is None or all(self._store.get(key) is not None for key in span.tiles())

    def take(self, key: TileKey) -> None:
        """A tile arrived: put it into the joined picture."""
        window = self._window
        if window is None:
            return
        if window.span.holds(key):
            self._lay(window, key)
        elif key == OVERVIEW or key.level > window.span.level:
            for gap in window.span.tiles():
                if gap not in window.sharp:
                    self._lay(window, gap)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Draw what the camera sees; the painter works in logical view pixels."""
        span = self._grid.span(self._grid.level_for(camera.screen_scale), camera.view_box)
        if span is None:
            return
        if self._window is None or not self._window.span.covers(span):
            self._window = self._join(span)
        window = self._window
        smooth = camera.screen_scale < SQUARES_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        corner = camera.to_view(self._grid.corner(window.span))
        step = camera.scale * 2.0**window.span.level
        size = window.shown.size()
        target = QRectF(corner.x, corner.y, size.width() * step, size.height() * step)
        painter.drawImage(target, window.shown, QRectF(window.shown.rect()))

    def _join(self, span: TileSpan) -> _Window:
        last = self._grid.size(
            TileKey(span.level, span.column + span.columns - 1, span.row + span.rows - 1)
        )
        side = self._grid.tile_px
        width = (span.columns - 1) * side + last.width
        height = (span.rows - 1) * side + last.height
        picture = QImage(width, height, QImage.Format.Format_RGB32)
        window = _Window(span, picture, picture)
        if not self._levels.are_neutral:
            window.shown = picture.copy()
        for key in span.tiles():
            self._lay(window, key)
        return window

    def _lay(self, window: _Window, key: TileKey) -> None:
        place = self._place(window, key)
        painter = QPainter(window.picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        tile = self._store.get(key)
        if tile is not None:
            painter.drawImage(place.topLeft(), tile)
            window.sharp.add(key)
        else:
            self._fill(painter, place, key)
        painter.end()
        self._level_in(window, place)

    def _place(self, window: _Window, key: TileKey) -> QRect:
        size = self._grid.size(key)
        side = self._grid.tile_px
        corner = QPoint(
            (key.column - window.span.column) * side, (key.row - window.span.row) * side
        )
        return QRect(corner.x(), corner.y(), size.width, size.height)

    def _fill(self, painter: QPainter, place: QRect, key: TileKey) -> None:
        """What other levels know of a missing tile: the next coarser, then all finer tiles."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self._grid.box(key)
        coarse, covered = self._coarser(key)
        if coarse is None:
            painter.fillRect(place, Qt.GlobalColor.lightGray)
        else:
            per_px = covered.width_l0 / coarse.width()
            painter.drawImage(QRectF(place), coarse, _within(box, covered, per_px))
        self._draw_finer(painter, place, key, box)

    def _coarser(self, key: TileKey) -> tuple[QImage | None, Box]:
        for up in range(1, self._grid.top_level - key.level + 1):
            parent = TileKey(key.level + up, key.column >> up, key.row >> up)
            tile = self._store.get(parent)
            if tile is not None:
                return tile, self._grid.box(parent)
        size: Size = self._grid.size_l0
        return self._store.overview, Box(0.0, 0.0, size.width, size.height)

    def _draw_finer(self, painter: QPainter, place: QRect, key: TileKey, box: Box) -> None:
        for down in (2, 1):
            span = self._grid.span(key.level - down, box) if key.level >= down else None
            for child in span.tiles() if span is not None else ():
                tile = self._store.get(child)
                if tile is not None:
                    target = _within(self._grid.box(child), box, 2.0**key.level)
                    painter.drawImage(target.translated(place.topLeft()), tile)

    def _level_in(self, window: _Window, place: QRect) -> None:
        if self._levels.are_neutral:
            return
        rows = slice(place.top(), place.top() + place.height())
        columns = slice(place.left(), place.left() + place.width())
        pixels_of(window.shown)[rows, columns] = self._table[
            pixels_of(window.picture)[rows, columns]
        ]

    def _levelled(self, picture: QImage) -> QImage:
        if self._levels.are_neutral:
            return picture
        shown = QImage(picture.size(), picture.format())
        pixels_of(shown)[:] = self._table[pixels_of(picture)]
        return shown


def _within(box: Box, frame: Box, l0_per_px: float) -> QRectF:
    """`box` in the pixels of a picture that shows `frame`."""
    corner = Point(box.x_l0 - frame.x_l0, box.y_l0 - frame.y_l0)
    return QRectF(
        corner.x_l0 / l0_per_px,
        corner.y_l0 / l0_per_px,
        box.width_l0 / l0_per_px,
        box.height_l0 / l0_per_px,
    )
