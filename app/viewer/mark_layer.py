"""Draws findings: outline near, dot from afar; the class by colour and shape, the verdict by line.

Not read yet: dashed. Confirmed: solid. Rejected: thin, crossed out. The selected one has a halo.
"""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.viewer.camera import Camera, Spot
from app.viewer.marks import FindingMark, symbol_path
from app.viewer.view_rects import box_to_view, point_to_view
from medcls_core.geometry import Point

DOT_BELOW_PX = 7.0
"""A finding smaller than this in the view is a dot."""

_POINT_RADIUS = 13.0
_BADGE_RADIUS = 5.0
_DOT_RADIUS = 3.5
_REACH_PX = 8.0
"""How far beside a finding a click still counts, in view pixels."""

_UNDER = QColor(255, 255, 255, 200)
_HALO = QColor(255, 214, 10)
_DARK = QColor(20, 24, 28)


class MarkLayer:
    """The findings of one image."""

    def __init__(self) -> None:
        self.selected: UUID | None = None
        self._marks: tuple[FindingMark, ...] = ()
        self._bounds: NDArray[np.float64] = np.empty((0, 4))

    @property
    def marks(self) -> tuple[FindingMark, ...]:
        """What is drawn, in drawing order."""
        return self._marks

    def set_marks(self, marks: Sequence[FindingMark]) -> None:
        """What to draw, the last on top."""
        self._marks = tuple(marks)
        boxes = [mark.outline.bounds for mark in marks]
        rows = [(box.x_l0, box.y_l0, box.right_l0, box.bottom_l0) for box in boxes]
        self._bounds = np.array(rows, dtype=np.float64).reshape(-1, 4)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Draw what is in sight; the painter works in logical view pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._in_sight(camera):
            self._paint_mark(painter, camera, mark, selected=mark.uuid == self.selected)

    def at(self, camera: Camera, spot: Spot) -> FindingMark | None:
        """The finding under a place of the view: the smallest that holds it, else the nearest."""
        point = camera.to_l0(spot)
        reach = _REACH_PX / camera.scale
        near = [
            mark
            for index in self._touching(point, max(reach, _POINT_RADIUS / camera.scale))
            if (mark := self._marks[index])
        ]
        holding = [mark for mark in near if _holds(mark, point)]
        if holding:
            return min(holding, key=lambda mark: mark.outline.area_l0)
        return min(near, key=lambda mark: _distance(mark, point), default=None)

    def _touching(self, point: Point, reach: float) -> list[int]:
        left, top, right, bottom = self._bounds.T
        inside = (
            (left - reach <= point.x_l0)
            & (point.x_l0 <= right + reach)
            & (top - reach <= point.y_l0)
            & (point.y_l0 <= bottom + reach)
        )
        return [int(index) for index in np.flatnonzero(inside)]

    def _in_sight(self, camera: Camera) -> list[FindingMark]:
        """Marks to draw, one for each dot's place when many lie together, the selected last."""
        box, margin = camera.view_box, 20 / camera.scale
        left, top, right, bottom = self._bounds.T
        seen = np.flatnonzero(
            (right >= box.x_l0 - margin)
            & (left <= box.right_l0 + margin)
            & (bottom >= box.y_l0 - margin)
            & (top <= box.bottom_l0 + margin)
        )
        seen = self._thinned(seen, camera)
        marks = [self._marks[index] for index in seen]
        return sorted(marks, key=lambda mark: mark.uuid == self.selected)

    def _thinned(self, seen: NDArray[np.intp], camera: Camera) -> NDArray[np.intp]:
        """At most one of the small findings that share a place of three pixels."""
        if len(seen) <= 1000:  # noqa: PLR2004  (fewer are drawn in a few milliseconds)
            return seen
        bounds = self._bounds[seen]
        sides = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
        small = sides * camera.scale < DOT_BELOW_PX
        places = np.floor(bounds[:, :2] * camera.scale / 3).astype(np.int64)
        places[~small] = -1 - np.arange(len(seen))[~small, None]
        _, first = np.unique(places, axis=0, return_index=True)
        keep = seen[np.sort(first)]
        chosen = [i for i in seen if self._marks[i].uuid == self.selected]
        return np.union1d(keep, np.array(chosen, dtype=np.intp))

    def _paint_mark(
        self, painter: QPainter, camera: Camera, mark: FindingMark, *, selected: bool
    ) -> None:
        bounds = box_to_view(camera, mark.outline.bounds)
        if mark.outline.is_point:
            path = symbol_path(mark.symbol, _POINT_RADIUS)
            path.translate(point_to_view(camera, mark.outline.center))
        elif max(bounds.width(), bounds.height()) < DOT_BELOW_PX:
            _paint_dot(painter, bounds.center(), mark, selected=selected)
            return
        else:
            path = _outline_path(camera, mark)
        _paint_outline(painter, path, mark, selected=selected)
        if not mark.outline.is_point:
            corner = path.boundingRect().topRight() + QPointF(_BADGE_RADIUS, -_BADGE_RADIUS)
            _paint_badge(painter, corner, mark)


