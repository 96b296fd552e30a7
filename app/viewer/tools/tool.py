"""What a drawing tool is, and what it is told of the mouse."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from app.state import Mode
from app.viewer.camera import Camera, Spot
from app.viewer.mark_drawing import BRIGHT, DARK, UNDER, stroke
from app.viewer.marks import ring_path
from app.viewer.plate import MARGIN, TEXT, paint_plate, write
from app.viewer.view_rects import point_to_view
from medcls_core.geometry import Outline, Point

_AWAY_PX = 14
_PLATE_ROOM = 6


@dataclass(frozen=True, slots=True)
class Touch:
    """Where the mouse is, what the view shows there, and which keys are held."""

    spot: Spot
    camera: Camera
    shift: bool = False
    alt: bool = False

    @property
    def point(self) -> Point:
        """The level-0 place under the mouse."""
        return self.camera.to_l0(self.spot)

    @property
    def mode(self) -> Mode:
        """What the held keys make of a drawn area."""
        if self.alt:
            return Mode.SUBTRACT
        return Mode.ADD if self.shift else Mode.NEW


class Drawn(QObject):
    """What tools say was done.

    Signals:
        placed: (Point) here is an object.
        enclosed: (tuple of Outline, Mode) this area was drawn, perhaps in several pieces.
        parted: (tuple of Point) what is chosen is to be cut along this line.
        reshaped: (UUID, Outline) the finding has another outline.
        picked: (UUID | None, bool) this finding was clicked; True: beside those already chosen.
        repaint: what the tool shows has changed.
    """

    placed = Signal(object)
    enclosed = Signal(object, object)
    parted = Signal(object)
    reshaped = Signal(object, object)
    picked = Signal(object, bool)
    repaint = Signal()


class Tool:
    """A tool that does nothing; each one overrides what it needs.

    Attributes:
        ink: the colour of the class in hand.
        mpp: micrometres per level-0 pixel of the open image, None where nobody knows.

    Args:
        drawn: who is told what was done.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.ink = BRIGHT
        self.mpp: float | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is begun that Esc gives up."""
        return False

    def press(self, touch: Touch) -> bool:
        """The left button went down; whether the tool takes the drag, instead of the view."""
        del touch
        return False

    def drag(self, touch: Touch) -> None:
        """The mouse moved during a drag that was taken."""

    def release(self, touch: Touch) -> None:
        """The drag that was taken has ended."""

    def click(self, touch: Touch) -> None:
        """A click that was no drag."""

    def double_click(self, touch: Touch) -> bool:
        """The second click of two; whether it means more than another click."""
        del touch
        return False

    def hover(self, touch: Touch | None) -> None:
        """The mouse moved with no button down; None: it left the view."""

    def wheel(self, notches: float) -> bool:
        """The wheel turned; whether the tool took it, instead of the zoom."""
        del notches
        return False

    def wants(self, key: Qt.Key) -> bool:
        """Whether a key is the tool's now, whatever command it belongs to."""
        return key == Qt.Key.Key_Escape and self.is_busy

    def key(self, key: Qt.Key) -> None:
        """A wanted key was pressed."""
        if key == Qt.Key.Key_Escape:
            self.give_up()

    def give_up(self) -> None:
        """Forget what was begun."""

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Draw over the findings; the painter works in the camera's view."""

    def paint_path(self, painter: QPainter, path: QPainterPath) -> None:
        """Draw a border that is being drawn, in the colour of the class in hand."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(UNDER, 3.6), QPen(QColor(self.ink), 2.0)):
            stroke(painter, path, pen)


def write_beside(painter: QPainter, place: QPointF, text: str) -> None:
    """Write below a place of the view, upright however the picture is turned, and within sight."""
    if not text:
        return
    spot = painter.transform().map(place)
    painter.save()
    painter.resetTransform()
    metrics, seen = QFontMetricsF(painter.font()), painter.viewport()
    width = round(metrics.horizontalAdvance(text) + 2 * MARGIN)
    height = round(metrics.height() + _PLATE_ROOM)
    x = min(round(spot.x()) + _AWAY_PX, seen.right() - width)
    y = round(spot.y()) + _AWAY_PX
    if y + height > seen.bottom():
        y -= height + 2 * _AWAY_PX
    plate = QRect(x, y, width, height)
    paint_plate(painter, plate)
    write(painter, plate, x + MARGIN, text, TEXT)
    painter.restore()


def handle(painter: QPainter, place: QPointF, *, round_: bool, filled: bool = False) -> None:
    """A grip of constant size around a place of the view."""
    painter.setPen(QPen(DARK, 1.2))
    painter.setBrush(BRIGHT if filled else QColor(255, 255, 255))
    reach = HANDLE_PX / 2
    if round_:
        painter.drawEllipse(place, reach, reach)
    else:
        painter.drawRect(int(place.x() - reach), int(place.y() - reach), HANDLE_PX, HANDLE_PX)
    painter.setBrush(Qt.BrushStyle.NoBrush)


HANDLE_PX = 8
"""Side of a grip in view pixels, at any zoom."""


def line_path(points: Sequence[Point], camera: Camera, *, closed: bool = False) -> QPainterPath:
    """Level-0 places as a line of the view."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([point_to_view(camera, point) for point in points]))
    if closed:
        path.closeSubpath()
    return path


def outline_path(outline: Outline, camera: Camera) -> QPainterPath:
    """Border and holes in the view."""
    first = outline.vertices[0]
    at = camera.to_view(first)
    path = ring_path(outline, first)
    return QTransform(camera.scale, 0, 0, camera.scale, at.x, at.y).map(path)
