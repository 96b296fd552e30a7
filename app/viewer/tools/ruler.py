"""The ruler: how far it is from here to there."""

from math import dist, hypot

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.viewer.camera import Camera
from app.viewer.mark_drawing import BRIGHT, DARK, stroke
from app.viewer.sizes import length_text, unknown_text
from app.viewer.tools.tool import Drawn, Tool, Touch, write_beside
from app.viewer.view_rects import point_to_view
from medcls_core.geometry import Point

END_PX = 7.0
"""Half the length of the strokes at both ends, in view pixels."""


class RulerTool(Tool):
    """Measures from press to release; the line stays until the next one or Esc, and is not kept."""

    def __init__(self, drawn: Drawn) -> None:
        super().__init__(drawn)
        self._ends: tuple[Point, Point] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether there is a line, which Esc takes away."""
        return self._ends is not None

    @property
    def note(self) -> str:
        """What is written at the line; empty without one."""
        if self._ends is None:
            return ""
        length = length_text(dist(*self._ends), self.mpp)
        return length if self.mpp is not None else f"{length} ({unknown_text()})"

    def press(self, touch: Touch) -> bool:
        """From here."""
        self._ends = (touch.point, touch.point)
        self.drawn.repaint.emit()
        return True

    def drag(self, touch: Touch) -> None:
        """To there."""
        if self._ends is not None:
            self._ends = (self._ends[0], touch.point)
            self.drawn.repaint.emit()

    def release(self, touch: Touch) -> None:
        """The line stays; a click alone takes the last one away."""
        self.drag(touch)
        if self._ends is not None and self._ends[0] == self._ends[1]:
            self.give_up()

    def give_up(self) -> None:
        """Take the line away."""
        self._ends = None
        self.drawn.repaint.emit()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """The line between two strokes across it, and its length."""
        if self._ends is None:
            return
        first, last = (point_to_view(camera, end) for end in self._ends)
        path = _measure(first, last)
        for pen in (QPen(QColor(DARK), 4.0), QPen(QColor(BRIGHT), 1.8)):
            stroke(painter, path, pen)
        write_beside(painter, last, self.note)


def _measure(first: QPointF, last: QPointF) -> QPainterPath:
    path = QPainterPath(first)
    path.lineTo(last)
    way = last - first
    length = hypot(way.x(), way.y())
    if length:
        across = QPointF(-way.y(), way.x()) * (END_PX / length)
        for end in (first, last):
            path.moveTo(end - across)
            path.lineTo(end + across)
    return path
