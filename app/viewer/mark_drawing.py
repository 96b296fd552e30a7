"""How one finding is drawn: the class by colour and shape, the verdict by line.

Not read yet: dashed outline, hollow symbol. Confirmed: solid outline, filled symbol. Rejected:
thin, grey and crossed out. Where readers differ an amber sign of inequality stands beside it. The
selected one stands between bright corners, which hide nothing of it. From afar each is a small
symbol.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app.rendering.pixmaps import clear_pixmap
from app.viewer.marks import Look, symbol_path

DOT_BELOW_PX = 12.0
"""A finding smaller than this in the view is a dot."""

LONG = 400
"""A path of more vertices is drawn in another way."""

LEAST_POINT_RADIUS = 9.0
SPRITE_PX = 16
_BADGE_RADIUS = 5.0
_DOT_RADIUS = 4.0
UNDER = QColor(255, 255, 255, 210)
BRIGHT = QColor(0, 214, 255)
DARK = QColor(16, 20, 24)
AMBER = QColor(255, 183, 0)
_GREY = QColor(118, 122, 128)
_SIGN_RADIUS = 6.5
_SOLID_WIDTH, _REJECTED_WIDTH = 2.0, 1.2


def _color(look: Look) -> QColor:
    """The class's colour, faded to grey once rejected."""
    color = QColor(look.color)
    if not look.rejected:
        return color
    return QColor(
        (color.red() + 2 * _GREY.red()) // 3,
        (color.green() + 2 * _GREY.green()) // 3,
        (color.blue() + 2 * _GREY.blue()) // 3,
    )


def paint_outline(painter: QPainter, path: QPainterPath, look: Look) -> None:
    """Draw a finding's outline, `path` in view pixels."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = _REJECTED_WIDTH if look.rejected else _SOLID_WIDTH
    stroke(painter, path, QPen(UNDER, width + 1.6))
    pen = QPen(_color(look), width)
    if not look.confirmed and not look.rejected:
        pen.setDashPattern([4.0, 2.5])
    stroke(painter, path, pen)
    if look.rejected:
        _cross_out(painter, path.boundingRect(), _color(look))


def stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """Draw along a path of view pixels, a long one too in a few milliseconds.

    Qt draws lines of one pixel fifty times as fast as wider ones (0.5 and 33 ms for 5,000
    vertices), so that a long path is drawn as several of them side by side.
    """
    if path.elementCount() <= LONG:
        painter.setPen(pen)
        painter.drawPath(path)
        return
    reach = (pen.widthF() - 1) / 2
    thin = QPen(pen)
    thin.setWidthF(1.0)
    painter.setPen(thin)
    for right, down in ((reach, 0.0), (-reach, 0.0), (0.0, reach), (0.0, -reach)):
        painter.translate(right, down)
        painter.drawPath(path)
        painter.translate(-right, -down)


def _cross_out(painter: QPainter, box: QRectF, color: QColor) -> None:
    """An x over the middle, as large as the shorter side."""
    reach = min(box.width(), box.height()) / 2
    middle = box.center()
    for pen in (QPen(UNDER, 3.6), QPen(color, 1.8)):
        painter.setPen(pen)
        for way in (QPointF(reach, reach), QPointF(reach, -reach)):
            painter.drawLine(middle - way, middle + way)


def badge_sprite(look: Look, pixel_ratio: float) -> QPixmap:
    """The class's shape beside an outline, in the middle of a clear square of `SPRITE_PX`."""
    return _sprite(pixel_ratio, lambda at, middle: _paint_symbol(at, middle, look, _BADGE_RADIUS))


def dispute_sprite(_look: Look, pixel_ratio: float) -> QPixmap:
    """That readers differ: an unequal sign on amber, in a clear square of `SPRITE_PX`."""
    return _sprite(pixel_ratio, _paint_sign)