def _outline_path(camera: Camera, mark: FindingMark) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([point_to_view(camera, v) for v in mark.outline.vertices]))
    path.closeSubpath()
    return path


def _paint_outline(
    painter: QPainter, path: QPainterPath, mark: FindingMark, *, selected: bool
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = 1.2 if mark.rejected else 2.0
    if selected:
        painter.setPen(QPen(_DARK, width + 7))
        painter.drawPath(path)
        painter.setPen(QPen(_HALO, width + 5))
        painter.drawPath(path)
    painter.setPen(QPen(_UNDER, width + 1.6))
    painter.drawPath(path)
    pen = QPen(QColor(mark.color), width)
    if not mark.confirmed and not mark.rejected:
        pen.setDashPattern([4.0, 2.5])
    painter.setPen(pen)
    painter.drawPath(path)
    if mark.rejected:
        _cross_out(painter, path.boundingRect(), QColor(mark.color))


def _cross_out(painter: QPainter, box: QRectF, color: QColor) -> None:
    for pen in (QPen(_UNDER, 3.2), QPen(color, 1.6)):
        painter.setPen(pen)
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())


def _paint_badge(painter: QPainter, center: QPointF, mark: FindingMark) -> None:
    """The class's shape beside an outline, filled once a person confirmed it."""
    path = symbol_path(mark.symbol, _BADGE_RADIUS)
    path.translate(center)
    painter.setPen(QPen(_UNDER, 3.5))
    painter.drawPath(path)
    painter.setPen(QPen(QColor(mark.color), 1.6))
    painter.setBrush(QColor(mark.color) if mark.confirmed else QColor(255, 255, 255))
    painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_dot(painter: QPainter, center: QPointF, mark: FindingMark, *, selected: bool) -> None:
    """A small symbol: filled when confirmed, hollow when not read, an x when rejected."""
    if selected:
        painter.setBrush(_HALO)
        painter.setPen(QPen(_DARK, 1))
        painter.drawEllipse(center, _DOT_RADIUS + 5, _DOT_RADIUS + 5)
    if mark.rejected:
        reach = QPointF(_DOT_RADIUS, _DOT_RADIUS)
        _cross_out(painter, QRectF(center - reach, center + reach), QColor(mark.color))
        return
    path = symbol_path(mark.symbol, _DOT_RADIUS)
    path.translate(center)
    painter.setBrush(QColor(mark.color) if mark.confirmed else QColor(255, 255, 255))
    painter.setPen(QPen(_UNDER, 3.5))
    painter.drawPath(path)
    painter.setPen(QPen(QColor(mark.color), 1.5))
    painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _holds(mark: FindingMark, point: Point) -> bool:
    if mark.outline.is_point:
        return False
    ring = QPolygonF([QPointF(v.x_l0, v.y_l0) for v in mark.outline.vertices])
    return ring.containsPoint(QPointF(*point), Qt.FillRule.OddEvenFill)


def _distance(mark: FindingMark, point: Point) -> float:
    center = mark.outline.center
    return (center.x_l0 - point.x_l0) ** 2 + (center.y_l0 - point.y_l0) ** 2
