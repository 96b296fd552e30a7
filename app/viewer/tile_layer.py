"""Puts the tiles on the screen without seams.

The tiles in sight are first joined into one picture, which is then drawn in one piece. Tiles
drawn one by one at a fractional zoom would each be rounded and smoothed for themselves, and
their borders would show.
"""

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.viewer.camera import Camera
from app.viewer.joined_tiles import JoinedTiles
from app.viewer.levels import Levels
from app.viewer.tile_grid import TileGrid, TileKey, TileSpan
from app.viewer.tile_store import OVERVIEW, TileStore
from app.viewer.view_rects import whole_box
from medcls_core.geometry import Box

SQUARES_FROM = 12.0
"""Screen pixels per level-0 pixel from which single pixels are shown as squares."""

COARSER = 2
"""How many levels up the quick first picture is taken from, where the file holds such a level."""


class TileLayer:
    """Draws the tiles of one store, whatever of them is there."""

    def __init__(self, store: TileStore) -> None:
        self._store = store
        self._grid: TileGrid = store.grid
        self._joined = JoinedTiles(store)

    def set_levels(self, levels: Levels) -> None:
        """Show the picture through other levels from the next paint on."""
        self._joined.set_levels(levels)

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
        span = self._span(camera)
        return span is None or all(self._store.get(key) is not None for key in span.tiles())

    def take(self, key: TileKey) -> Box | None:
        """A tile arrived: where the picture changes, in level-0 pixels; None if nowhere."""
        if not self._joined.take(key):
            return None
        return whole_box(self._grid.size_l0) if key == OVERVIEW else self._grid.box(key)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Draw what the camera sees; the painter works in logical view pixels."""
        seen = self._span(camera)
        if seen is None:
            return
        self._joined.join(seen, self._roomy(seen, camera))
        joined = self._joined.span or seen
        corner = camera.to_view(self._grid.corner(joined))
        step = camera.scale * 2.0**joined.level
        picture = self._joined.shown
        target = QRectF(corner.x, corner.y, picture.width() * step, picture.height() * step)
        smooth = camera.screen_scale < SQUARES_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(target, picture, QRectF(picture.rect()))

    def _span(self, camera: Camera) -> TileSpan | None:
        return self._grid.span(self._grid.level_for(camera.screen_scale), camera.view_box)

    def _roomy(self, seen: TileSpan, camera: Camera) -> TileSpan:
        """`seen`, grown to a size that doesn't change while the reader pans."""
        side = self._grid.tile_px * 2.0**seen.level
        most = self._grid.span(seen.level, whole_box(self._grid.size_l0)) or seen
        box = camera.view_box
        columns = min(math.ceil(box.width_l0 / side) + 1, most.columns)
        rows = min(math.ceil(box.height_l0 / side) + 1, most.rows)
        column = max(0, min(seen.column, most.columns - columns))
        row = max(0, min(seen.row, most.rows - rows))
        return TileSpan(seen.level, column, row, columns, rows)
