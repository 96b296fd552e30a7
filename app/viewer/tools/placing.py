"""One click, one cell: a point, or a box of the task's object size."""

from PySide6.QtGui import QPainter

from app.viewer.camera import Camera
from app.viewer.tools.tool import Drawn, Tool, Touch, outline_path
from medcls_core.geometry import Box, Outline, Point


class PointTool(Tool):
    """A click is an object; a drag still moves the picture."""

    def click(self, touch: Touch) -> None:
        """Here it is."""
        self.drawn.placed.emit(touch.point)


class CellTool(PointTool):
    """As the point tool, and shows the box that a click will leave.

    Attributes:
        side_l0: of the box in level-0 pixels; None while the pixel size is unknown.
    """

    def __init__(self, drawn: Drawn) -> None:
        super().__init__(drawn)
        self.side_l0: float | None = None
        self._at: Point | None = None

    def hover(self, touch: Touch | None) -> None:
        """Take the box along."""
        self._at = None if touch is None else touch.point
        self.drawn.repaint.emit()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """The box under the cursor."""
        if self._at is not None and self.side_l0 is not None:
            ghost = Outline.of_box(Box.around(self._at, self.side_l0))
            self.paint_path(painter, outline_path(ghost, camera))
