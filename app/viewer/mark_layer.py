"""Which findings are drawn where, and which one was clicked."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from app.viewer.camera import Camera, Spot
from app.viewer.mark_drawing import DOT_BELOW_PX, paint_mark
from app.viewer.marks import FindingMark
from medcls_core.geometry import Point

POINT_RADIUS_UM = 7.5
"""How large a finding without an outline is drawn: it surrounds a nucleus and doesn't hide it."""

_POINT_RADIUS_L0 = 30.0
_REACH_PX = 8.0
"""How far beside a finding a click still counts, in view pixels."""

_FEW = 1000
"""So many findings are drawn in a few milliseconds, however they lie."""


class MarkLayer:
    """The findings of one image."""

    def __init__(self) -> None:
        self.selected: UUID | None = None
        self._point_radius_l0 = _POINT_RADIUS_L0
        self._marks: tuple[FindingMark, ...] = ()
        self._bounds: NDArray[np.float64] = np.empty((0, 4))
        self._point: NDArray[np.bool_] = np.empty(0, dtype=bool)

    @property
    def marks(self) -> tuple[FindingMark, ...]:
        """What is drawn, in drawing order."""
        return self._marks

    def set_pixel_size(self, mpp: float | None) -> None:
        """Micrometres per level-0 pixel, None when unknown: how large points are drawn."""
        self._point_radius_l0 = _POINT_RADIUS_L0 if mpp is None else POINT_RADIUS_UM / mpp

    def set_marks(self, marks: Sequence[FindingMark]) -> None:
        """What to draw, the last on top."""
        self._marks = tuple(marks)
        boxes = [mark.outline.bounds for mark in marks]
        self._point = np.array([mark.outline.is_point for mark in marks], dtype=bool)
        rows = [(box.x_l0, box.y_l0, box.right_l0, box.bottom_l0) for box in boxes]
        self._bounds = np.array(rows, dtype=np.float64).reshape(-1, 4)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Draw what is in sight; the painter works in logical view pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._in_sight(camera):
            selected = mark.uuid == self.selected
            paint_mark(painter, camera, mark, self._point_radius_l0, selected=selected)

    def at(self, camera: Camera, spot: Spot) -> FindingMark | None:
        """The finding under a place of the view: the smallest that holds it, else the nearest."""
        point = camera.to_l0(spot)
        near = [
            mark
            for index in self._touching(point, self._reaches(camera))
            if (mark := self._marks[index])
        ]
        holding = [mark for mark in near if _holds(mark, point)]
        if holding:
            return min(holding, key=lambda mark: mark.outline.area_l0)
        return min(near, key=lambda mark: _distance(mark, point), default=None)

    def _reaches(self, camera: Camera) -> NDArray[np.float64]:
        """How far beside each finding's bounds a click still counts, in level-0 pixels."""
        beside = _REACH_PX / camera.scale
        return np.where(self._point, max(self._point_radius_l0, beside), beside)

    def _touching(self, point: Point, reach: NDArray[np.float64]) -> list[int]:
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
        box, margin = camera.view_box, 20 / camera.scale + self._point_radius_l0
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
        if len(seen) <= _FEW:
            return seen
        bounds = self._bounds[seen]
        sides = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
        sides[self._point[seen]] = 2 * self._point_radius_l0
        small = sides * camera.scale < DOT_BELOW_PX
        places = np.floor(bounds[:, :2] * camera.scale / 3).astype(np.int64)
        places[~small] = -1 - np.arange(len(seen))[~small, None]
        _, first = np.unique(places, axis=0, return_index=True)
        keep = seen[np.sort(first)]
        chosen = [i for i in seen if self._marks[i].uuid == self.selected]
        return np.union1d(keep, np.array(chosen, dtype=np.intp))


def _holds(mark: FindingMark, point: Point) -> bool:
    if mark.outline.is_point:
        return False
    ring = QPolygonF([QPointF(v.x_l0, v.y_l0) for v in mark.outline.vertices])
    return ring.containsPoint(QPointF(*point), Qt.FillRule.OddEvenFill)


def _distance(mark: FindingMark, point: Point) -> float:
    center = mark.outline.center
    return (center.x_l0 - point.x_l0) ** 2 + (center.y_l0 - point.y_l0) ** 2
