"""Crowds of findings as cached squares of the view, so that panning draws only what comes in.

A square is drawn when it is first seen, a few in each paint; until its turn, and while the reader
zooms, the squares of the scale before stand in for it, stretched.
"""

import math
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from app.rendering.pixmaps import clear_pixmap
from app.viewer.camera import Camera
from medcls_core.geometry import Box, Point, Size

SIDE = 256
"""Side of a square in view pixels."""

BUDGET_S = 0.003
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

    def paint(self, painter: QPainter, camera: Camera, draw: Draw) -> None:
        """Draw the squares in sight.

        Args:
            painter: works in logical view pixels.
            camera: where the reader stands.
            draw: draws the findings that a camera sees; squares of another one are left.
        """
        rescaled = self._begin((camera.scale, camera.pixel_ratio, draw))
        seen = list(_in_sight(camera))
        begun = time.perf_counter()
        for square in seen:
            late = time.perf_counter() - begun > BUDGET_S
            if square not in self._squares and not late and not rescaled:
                self._squares[square] = self._drawn(square, camera, draw)
        missing = [square for square in seen if square not in self._squares]
        self.is_complete = not missing
        if missing and self._before[1]:
            self._stand_in(painter, camera, missing)
        for square in seen:
            picture = self._squares.get(square)
            if picture is not None:
                painter.drawPixmap(_place(square, camera).topLeft(), picture)
        self._forget_far(seen)

    def _begin(self, look: tuple[float, float, Draw | None]) -> bool:
        """Take up another look; True if it is another scale and something can stand in."""
        if look == self._look:
            return False
        if self.is_complete and self._squares:
            self._before = (self._look[0], self._squares)
        self._look, self._squares = look, {}
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
    found = _squares(-origin.x, -origin.y, view.width - origin.x, view.height - origin.y)
    x, y = (view.width / 2 - origin.x) / SIDE, (view.height / 2 - origin.y) / SIDE
    yield from sorted(found, key=lambda one: (one.column + 0.5 - x) ** 2 + (one.row + 0.5 - y) ** 2)


def _squares(left: float, top: float, right: float, bottom: float) -> Iterator[_Square]:
    for row in range(math.floor(top / SIDE), math.ceil(bottom / SIDE)):
        for column in range(math.floor(left / SIDE), math.ceil(right / SIDE)):
            yield _Square(column, row)
