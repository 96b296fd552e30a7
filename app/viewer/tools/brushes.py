"""Brush and eraser: a circle of constant size on the screen, so that zooming in is finer."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.state import Mode
from app.viewer.camera import Camera
from app.viewer.mark_drawing import DARK, UNDER
from app.viewer.sizes import size_note
from app.viewer.tools.tool import Drawn, Tool, Touch, line_path, write_beside
from medcls_core.geometry import Point

# ruff: noqa: PLC0415  (the geometry library is loaded with the first stroke, not with the window)

LEAST_PX, MOST_PX = 4.0, 240.0
"""Diameters of a brush in view pixels."""

STEP = 1.2
_PAINT_ALPHA = 110


class BrushTool(Tool):
    """Paints an area; it grows the chosen outline if the stroke begins inside of it.

    Attributes:
        diameter_px: of the circle, in view pixels.

    Args:
        drawn: who is told.
        erases: whether it takes away instead.
        inside: whether a place lies in the chosen outline.
        sized: told of another diameter.
    """

    cursor = Qt.CursorShape.BlankCursor

    def __init__(
        self,
        drawn: Drawn,
        *,
        erases: bool,
        inside: Callable[[Point], bool],
        sized: Callable[[float], None],
    ) -> None:
        super().__init__(drawn)
        self.diameter_px = 32.0
        self._erases = erases
        self._inside = inside
        self._sized = sized
        self._way: list[Point] = []
        self._at: Touch | None = None
        self._mode = Mode.NEW

    @property
    def is_busy(self) -> bool:
        """Whether the button is down."""
        return bool(self._way)

    def press(self, touch: Touch) -> bool:
        """Begin a stroke."""
        self._way, self._at = [touch.point], touch
        self._mode = self._mode_of(touch)
        self.drawn.repaint.emit()
        return True

    def drag(self, touch: Touch) -> None:
        """Go on."""
        self._at = touch
        if self._way:
            self._way.append(touch.point)
        self.drawn.repaint.emit()

    def release(self, touch: Touch) -> None:
        """The stroke becomes an area."""
        from medcls_core.shapes import stroked

        way, self._way = self._way, []
        pieces = stroked(way, self.diameter_px / 2 / touch.camera.scale)
        self.drawn.repaint.emit()
        if pieces:
            self.drawn.enclosed.emit(pieces, self._mode)

    def hover(self, touch: Touch | None) -> None:
        """Take the circle along."""
        self._at = touch
        self.drawn.repaint.emit()

    def give_up(self) -> None:
        """Forget the stroke."""
        self._way = []
        self.drawn.repaint.emit()

    def wants(self, key: Qt.Key) -> bool:
        """The brackets are the size; Esc gives a stroke up."""
        return key in {Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight} or super().wants(key)

    def key(self, key: Qt.Key) -> None:
        """Another size."""
        if key == Qt.Key.Key_Escape:
            self.give_up()
        else:
            self.resize(1 if key == Qt.Key.Key_BracketRight else -1)

    def resize(self, steps: float) -> None:
        """Larger or smaller by steps."""
        self.diameter_px = min(max(self.diameter_px * STEP**steps, LEAST_PX), MOST_PX)
        self._sized(self.diameter_px)
        self.drawn.repaint.emit()

    def _mode_of(self, touch: Touch) -> Mode:
        if self._erases:
            return Mode.SUBTRACT
        inside = touch.mode is Mode.NEW and self._inside(touch.point)
        return Mode.ADD if inside else touch.mode

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """The stroke so far, and the circle at the cursor."""
        if self._way:
            ink = QColor(DARK if self._mode is Mode.SUBTRACT else self.ink)
            ink.setAlpha(_PAINT_ALPHA)
            pen = QPen(ink, self.diameter_px)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            way = self._way if len(self._way) > 1 else [self._way[0], self._way[0]]
            painter.drawPath(line_path(way, camera))
        if self._at is not None:
            self._paint_circle(painter, QPointF(*self._at.spot))
            self._write_size(painter, self._at)

    def _write_size(self, painter: QPainter, at: Touch) -> None:
        """What a stroke covers that will be a finding of its own."""
        from medcls_core.shapes import stroked

        if self._way and self._mode is Mode.NEW:
            covered = stroked(self._way, self.diameter_px / 2 / at.camera.scale)
            below = QPointF(at.spot.x, at.spot.y + self.diameter_px / 2)
            write_beside(painter, below, size_note(covered[0], self.mpp) if covered else "")

    def _paint_circle(self, painter: QPainter, center: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        reach = self.diameter_px / 2
        for pen in (QPen(UNDER, 3.0), QPen(DARK, 1.2)):
            if self._erases:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawEllipse(center, reach, reach)
