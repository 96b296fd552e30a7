"""Crowds of findings as cached squares of the view, so that panning draws only what comes in.

A square is drawn when it is first seen, a few in each paint; until its turn, and while the reader
zooms, the squares of the scale before stand in for it, stretched.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from app.rendering.pixmaps import clear_pixmap
from app.viewer.camera import Camera
from medcls_core.geometry import Box, Point, Size

SIDE = 256
"""Side of a square in view pixels."""

BUDGET_S = 0.002
"""How long one paint draws new squares; the next one goes on."""

_KEPT = 64
"""So many squares are kept at least, else twice as many as are in sight."""

Draw = Callable[[QPainter, Camera], None]


class _Square(NamedTuple):
    """A place in the grid of squares, counted from the image's corner."""

    column: int
    row: int


class MarkTiles:
    """The squares of one scale, and those of the scale before."""

    def __init__(self) -> None:
        self._look: tuple[float, float, Draw | None] = (0.0, 1.0, None)
        self._squares: dict[_Square, QPixmap] = {}
        self._before: tuple[float, dict[_Square, QPixmap]] = (1.0, {})
        self._half_shown: set[_Square] = set()
        self.is_complete = True

    @property
    def held_bytes(self) -> int:
        """What the squares take; those of the scale before are drawn at the same size."""
        ratio = self._look[1]
        count = len(self._squares) + len(self._before[1])
        return round(count * 4 * (SIDE * ratio) ** 2)

    def clear(self) -> None:
        """Everything looks otherwise."""
        self._squares.clear()
        self._before = (1.0, {})

    def forget(self, box: Box, margin_px: float) -> None:
        """What lies in a level-0 box, and so many view pixels around, looks otherwise."""
        scale = self._look[0]
        left, top = box.x_l0 * scale - margin_px, box.y_l0 * scale - margin_px
        right, bottom = box.right_l0 * scale + margin_px, box.bottom_l0 * scale + margin_px
        for square in _squares(left, top, right, bottom):
            self._squares.pop(square, None)

    def paint(self, painter: QPainter, camera: Camera, draw: Draw, areas: Sequence[QRectF]) -> None:
        """Draw the squares in some areas of the view.

        Args:
            painter: works in logical view pixels.
            camera: where the reader stands.
            draw: draws the findings that a camera sees; squares of another one are left.
            areas: in logical view pixels; what is missing elsewhere stays so.
        """
        rescaled = self._begin((camera.scale, camera.pixel_ratio, draw))
        seen = list(_in_sight(camera))
        touched = {square for area in areas for square in _under(area, camera)}
        here = [square for square in seen if square in touched]
        begun, drawn = time.perf_counter(), set()
        for square in here:
            late = time.perf_counter() - begun > BUDGET_S
            if square not in self._squares and not late and not rescaled:
                self._squares[square] = self._drawn(square, camera, draw)
                drawn.add(square)
        self._half_shown |= _beyond(drawn, camera, areas)
        self._half_shown.intersection_update(seen)
        self.is_complete = self._squares.keys() >= set(seen) and not self._half_shown
        missing = [square for square in here if square not in self._squares]
        if missing and self._before[1]:
            self._stand_in(painter, camera, missing)
        for square in here:
            picture = self._squares.get(square)
            if picture is not None:
                painter.drawPixmap(_place(square, camera).topLeft(), picture)
        self._forget_far(seen)

    def take_missing(self, camera: Camera) -> list[QRectF]:
        """Where in the view squares aren't seen in full yet, in logical view pixels.

        The caller has these places painted.
        """
        whole, self._half_shown = self._squares.keys() - self._half_shown, set()
        return [_place(square, camera) for square in _in_sight(camera) if square not in whole]

    def _begin(self, look: tuple[float, float, Draw | None]) -> bool:
        """Take up another look; True if it is another scale and something can stand in."""
        if look == self._look:
            return False
        if self.is_complete and self._squares:
            self._before = (self._look[0], self._squares)
        self._look, self._squares, self._half_shown = look, {}, set()
        return bool(self._before[1])

    def _drawn(self, square: _Square, camera: Camera, draw: Draw) -> QPixmap:
        ratio = camera.pixel_ratio
        picture = clear_pixmap(QSize(SIDE, SIDE), ratio)
        middle = Point(
            (square.column + 0.5) * SIDE / camera.scale, (square.row + 0.5) * SIDE / camera.scale
        )
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter, Camera(middle, camera.scale, Size(SIDE, SIDE), ratio))
        painter.end()
        return picture

    def _stand_in(self, painter: QPainter, camera: Camera, missing: list[_Square]) -> None:
        scale, squares = self._before
        grow = camera.scale / scale
        region = QRegion()
        for square in missing:
            region += _place(square, camera).toRect()
        gaps = QRectF(region.boundingRect())
        painter.save()
        painter.setClipRegion(region, Qt.ClipOperation.IntersectClip)
        for square, picture in squares.items():
            target = QRectF(
                camera.origin.x + square.column * SIDE * grow,
                camera.origin.y + square.row * SIDE * grow,
                SIDE * grow,
                SIDE * grow,
            )
            if target.intersects(gaps):
                painter.drawPixmap(target, picture, QRectF(picture.rect()))
        painter.restore()

    def _forget_far(self, seen: list[_Square]) -> None:
        if len(self._squares) > max(_KEPT, 2 * len(seen)):
            near = set(seen)
            self._squares = {key: self._squares[key] for key in self._squares if key in near}
        if self.is_complete:
            self._before = (1.0, {})


def _place(square: _Square, camera: Camera) -> QRectF:
    origin = camera.origin
    return QRectF(origin.x + square.column * SIDE, origin.y + square.row * SIDE, SIDE, SIDE)


def _in_sight(camera: Camera) -> Iterator[_Square]:
    """The squares that a camera sees, those in the middle first."""
    origin, view = camera.origin, camera.view
    found = _under(QRectF(0, 0, view.width, view.height), camera)
    x, y = (view.width / 2 - origin.x) / SIDE, (view.height / 2 - origin.y) / SIDE
    yield from sorted(found, key=lambda one: (one.column + 0.5 - x) ** 2 + (one.row + 0.5 - y) ** 2)


def _beyond(squares: set[_Square], camera: Camera, areas: Sequence[QRectF]) -> set[_Square]:
    """Those squares of which a part is in sight outside of the areas."""
    region = QRegion(QRect(0, 0, camera.view.width, camera.view.height))
    for area in areas:
        region -= QRegion(area.toAlignedRect())
    return {square for square in squares if region.intersects(_place(square, camera).toRect())}


def _under(area: QRectF, camera: Camera) -> Iterator[_Square]:
    """The squares that an area of the view touches."""
    x, y = camera.origin
    return _squares(area.left() - x, area.top() - y, area.right() - x, area.bottom() - y)


def _squares(left: float, top: float, right: float, bottom: float) -> Iterator[_Square]:
    for row in range(math.floor(top / SIDE), math.ceil(bottom / SIDE)):
        for column in range(math.floor(left / SIDE), math.ceil(right / SIDE)):
            yield _Square(column, row)
