"""The small map: the whole image, what is in sight, where the findings are; click to jump."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.rendering.images import packed_to_qimage
from app.rendering.pixmaps import clear_pixmap
from app.viewer.field_circle import draw_field
from app.viewer.mark_index import MarkIndex
from app.viewer.marks import FindingMark
from medcls_core.geometry import Box, Point, Size

if TYPE_CHECKING:  # this loads scipy
    from medcls_core.quantify.hot_spot import Circle

MOST = QSize(220, 180)
LEAST_SIDE = 36
_SIGHT = QColor(214, 40, 40)
_FRAME = QColor(18, 22, 27)
_NO_PICTURE = QColor(230, 232, 236)
_LEAST_SIGHT = 7.0
_DOT_RADIUS = 2.4
_DOT_PX, _DOT_PLACE_PX = 7, 3.0


class OverviewMap(QWidget):
    """Draws the map in the lower right corner of a slide view.

    Signals:
        jumped: the level-0 `Point` that was clicked or dragged to.
    """

    jumped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._size_l0 = Size(1, 1)
        self._picture: QImage | None = None
        self._sight = Box(0.0, 0.0, 1.0, 1.0)
        self._marks = MarkIndex((), 0.0)
        self._marks_visible = True
        self._dots: QPixmap | None = None
        self._veil: QImage | None = None
        self._field: Circle | None = None
        self._ground: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolTip(self.tr("Click or drag to move there"))

    def set_image(self, size_l0: Size) -> None:
        """Map an image of this size; its picture follows."""
        self._size_l0, self._picture, self._dots, self._veil = size_l0, None, None, None
        self._field, self._ground = None, None
        shrink = min(MOST.width() / size_l0.width, MOST.height() / size_l0.height)
        width = max(LEAST_SIDE, round(size_l0.width * shrink))
        self.setFixedSize(width, max(LEAST_SIDE, round(size_l0.height * shrink)))

    def set_picture(self, picture: QImage) -> None:
        """The whole image, small."""
        ratio = self.devicePixelRatioF()
        self._picture = picture.scaled(
            self.size() * ratio,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self._redraw()

    def set_sight(self, box: Box) -> None:
        """What the view shows."""
        if box != self._sight:
            self._sight = box
            self.update()

    def set_veil(self, darkness: NDArray[np.uint8] | None) -> None:
        """Darken parts of the image: uint8 (H, W) over all of it, 255 is black; None nothing."""
        self._veil = None
        if darkness is not None:
            self._veil = packed_to_qimage(darkness.astype(np.uint32) << np.uint32(24))
        self._redraw()

    @property
    def is_veiled(self) -> bool:
        """Whether parts are darkened."""
        return self._veil is not None

    def set_marks(self, marks: MarkIndex) -> None:
        """Where the findings are; the view's own index, which it may change."""
        self._marks = marks
        self._redraw_dots()

    def change_mark(self, before: FindingMark, now: FindingMark) -> None:
        """One finding looks otherwise: what lies around it is drawn again, and nothing else."""
        if (before.color, before.rejected) == (now.color, now.rejected):
            return
        if self._dots is not None:
            self._draw_dots(self._dots, now.outline.center)
        self._redraw()

    def set_field(self, field: "Circle | None") -> None:
        """Show a round field with the findings, or none."""
        self._field = field
        self._redraw()

    def set_marks_visible(self, visible: bool) -> None:  # noqa: FBT001  (Qt's setters do so)
        """Show or hide the findings' dots."""
        self._marks_visible = visible
        self._redraw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Picture, veil, dots and frame as they were drawn last; the area in sight."""
        painter = QPainter(self)
        self._ground = self._ground or self._draw_ground()
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_sight(painter)

    def _draw_ground(self) -> QPixmap:
        """All that stays the same while the reader moves."""
        ground = clear_pixmap(self.size(), self.devicePixelRatioF())
        ground.fill(_NO_PICTURE)
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for picture in (self._picture, self._veil):
            if picture is not None:
                painter.drawImage(QRectF(self.rect()), picture, QRectF(picture.rect()))
        if self._marks_visible:
            self._dots = self._dots or self._all_dots()
            painter.drawPixmap(0, 0, self._dots)
            if self._field is not None:
                reach = self._field.radius_l0
                right, down = (
                    self.width() / self._size_l0.width,
                    self.height() / self._size_l0.height,
                )
                draw_field(painter, self._place(self._field.center), reach * right, reach * down)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(255, 255, 255), 5), QPen(_FRAME, 3)):
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(QRectF(self.rect()))
        painter.end()
        return ground

    def _redraw_dots(self) -> None:
        self._dots = None
        self._redraw()

    def _redraw(self) -> None:
        self._ground = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may have finer pixels."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._redraw_dots()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump."""
        self._jump(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Jump along while dragged."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._jump(event)

    def _jump(self, event: QMouseEvent) -> None:
        x_l0 = event.position().x() / self.width() * self._size_l0.width
        y_l0 = event.position().y() / self.height() * self._size_l0.height
        self.jumped.emit(Point(x_l0, y_l0))

    def _place(self, point: Point) -> QPointF:
        return QPointF(
            point.x_l0 / self._size_l0.width * self.width(),
            point.y_l0 / self._size_l0.height * self.height(),
        )

    def _all_dots(self) -> QPixmap:
        layer = clear_pixmap(self.size(), self.devicePixelRatioF())
        self._draw_dots(layer)
        return layer

    def _draw_dots(self, layer: QPixmap, around: Point | None = None) -> None:
        """Draw all dots, of those that share a place only the last; or those that reach a dot."""
        ratio = layer.devicePixelRatio()
        painter = QPainter(layer)
        across, down = self._size_l0.width / self.width(), self._size_l0.height / self.height()
        within = None
        if around is not None:
            # Another one of the same place may come to light beside the one that is gone.
            reach = _DOT_PX + 2 * _DOT_PLACE_PX + 2
            area = QRectF(_square(self._place(around), reach).toAlignedRect())
            painter.setClipRect(area)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(area, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            wide = _square(area.center(), area.width() + reach)
            within = Box(
                wide.x() * across, wide.y() * down, wide.width() * across, wide.height() * down
            )
        rows = self._marks.one_a_square(_DOT_PLACE_PX * across, _DOT_PLACE_PX * down, within)
        corners = self._marks.centers_l0(rows) / (across, down) - _DOT_PX / 2
        corners = np.rint(corners * ratio) / ratio  # clipped or not, they look the same
        looks = self._marks.marks.looks[rows].tolist()
        palette = self._marks.marks.palette
        dots = {look: _dot(palette[look].color, ratio) for look in set(looks)}
        for look, (x, y) in zip(looks, corners.tolist(), strict=True):
            painter.drawPixmap(QPointF(x, y), dots[look])
        painter.end()

    def _paint_sight(self, painter: QPainter) -> None:
        corner = self._place(Point(self._sight.x_l0, self._sight.y_l0))
        other = self._place(Point(self._sight.right_l0, self._sight.bottom_l0))
        sight = QRectF(corner, other)
        if min(sight.width(), sight.height()) < _LEAST_SIGHT:
            sight = _square(sight.center(), _LEAST_SIGHT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 200), 3))
        painter.drawRect(sight)
        painter.setPen(QPen(_SIGHT, 1.6))
        painter.drawRect(sight)


def _square(center: QPointF, side: float) -> QRectF:
    reach = QPointF(side / 2, side / 2)
    return QRectF(center - reach, center + reach)


def _dot(color: str, ratio: float) -> QPixmap:
    """One finding on the map, in the middle of a clear square of `_DOT_PX`."""
    dot = clear_pixmap(QSize(_DOT_PX, _DOT_PX), ratio)
    painter = QPainter(dot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(255, 255, 255, 220), 0.8))
    painter.setBrush(QColor(color))
    painter.drawEllipse(QPointF(_DOT_PX / 2, _DOT_PX / 2), _DOT_RADIUS, _DOT_RADIUS)
    painter.end()
    return dot
