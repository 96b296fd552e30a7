"""Drawing borders: vertex by vertex, or freely."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from app.state import Mode
from app.viewer.camera import Camera, Spot
from app.viewer.sizes import drawn_note
from app.viewer.tools.tool import Drawn, Tool, Touch, handle, line_path, write_beside
from app.viewer.view_rects import point_to_view
from medcls_core.geometry import Point

# ruff: noqa: PLC0415  (the geometry library is loaded with the first border, not with the window)

CLOSING_PX = 9.0
"""A click this near to the first vertex closes the polygon."""

_STEP_PX = 1.5
_LEAST = 3


class PolygonTool(Tool):
    """Each click is a vertex; Enter, a double click or the first vertex closes the border."""

    def __init__(self, drawn: Drawn) -> None:
        super().__init__(drawn)
        self._vertices: list[Point] = []
        self._at: Touch | None = None
        self._mode = Mode.NEW

    @property
    def is_busy(self) -> bool:
        """Whether there is a vertex already."""
        return bool(self._vertices)

    def click(self, touch: Touch) -> None:
        """One vertex more, or the end."""
        if not self._vertices:
            self._mode = touch.mode
        if self._closes(touch):
            self._close()
            return
        self._vertices.append(touch.point)
        self._at = touch
        self.drawn.repaint.emit()

    def double_click(self, touch: Touch) -> bool:
        """The first of both clicks was the last vertex."""
        del touch
        self._close()
        return True

    def hover(self, touch: Touch | None) -> None:
        """Draw on to the cursor."""
        self._at = touch
        if self._vertices:
            self.drawn.repaint.emit()

    def wants(self, key: Qt.Key) -> bool:
        """Enter, Backspace and Esc, while there are vertices."""
        ours = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Escape}
        return self.is_busy and key in ours

    def key(self, key: Qt.Key) -> None:
        """Close, one vertex back, or give up."""
        if key == Qt.Key.Key_Backspace:
            self._vertices.pop()
        elif key == Qt.Key.Key_Escape:
            self._vertices.clear()
        else:
            self._close()
        self.drawn.repaint.emit()

    def give_up(self) -> None:
        """Forget the vertices."""
        self._vertices.clear()

    def _closes(self, touch: Touch) -> bool:
        if len(self._vertices) < _LEAST:
            return False
        return _near(touch.camera.to_view(self._vertices[0]), touch.spot, CLOSING_PX)

    def _close(self) -> None:
        from medcls_core.shapes import regions_of

        vertices, self._vertices = self._vertices, []
        self.drawn.repaint.emit()
        pieces = regions_of(vertices)
        if pieces:
            self.drawn.enclosed.emit(pieces, self._mode)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """The border so far, on to the cursor, with a grip at each vertex."""
        if not self._vertices:
            return
        ahead = [] if self._at is None else [camera.to_l0(self._at.spot)]
        self.paint_path(painter, line_path([*self._vertices, *ahead], camera))
        closes = self._at is not None and self._closes(self._at)
        for number, vertex in enumerate(self._vertices):
            first = number == 0 and closes
            handle(painter, point_to_view(camera, vertex), round_=True, filled=first)
        if self._at is not None and self._mode is Mode.NEW:
            note = drawn_note([*self._vertices, *ahead], self.mpp)
            write_beside(painter, QPointF(*self._at.spot), note)


class FreehandTool(Tool):
    """The border follows the mouse while the button is down."""

    def __init__(self, drawn: Drawn) -> None:
        super().__init__(drawn)
        self._way: list[Point] = []
        self._last = Spot(0, 0)
        self._mode = Mode.NEW

    @property
    def is_busy(self) -> bool:
        """Whether the button is down."""
        return bool(self._way)

    def press(self, touch: Touch) -> bool:
        """Begin."""
        self._mode, self._way, self._last = touch.mode, [touch.point], touch.spot
        return True

    def drag(self, touch: Touch) -> None:
        """Go on."""
        if self._way and not _near(self._last, touch.spot, _STEP_PX):
            self._way.append(touch.point)
            self._last = touch.spot
            self.drawn.repaint.emit()

    def release(self, touch: Touch) -> None:
        """Close, with no more vertices than the screen could show."""
        from medcls_core.shapes import regions_of, simplified

        way, self._way = self._way, []
        fine = 0.5 / touch.camera.scale
        pieces = tuple(simplified(piece, fine) for piece in regions_of(way))
        self.drawn.repaint.emit()
        if pieces:
            self.drawn.enclosed.emit(pieces, self._mode)

    def give_up(self) -> None:
        """Forget the border."""
        self._way = []
        self.drawn.repaint.emit()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """The border so far, and what it would enclose."""
        if self._way:
            self.paint_path(painter, line_path(self._way, camera))
            self._write_size(painter, camera)

    def _write_size(self, painter: QPainter, camera: Camera) -> None:
        if self._mode is Mode.NEW:
            note = drawn_note(self._way, self.mpp)
            write_beside(painter, point_to_view(camera, self._way[-1]), note)


class SplitTool(FreehandTool):
    """The line follows the mouse; what is chosen is cut along it."""

    def release(self, touch: Touch) -> None:
        """Cut."""
        way, self._way = [*self._way, touch.point], []
        self.drawn.repaint.emit()
        if len(way) > 1:
            self.drawn.parted.emit(tuple(way))

    def _write_size(self, painter: QPainter, camera: Camera) -> None:
        """A cut encloses nothing."""


def _near(first: Spot, second: Spot, reach: float) -> bool:
    return (first.x - second.x) ** 2 + (first.y - second.y) ** 2 <= reach**2
