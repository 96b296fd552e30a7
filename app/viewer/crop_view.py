"""One crop, large enough to judge: the cell, if wanted its heatmap, its outline, its scale."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from app.viewer.camera import Camera
from app.viewer.heat_layer import HeatLayer
from app.viewer.magnification import bar_length
from app.viewer.mark_layer import MarkLayer
from app.viewer.marks import FindingMark
from app.viewer.view_rects import box_to_view
from medcls_core.explain.evidence import Evidence
from medcls_core.geometry import Box, Size

_TICK_SHARE = 0.06
_LEAST_BAR_VIEW = 120


class CropView(QWidget):
    """Shows the crop of `box_l0` as large as the widget allows, its proportions kept.

    Signals:
        clicked: the crop was clicked.
        activated: it was double-clicked.
    """

    clicked = Signal()
    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._box = Box(0.0, 0.0, 1.0, 1.0)
        self._mpp: float | None = None
        self._heat = HeatLayer()
        self._marks = MarkLayer()
        self._centre_marked = True
        self._overlays_hidden = False
        self.setMinimumSize(48, 48)

    def sizeHint(self) -> QSize:
        """Large enough for a cell and its neighbours."""
        return QSize(256, 256)

    def set_crop(
        self, picture: QImage | None, box_l0: Box | None = None, mpp: float | None = None
    ) -> None:
        """Show a crop, without heatmap and outline until they are set.

        Args:
            picture: transparent where there is no image; None for nothing.
            box_l0: what it covers; None: its own pixels, from (0, 0).
            mpp: micrometres per level-0 pixel, for the scale bar; None: no bar.
        """
        self._picture = picture
        if box_l0 is not None:
            self._box = box_l0
        elif picture is not None:
            self._box = Box(0.0, 0.0, picture.width(), picture.height())
        self._mpp = mpp
        self._marks.set_pixel_size(mpp)
        self._heat.set_evidences(())
        self._marks.set_marks(())
        self.update()

    def set_heatmap(self, evidence: Evidence | None) -> None:
        """Lay a heatmap over the crop, at its own place in the image."""
        self._heat.set_evidences(() if evidence is None else (evidence,))
        self.update()

    def set_heatmap_opacity(self, opacity: float) -> None:
        """0 is clear, 1 covers the hottest tissue."""
        self._heat.opacity = min(max(opacity, 0.0), 1.0)
        self.update()

    def set_mark(self, mark: FindingMark | None) -> None:
        """Draw the finding's outline; None for none."""
        self._marks.set_marks(() if mark is None else (mark,))
        self.update()

    def set_centre_mark(self, shown: bool) -> None:  # noqa: FBT001  (Qt's setters do so)
        """Point at the middle from the four edges, without covering it."""
        self._centre_marked = shown
        self.update()

    def set_overlays_hidden(self, hidden: bool) -> None:  # noqa: FBT001  (Qt's setters do so)
        """Show the bare crop."""
        self._overlays_hidden = hidden
        self.update()

    @property
    def camera(self) -> Camera:
        """How the crop lies in the widget."""
        scale = min(self.width() / self._box.width_l0, self.height() / self._box.height_l0)
        view = Size(max(1, self.width()), max(1, self.height()))
        return Camera(self._box.center, scale, view, float(self.devicePixelRatioF()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Crop, heatmap, outline, centre ticks, scale bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
        if self._picture is None:
            return
        camera = self.camera
        frame = box_to_view(camera, self._box)
        painter.setClipRect(frame)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame, self._picture, QRectF(self._picture.rect()))
        if not self._overlays_hidden:
            self._heat.paint(painter, camera)
            self._marks.paint(painter, camera, (frame,))
            if self._centre_marked:
                _paint_ticks(painter, frame)
        if self._mpp is not None and frame.width() >= _LEAST_BAR_VIEW:
            _paint_bar(painter, frame, self._mpp / camera.scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click inside."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit()


def _paint_ticks(painter: QPainter, frame: QRectF) -> None:
    middle, reach = frame.center(), min(frame.width(), frame.height()) * _TICK_SHARE
    ticks = [
        (QPointF(middle.x(), frame.top()), QPointF(0, reach)),
        (QPointF(middle.x(), frame.bottom()), QPointF(0, -reach)),
        (QPointF(frame.left(), middle.y()), QPointF(reach, 0)),
        (QPointF(frame.right(), middle.y()), QPointF(-reach, 0)),
    ]
    for pen in (QPen(QColor(255, 255, 255, 220), 3.5), QPen(QColor(20, 24, 28), 1.5)):
        painter.setPen(pen)
        for start, way in ticks:
            painter.drawLine(start, start + way)


def _paint_bar(painter: QPainter, frame: QRectF, um_per_px: float) -> None:
    length_um = bar_length(um_per_px, frame.width() * 0.35)
    width = length_um / um_per_px
    right, base = frame.right() - 8, frame.bottom() - 8
    place = QRectF(right - width - 40, base - 20, width + 40, 16)
    text = f"{length_um:g} \u00b5m"
    for color, thick, shift in (
        (QColor(255, 255, 255, 220), 5.0, 0.0),
        (QColor(0, 0, 0), 2.0, 0.0),
    ):
        painter.setPen(QPen(color, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(right - width - shift, base), QPointF(right, base))
    painter.setPen(QColor(255, 255, 255, 220))
    for step in (QPointF(-1, 0), QPointF(1, 0), QPointF(0, -1), QPointF(0, 1)):
        painter.drawText(place.translated(step), Qt.AlignmentFlag.AlignRight, text)
    painter.setPen(QColor(0, 0, 0))
    painter.drawText(place, Qt.AlignmentFlag.AlignRight, text)