def _paint_sign(painter: QPainter, middle: QPointF) -> None:
    painter.setPen(QPen(DARK, 1.2))
    painter.setBrush(AMBER)
    painter.drawEllipse(middle, _SIGN_RADIUS, _SIGN_RADIUS)
    painter.setPen(QPen(DARK, 1.6))
    for down in (-1.7, 1.7):
        painter.drawLine(middle + QPointF(-3.2, down), middle + QPointF(3.2, down))
    painter.drawLine(middle + QPointF(-2.0, 3.8), middle + QPointF(2.0, -3.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def badge_corner(corner: QPointF) -> QPointF:
    """Where the badge's square begins for it to stand to the upper right of `corner`."""
    return corner + QPointF(_BADGE_RADIUS - SPRITE_PX / 2, -_BADGE_RADIUS - SPRITE_PX / 2)


def dot_sprite(look: Look, pixel_ratio: float) -> QPixmap:
    """A finding seen from afar, in the middle of a clear square of `SPRITE_PX`."""

    def draw(painter: QPainter, middle: QPointF) -> None:
        if look.disputed:
            painter.setPen(QPen(DARK, 4.0))
            painter.drawEllipse(middle, _SIGN_RADIUS, _SIGN_RADIUS)
            painter.setPen(QPen(AMBER, 2.4))
            painter.drawEllipse(middle, _SIGN_RADIUS, _SIGN_RADIUS)
        if look.rejected:
            reach = QPointF(_DOT_RADIUS, _DOT_RADIUS)
            _cross_out(painter, QRectF(middle - reach, middle + reach), _color(look))
        else:
            _paint_symbol(painter, middle, look, _DOT_RADIUS)

    return _sprite(pixel_ratio, draw)


def _sprite(pixel_ratio: float, draw: Callable[[QPainter, QPointF], None]) -> QPixmap:
    sprite = clear_pixmap(QSize(SPRITE_PX, SPRITE_PX), pixel_ratio)
    painter = QPainter(sprite)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, QPointF(SPRITE_PX / 2, SPRITE_PX / 2))
    painter.end()
    return sprite


def _paint_symbol(painter: QPainter, center: QPointF, look: Look, radius: float) -> None:
    """The class's shape, filled when confirmed, else hollow."""
    path = symbol_path(look.symbol, radius)
    path.translate(center)
    painter.setBrush(_color(look) if look.confirmed else QColor(255, 255, 255))
    painter.setPen(QPen(UNDER, 3.5))
    painter.drawPath(path)
    painter.setPen(QPen(_color(look), 1.8))
    painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_corners(painter: QPainter, box: QRectF) -> None:
    """Draw four corners around the selected finding's box, a little off it."""
    frame = box.adjusted(-8, -8, 8, 8)
    arm = min(16.0, frame.width() / 3, frame.height() / 3)
    ends = (
        (frame.topLeft(), 1, 1),
        (frame.topRight(), -1, 1),
        (frame.bottomLeft(), 1, -1),
        (frame.bottomRight(), -1, -1),
    )
    for pen in (QPen(DARK, 5.5), QPen(BRIGHT, 3.0)):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        for corner, right, down in ends:
            across, along = QPointF(arm * right, 0), QPointF(0, arm * down)
            painter.drawPolyline(QPolygonF([corner + across, corner, corner + along]))


def paint_lock(painter: QPainter, box: QRectF) -> None:
    """Draw a small padlock at the lower right of a selected finding's corners."""
    corner = box.bottomRight() + QPointF(14, 2)
    body = QRectF(corner.x() - 5, corner.y() - 2, 10, 8)
    shackle = QRectF(corner.x() - 3, corner.y() - 7, 6, 10)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(DARK, 4.0), QPen(BRIGHT, 1.8)):
        painter.setPen(pen)
        painter.drawArc(shackle, 0, 180 * 16)
    painter.setPen(QPen(DARK, 1.2))
    painter.setBrush(BRIGHT)
    painter.drawRoundedRect(body, 1.5, 1.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
