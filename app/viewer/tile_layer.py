"""Puts the tiles on the screen without seams.

At rest the tiles in sight are joined into one picture, which is then drawn in one piece. Tiles
drawn one by one at a fractional zoom would each be smoothed for themselves, and on noise their
borders would show; while the reader zooms nobody sees that, and joining forty tiles for one frame
takes longer than the frame may.
"""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.viewer.camera import Camera
from app.viewer.joined_tiles import JoinedTiles
from app.viewer.levels import Levels
from app.viewer.stand_ins import stand_ins
from app.viewer.tile_grid import TileGrid, TileKey, TileSpan
from app.viewer.tile_store import OVERVIEW, TileStore
from app.viewer.view_rects import box_to_view, view_to_box, whole_box
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
        self._levels = Levels()

    def set_levels(self, levels: Levels) -> None:
        """Show the picture through other levels from the next paint on."""
        self._levels = levels
        self._joined.set_levels(levels)

    def wanted(self, camera: Camera) -> list[TileKey]:
        """What a camera needs, most urgent first: coarse, seen, the whole image, one ring around.

        The whole image waits, as a file without coarse levels is decoded from end to end for it.
        """
        level = self._grid.level_for(camera.screen_scale)
        coarse = level + COARSER
        quick = self._around(coarse, camera) if self._grid.is_cheap(coarse) else ()
        seen = self._around(level, camera)
        keys = (*quick, *seen, OVERVIEW, *self._around(level, camera, ring=1))
        return list(dict.fromkeys(keys))

    def _around(self, level: int, camera: Camera, *, ring: int = 0) -> tuple[TileKey, ...]:
        span = self._grid.span(level, camera.view_box, ring=ring)
        return span.tiles() if span is not None else ()

    def is_sharp(self, camera: Camera) -> bool:
        """Whether everything the camera sees is there at its own level."""
        span = self._span(camera, camera.view_box)
        return span is None or all(self._store.has(key) for key in span.tiles())

    def take(self, key: TileKey, camera: Camera) -> Box | None:
        """A tile arrived: where the picture changes, in level-0 pixels; None if nowhere in sight.

        It replaces what stood in for it or, if it is coarser, for tiles that aren't there yet.
        """
        self._joined.take(key)
        seen = self._span(camera, camera.view_box)
        if seen is None:
            return None
        if key == OVERVIEW or key.level > seen.level:
            box = whole_box(self._grid.size_l0) if key == OVERVIEW else self._grid.box(key)
            return None if self.is_sharp(camera) else box
        return self._grid.box(key) if seen.holds(key) else None

    def paint(
        self, painter: QPainter, camera: Camera, areas: Sequence[QRectF], *, moving: bool = False
    ) -> None:
        """Draw what the camera sees in some areas of the view.

        Args:
            painter: works in logical view pixels, not clipped to less than the areas.
            camera: where the reader stands.
            areas: in logical view pixels.
            moving: whether the next frame will have another scale.
        """
        seen = self._span(camera, camera.view_box)
        spans = [self._span(camera, view_to_box(camera, area)) for area in areas]
        parts = [(area, span) for area, span in zip(areas, spans, strict=True) if span is not None]
        if seen is None or not parts:
            return
        smooth = camera.screen_scale < SQUARES_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        if moving and self._levels.are_neutral:
            self._paint_apart(painter, camera, [span for _, span in parts])
        else:
            self._paint_joined(painter, camera, seen, parts)

    def _paint_joined(
        self,
        painter: QPainter,
        camera: Camera,
        seen: TileSpan,
        parts: Sequence[tuple[QRectF, TileSpan]],
    ) -> None:
        self._joined.join(seen, self._roomy(seen, camera), [span for _, span in parts])
        joined = self._joined.span or seen
        corner = camera.to_view(self._grid.corner(joined))
        step = camera.scale * 2.0**joined.level
        picture = self._joined.shown
        target = QRectF(corner.x, corner.y, picture.width() * step, picture.height() * step)
        for area, _ in parts:
            painter.save()
            painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
            painter.drawImage(target, picture, QRectF(picture.rect()))
            painter.restore()

    def _paint_apart(self, painter: QPainter, camera: Camera, spans: Sequence[TileSpan]) -> None:
        """Each tile by itself, once, up to whole screen pixels: there are no gaps between."""
        for key in dict.fromkeys(key for span in spans for key in span.tiles()):
            box = self._grid.box(key)
            tile = self._store.get(key)
            if tile is not None:
                _draw(painter, camera, tile, QRectF(tile.rect()), box)
                continue
            for picture, part, shown in stand_ins(self._store, key):
                _draw(painter, camera, picture, part, shown)

    def _span(self, camera: Camera, box: Box) -> TileSpan | None:
        return self._grid.span(self._grid.level_for(camera.screen_scale), box)

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


def _draw(painter: QPainter, camera: Camera, picture: QImage, part: QRectF, box: Box) -> None:
    """Draw `part` of a picture, which shows `box`, grown to the nearest whole screen pixels."""
    exact, ratio = box_to_view(camera, box), camera.pixel_ratio
    left, right = round(exact.left() * ratio) / ratio, round(exact.right() * ratio) / ratio
    top, bottom = round(exact.top() * ratio) / ratio, round(exact.bottom() * ratio) / ratio
    if right > left and bottom > top:
        across, down = part.width() / exact.width(), part.height() / exact.height()
        source = QRectF(
            part.left() + (left - exact.left()) * across,
            part.top() + (top - exact.top()) * down,
            (right - left) * across,
            (bottom - top) * down,
        )
        painter.drawImage(QRectF(left, top, right - left, bottom - top), picture, source)
