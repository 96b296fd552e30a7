"""What a slide view draws, from the ground up, and how much of it a move leaves as it was."""

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from app.viewer.camera import Camera
from app.viewer.overlays import Overlays
from app.viewer.tile_layer import TileLayer
from app.viewer.turn import Turn
from app.viewer.view_rects import box_to_view, whole_box
from medcls_core.geometry import Size

_MOST_AREAS = 16
"""A region of more rectangles is drawn as the one around them."""

_FRAME = QColor(0, 0, 0, 60)


class Picture:
    """Ground, tiles, heatmaps, frame and findings of one image, held as the reader turned it."""

    def __init__(self, size_l0: Size, tiles: TileLayer, overlays: Overlays) -> None:
        self.tiles = tiles
        self._size_l0 = size_l0
        self._overlays = overlays

    def way(self, before: Camera, now: Camera, turn: Turn, widget: Size) -> QPoint | None:
        """How far all that is drawn moved over the widget; None if it doesn't look the same."""
        if (before.scale, before.view, before.pixel_ratio) != (
            now.scale,
            now.view,
            now.pixel_ratio,
        ) or self._overlays.look(before) != self._overlays.look(now):
            return None
        right, down = now.origin.x - before.origin.x, now.origin.y - before.origin.y
        held = turn.transform(widget)
        way = held.map(QPointF(right, down)) - held.map(QPointF(0, 0))
        whole = way.toPoint()
        if (
            QPointF(whole) != way
            or abs(whole.x()) >= widget.width
            or abs(whole.y()) >= widget.height
        ):
            return None
        return whole

    def paint(
        self,
        painter: QPainter,
        camera: Camera,
        turn: Turn,
        region: QRegion,
        ground: QColor,
        *,
        moving: bool,
    ) -> None:
        """Draw some of it; the painter is left in the camera's view.

        Args:
            painter: of the widget, clipped to the region.
            camera: where the reader stands.
            turn: how the picture is held.
            region: of the widget, what is to be drawn.
            ground: what lies beside the image.
            moving: whether the next frame will have another scale.
        """
        widget = turn.view_size(camera.view)
        held = turn.transform(widget)
        frame = box_to_view(camera, whole_box(self._size_l0))
        bounds = QRectF(region.boundingRect())
        if not held.mapRect(frame).contains(bounds):
            painter.fillRect(bounds, ground)
        back, _ = held.inverted()
        areas = [back.mapRect(QRectF(area)) for area in _areas(region)]
        painter.setTransform(held, True)
        painter.save()
        painter.setClipRect(frame)
        self.tiles.paint(painter, camera, areas, moving=moving)
        self._overlays.paint_heat(painter, camera)
        painter.restore()
        painter.setPen(QPen(_FRAME, 1))
        painter.drawRect(frame)
        self._overlays.paint_marks(painter, camera, areas)

    def place(self, camera: Camera, turn: Turn, area: QRectF) -> QRect:
        """Where an area of the camera's view lies on the widget, smoothing's reach around."""
        held = turn.transform(turn.view_size(camera.view))
        return held.mapRect(area).toAlignedRect().adjusted(-1, -1, 1, 1)


def _areas(region: QRegion) -> Sequence[QRect]:
    if region.rectCount() > _MOST_AREAS:
        return [region.boundingRect()]
    rects = cast("Iterable[QRect]", region)  # it is one, though its types don't say so
    return [QRect(rect) for rect in rects]  # copies: the region's own end with it
