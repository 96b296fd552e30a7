"""Level-0 places as Qt rectangles and points of the view."""

from PySide6.QtCore import QPointF, QRectF

from app.viewer.camera import Camera, Spot
from medcls_core.geometry import Box, Point, Size


def box_to_view(camera: Camera, box: Box) -> QRectF:
    """Where a level-0 box lies in the view, in logical pixels."""
    corner = camera.to_view(Point(box.x_l0, box.y_l0))
    return QRectF(corner.x, corner.y, box.width_l0 * camera.scale, box.height_l0 * camera.scale)


def point_to_view(camera: Camera, point: Point) -> QPointF:
    """Where a level-0 point lies in the view, in logical pixels."""
    spot = camera.to_view(point)
    return QPointF(spot.x, spot.y)


def whole_box(size_l0: Size) -> Box:
    """The frame of an image."""
    return Box(0.0, 0.0, size_l0.width, size_l0.height)


def view_to_box(camera: Camera, area: QRectF) -> Box:
    """The level-0 box under an area of the view."""
    corner = camera.to_l0(Spot(area.left(), area.top()))
    return Box(corner.x_l0, corner.y_l0, area.width() / camera.scale, area.height() / camera.scale)
