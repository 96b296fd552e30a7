"""Draws the findings of one image and tells which one was clicked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPixmap, QTransform

from app.viewer.camera import Camera, Spot
from app.viewer.mark_drawing import (
    DOT_BELOW_PX,
    LEAST_POINT_RADIUS,
    SPRITE_PX,
    badge_corner,
    badge_sprite,
    dispute_sprite,
    dot_sprite,
    paint_corners,
    paint_lock,
    paint_outline,
)
from app.viewer.mark_index import MarkIndex
from app.viewer.mark_tiles import MarkTiles
from app.viewer.marks import FindingMark, Look, ring_path, symbol_path
from app.viewer.view_rects import box_to_view, view_to_box
from medcls_core.geometry import Point

POINT_RADIUS_UM = 7.5
"""How large a finding without an outline is drawn: it surrounds a nucleus and doesn't hide it."""

_POINT_RADIUS_L0 = 30.0
_REACH_PX = 8.0
"""How far beside a finding a click still counts, in view pixels."""

FEW = 200
"""So many findings in sight are drawn in a few milliseconds, at every paint."""

CROWD = 1500
"""From about so many findings in sight on, none is told from its neighbours: all are dots."""

Drawn = Callable[[Look, float], QPixmap]
"""How a look is drawn small, for so many device pixels a view pixel."""

_SHAPES_KEPT = 8192
"""So many outlines are kept as they are drawn; those in sight are far fewer."""

_MARK_REACH_PX = 24.0
"""How far a finding's symbol or outline reaches beyond its box, in view pixels."""


class MarkLook(Enum):
    """How findings are drawn: each by itself, in kept squares, or as the dots of a crowd."""

    FEW = auto()
    MANY = auto()
    CROWD = auto()


@dataclass(frozen=True, slots=True)
class _Shape:
    """An outline relative to its vertex furthest to the upper right, `badge`."""

    path: QPainterPath
    badge: Point


