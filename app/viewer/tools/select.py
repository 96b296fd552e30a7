"""Select and move: take a finding, move it, pull its sides and its vertices."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from app.viewer.camera import Camera, Spot
from app.viewer.marks import FindingMark
from app.viewer.sizes import size_note
from app.viewer.tools.grips import Grip, grip_at, pulled, side_spots, vertex_spots
from app.viewer.tools.tool import Drawn, Tool, Touch, handle, outline_path, write_beside
from app.viewer.view_rects import point_to_view
from medcls_core.geometry import Outline, Point

_STILL_PX = 3.0


class SelectTool(Tool):
    """A click chooses, with Shift beside what is chosen; grips show around what is chosen.

    Attributes:
        chosen: the finding with the grips.

    Args:
        drawn: who is told.
        mark_at: the finding under a place of a camera's view.
    """

    def __init__(self, drawn: Drawn, mark_at: Callable[[Camera, Spot], FindingMark | None]) -> None:
        super().__init__(drawn)
        self.chosen: FindingMark | None = None
        self.cursor = Qt.CursorShape.ArrowCursor
        self._mark_at = mark_at
        self._grip: Grip | None = None
        self._start: Touch | None = None
        self._pulled: Outline | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an outline is being pulled."""
        return self._start is not None

    def press(self, touch: Touch) -> bool:
        """Take hold, if there is something to hold."""
        self._grip = None if touch.shift else self._grip_at(touch)
        if self._grip is None:
            return False
        self._start, self._pulled = touch, None
        return True

    def drag(self, touch: Touch) -> None:
        """Pull."""
        if self._start is None or self._grip is None or self.chosen is None:
            return
        if self._pulled is None and _is_still(self._start, touch):
            return
        self._pulled = pulled(self.chosen.outline, self._grip, self._start.point, touch.point)
        self.drawn.repaint.emit()

    def release(self, touch: Touch) -> None:
        """Keep what was pulled; a press without a pull is a click."""
        outline, self._start, self._pulled = self._pulled, None, None
        if outline is not None and self.chosen is not None:
            self.drawn.reshaped.emit(self.chosen.uuid, outline)
        elif outline is None:
            self.click(touch)

    def click(self, touch: Touch) -> None:
        """Choose what lies there; nothing there, and nothing is chosen."""
        mark = self._mark_at(touch.camera, touch.spot)
        self.drawn.picked.emit(None if mark is None else mark.uuid, touch.shift)

    def hover(self, touch: Touch | None) -> None:
        """Show what a press would take."""
        grip = None if touch is None else self._grip_at(touch)
        if grip is None:
            self.cursor = Qt.CursorShape.ArrowCursor
        elif grip.vertex is None and grip.side is None:
            self.cursor = Qt.CursorShape.SizeAllCursor
        else:
            self.cursor = Qt.CursorShape.PointingHandCursor

    def give_up(self) -> None:
        """Let go, and leave the outline as it was."""
        self._start, self._pulled = None, None
        self.drawn.repaint.emit()

    def _grip_at(self, touch: Touch) -> Grip | None:
        if self.chosen is None or self.chosen.locked:
            return None
        return grip_at(self.chosen.outline, touch.camera, touch.spot)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """The grips, and the outline while it is pulled."""
        if self.chosen is None or self.chosen.locked:
            return
        outline = self._pulled or self.chosen.outline
        if self._pulled is not None and not outline.is_point:
            self.paint_path(painter, outline_path(outline, camera))
        for spot in vertex_spots(outline, camera).values():
            handle(painter, QPointF(*spot), round_=True)
        for spot in side_spots(outline, camera).values():
            handle(painter, QPointF(*spot), round_=False)
        if outline.is_point:
            handle(painter, QPointF(*camera.to_view(outline.center)), round_=True)
        if self._pulled is not None:
            corner = Point(outline.bounds.right_l0, outline.bounds.bottom_l0)
            note = size_note(outline, self.mpp)
            write_beside(painter, point_to_view(camera, corner), note)


def _is_still(start: Touch, now: Touch) -> bool:
    return abs(start.spot.x - now.spot.x) + abs(start.spot.y - now.spot.y) < _STILL_PX