class MarkLayer:
    """The findings of one image."""

    def __init__(self) -> None:
        self.selected: UUID | None = None
        self.also: frozenset[UUID] = frozenset()
        self._point_radius_l0 = _POINT_RADIUS_L0
        self._index = MarkIndex((), _POINT_RADIUS_L0)
        self._tiles = MarkTiles()
        self._is_complete = True
        self._looked: tuple[Camera, MarkLook] | None = None
        self._shapes: dict[int, _Shape] = {}
        self._sprites: dict[tuple[Drawn, Look, float], QPixmap] = {}

    def set_pixel_size(self, mpp: float | None) -> None:
        """Micrometres per level-0 pixel, None when unknown: how large points are drawn."""
        self._point_radius_l0 = _POINT_RADIUS_L0 if mpp is None else POINT_RADIUS_UM / mpp
        self.set_marks(self._index.marks)

    def set_marks(self, marks: Sequence[FindingMark]) -> None:
        """What to draw, the last on top."""
        self._index = MarkIndex(marks, self._point_radius_l0)
        self._looked = None
        self._shapes.clear()
        self._tiles.clear()

    @property
    def index(self) -> MarkIndex:
        """The findings and their places."""
        return self._index

    @property
    def is_complete(self) -> bool:
        """Whether the last paint drew all that is in sight; else the next one goes on."""
        return self._is_complete

    def take_missing(self, camera: Camera) -> list[QRectF]:
        """Where findings aren't seen in full yet, in view pixels; the caller has that painted."""
        return [] if self._is_complete else self._tiles.take_missing(camera)

    @property
    def held_bytes(self) -> int:
        """What is kept of what was drawn."""
        return self._tiles.held_bytes

    def change_mark(self, mark: FindingMark) -> bool:
        """One finding looks otherwise; False if it isn't drawn, or lies elsewhere now."""
        known = self._index.change(mark)
        number = self._index.number(mark.uuid)
        if known and number is not None:
            self._tiles.forget(self._index.box(number), _MARK_REACH_PX)
        return known

    def look(self, camera: Camera) -> MarkLook:
        """In which way the findings are drawn that a camera sees."""
        if self._looked is None or self._looked[0] != camera:
            self._looked = camera, self._look(camera)
        return self._looked[1]

    def _look(self, camera: Camera) -> MarkLook:
        if not len(self._index.marks):
            return MarkLook.FEW
        if self._index.crowd(camera) > CROWD:
            return MarkLook.CROWD
        return MarkLook.FEW if self._index.count(camera) <= FEW else MarkLook.MANY

    def paint(self, painter: QPainter, camera: Camera, areas: Sequence[QRectF]) -> None:
        """Draw what is in sight in `areas` at least; they and the painter are in view pixels."""
        if not len(self._index.marks):
            self._is_complete = True
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        numbers = [self._index.number(uuid) for uuid in (*self.also, self.selected)]
        chosen = [number for number in numbers if number is not None]
        look = self.look(camera)
        if look is MarkLook.FEW:
            self._is_complete = True
            boxes = [view_to_box(camera, area) for area in areas]
            dots, outlines = self._split(self._index.touching(boxes, camera.scale), camera)
            self._paint_dots(painter, camera, dots)
            self._paint_outlines(painter, camera, outlines, chosen)
        else:
            crowded = look is MarkLook.CROWD
            draw = self._draw_crowd if crowded else self._draw_many
            self._tiles.paint(painter, camera, draw, areas)
            self._is_complete = self._tiles.is_complete
        for number in chosen:
            self._paint_chosen(painter, camera, number)

    def _draw_many(self, painter: QPainter, camera: Camera) -> None:
        """Draw all that a camera sees, each as large as it is."""
        dots, outlines = self._split(self._index.in_sight(camera), camera)
        self._paint_dots(painter, camera, self._index.thinned(dots, camera.scale))
        self._paint_outlines(painter, camera, outlines, ())

    def _draw_crowd(self, painter: QPainter, camera: Camera) -> None:
        """Draw all that a camera sees as dots, one for each place."""
        self._paint_dots(painter, camera, self._index.on_top(camera))

    def _paint_outlines(
        self,
        painter: QPainter,
        camera: Camera,
        numbers: NDArray[np.intp],
        but: Sequence[int],
    ) -> None:
        for number in numbers.tolist():
            if number not in but:
                self._paint_outline(painter, camera, number)

    def at(self, camera: Camera, spot: Spot) -> FindingMark | None:
        """The finding under a place of the view: the smallest that holds it, else the nearest."""
        point = camera.to_l0(spot)
        numbers = self._index.near(point, _REACH_PX / camera.scale)
        near = [self._index.marks.at(number) for number in numbers]
        holding = [mark for mark in near if _holds(mark, point)]
        if holding:
            return min(holding, key=lambda mark: mark.outline.area_l0)
        return min(near, key=lambda mark: _distance(mark, point), default=None)

    def _split(
        self, seen: NDArray[np.intp], camera: Camera
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Which findings are drawn as dots, and which as outlines."""
        small = self._index.sides_l0(seen) * camera.scale < DOT_BELOW_PX
        return seen[small], seen[~small]

    def _paint_dots(self, painter: QPainter, camera: Camera, numbers: NDArray[np.intp]) -> None:
        origin = np.array(camera.origin)
        ratio = camera.pixel_ratio
        corners = self._index.centers_l0(numbers) * camera.scale + origin - SPRITE_PX / 2
        codes = self._index.marks.looks[numbers].tolist()
        palette = self._index.marks.palette
        sprites = {code: self._sprite(dot_sprite, palette[code], ratio) for code in set(codes)}
        if ratio == 1.0:  # a sprite goes to a whole pixel anyway, and so it goes twice as fast
            pixels = np.floor(corners + 0.5).astype(int).tolist()
            for code, (x, y) in zip(codes, pixels, strict=True):
                painter.drawPixmap(x, y, sprites[code])
            return
        for code, (x, y) in zip(codes, corners.tolist(), strict=True):
            painter.drawPixmap(QPointF(x, y), sprites[code])

    def _sprite(self, draw: Drawn, look: Look, pixel_ratio: float) -> QPixmap:
        sprite = self._sprites.get((draw, look, pixel_ratio))
        if sprite is None:
            sprite = self._sprites[draw, look, pixel_ratio] = draw(look, pixel_ratio)
        return sprite

    def _paint_outline(self, painter: QPainter, camera: Camera, number: int) -> None:
        look = self._index.marks.look(number)
        if self._index.is_point(number):
            radius = max(LEAST_POINT_RADIUS, self._point_radius_l0 * camera.scale)
            path = symbol_path(look.symbol, radius)
            center = Point(*self._index.centers_l0(np.array([number]))[0].tolist())
            path.translate(QPointF(*camera.to_view(center)))
            paint_outline(painter, path, look)
            if look.disputed:
                self._paint_sign(painter, camera, path.boundingRect().topRight(), look)
            return
        shape = self._shape(number)
        at = camera.to_view(shape.badge)
        paint_outline(
            painter, QTransform(camera.scale, 0, 0, camera.scale, at.x, at.y).map(shape.path), look
        )
        corner = badge_corner(QPointF(at.x, at.y))
        painter.drawPixmap(corner, self._sprite(badge_sprite, look, camera.pixel_ratio))
        if look.disputed:
            beside = QPointF(at.x + SPRITE_PX - 1, at.y)
            self._paint_sign(painter, camera, beside, look)

    def _paint_sign(self, painter: QPainter, camera: Camera, corner: QPointF, look: Look) -> None:
        """Readers differ on it."""
        sprite = self._sprite(dispute_sprite, look, camera.pixel_ratio)
        painter.drawPixmap(badge_corner(corner), sprite)

    def _shape(self, number: int) -> _Shape:
        shape = self._shapes.get(number)
        if shape is None:
            outline = self._index.marks.outline(number)
            badge = max(outline.vertices, key=lambda vertex: vertex.x_l0 - vertex.y_l0)
            if len(self._shapes) >= _SHAPES_KEPT:
                self._shapes.clear()
            shape = self._shapes[number] = _Shape(ring_path(outline, badge), badge)
        return shape

    def _paint_chosen(self, painter: QPainter, camera: Camera, number: int) -> None:
        """The selected one once more, on top of its neighbours, and corners around it."""
        frame = box_to_view(camera, self._index.box(number))
        reach = QMarginsF(*[_MARK_REACH_PX] * 4)
        if not (frame + reach).intersects(QRectF(0, 0, camera.view.width, camera.view.height)):
            return
        if max(frame.width(), frame.height()) < DOT_BELOW_PX:
            self._paint_dots(painter, camera, np.array([number]))
        else:
            self._paint_outline(painter, camera, number)
        paint_corners(painter, frame)
        if self._index.marks.at(number).locked:
            paint_lock(painter, frame)


def _holds(mark: FindingMark, point: Point) -> bool:
    if mark.outline.is_point:
        return False
    return ring_path(mark.outline, point).contains(QPointF(0, 0))  # odd-even: not in a hole


def _distance(mark: FindingMark, point: Point) -> float:
    center = mark.outline.center
    return (center.x_l0 - point.x_l0) ** 2 + (center.y_l0 - point.y_l0) ** 2
