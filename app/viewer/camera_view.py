"""A view that holds the camera over its content: where it stands, how it turns, zooms and moves."""

import math
from dataclasses import replace

# ruff: noqa: N815  (signals are named the way Qt names them)
from PySide6.QtCore import QEasingCurve, QPoint, QPointF, QSize, QVariantAnimation, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.viewer.camera import Camera, Spot, scale_limits
from app.viewer.turn import Turn
from medcls_core.geometry import Point, Size

ZOOM_MS = 130


class CameraView(QWidget):
    """Holds the camera over a content of known size, within limits so that nobody gets lost.

    `stays_put`: whether the content keeps its place on the screen while something above or below
    takes room; of two views that move as one neither can.

    Signals:
        viewChanged: (`Box` in sight, level-0 pixels per view pixel), at every step.
    """

    viewChanged = Signal(object, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: Size | None = None
        self._camera = Camera(Point(0.0, 0.0), 1.0, Size(1, 1))
        self._turn = Turn()
        self._fitted = True
        self.stays_put = True
        self._stood = (0, QSize())
        self._held = 0.0
        self._held_from: Point | None = None
        self._anchor = (Point(0.0, 0.0), Spot(0.0, 0.0))
        self._zoom = QVariantAnimation(self)
        self._zoom.setDuration(ZOOM_MS)
        self._zoom.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._zoom.valueChanged.connect(self._zoom_step)

    @property
    def camera(self) -> Camera:
        """Where the reader stands now."""
        return self._camera

    @property
    def goal(self) -> Camera:
        """Where a running zoom will end; the camera when none runs."""
        if self._zoom.state() != QVariantAnimation.State.Running:
            return self._camera
        return self._camera.anchored(math.exp(float(self._zoom.endValue())), *self._anchor)

    @property
    def turn(self) -> Turn:
        """How the picture is held."""
        return self._turn

    def set_turn(self, turn: Turn) -> None:
        """Hold the picture otherwise, the same place in the middle."""
        self._zoom.stop()
        self._turn = turn
        if self._fitted:
            self.zoom_fit()
        else:
            self._move(replace(self._camera, view=self._view_size()))
        self.update()

    @property
    def place(self) -> tuple[Point, float] | None:
        """Middle and scale of where the reader stands; None while everything is shown.

        It stays the same when only the window changes its size.
        """
        return (
            None if self._fitted else (self._held_from or self._camera.center, self._camera.scale)
        )

    def stand_like(self, other: "CameraView") -> None:
        """Stand where another view of the same content stands, the picture held the same way."""
        self._zoom.stop()
        self._fitted = other.place is None
        if other.turn != self._turn:
            self._turn = other.turn
            self.update()
        self._move(replace(other.camera, view=self._view_size(), pixel_ratio=self._ratio()))

    def set_content(self, size: Size | None) -> None:
        """Walk over another content, shown whole; None for nothing."""
        self._zoom.stop()
        self._content = size
        self.zoom_fit()

    def zoom_fit(self) -> None:
        """Show everything, and keep doing so while the window changes its size."""
        self._zoom.stop()
        self._fitted = True
        if self._content is not None:
            self._move(Camera.fitting(self._content, self._view_size(), self._ratio()))

    def zoom_step(self, factor: float) -> None:
        """Zoom about the middle of the view, gliding there; steps asked for meanwhile add up."""
        self._zoom_to(self.goal.scale * factor, self._middle(), animated=True)

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle of the view, at once."""
        self._zoom_to(self._camera.scale * factor, self._middle(), animated=False)

    def set_scale(self, scale: float) -> None:
        """Zoom about the middle of the view to so many view pixels per level-0 pixel."""
        self._zoom_to(scale, self._middle(), animated=False)

    def look_at(self, point: Point, scale: float | None = None) -> None:
        """Bring `point` into the middle, at another scale if one is given."""
        self._zoom.stop()
        if self._content is None:
            return
        self._fitted = False
        limits = scale_limits(self._content, self._view_size())
        scale = self._camera.scale if scale is None else limits.clamp(scale)
        self._move(replace(self._camera, center=point, scale=scale))

    def pan(self, right: float, down: float) -> None:
        """Move over the content by pixels of the widget."""
        self._zoom.stop()
        self._fitted = False
        self._move(self._camera.panned(*self._turn.way_to_view(right, down)))

    def _widget_size(self) -> Size:
        return Size(max(1, self.width()), max(1, self.height()))

    def _view_size(self) -> Size:
        return self._turn.view_size(self._widget_size())

    def _spot(self, place: QPointF) -> Spot:
        return self._turn.to_view(place, self._widget_size())

    def _ratio(self) -> float:
        return float(self.devicePixelRatioF())

    def _middle(self) -> Spot:
        view = self._view_size()
        return Spot(view.width / 2, view.height / 2)

    def _move(self, camera: Camera) -> None:
        if self._content is None:
            return
        self._held, self._held_from = 0.0, None
        before, self._camera = self._camera, camera.kept_over(self._content)
        self.viewChanged.emit(self._camera.view_box, self._camera.downsample)
        self._draw_moved(before)

    def _draw_moved(self, _before: Camera) -> None:
        """Draw again after a move of the camera."""
        self.update()

    def _zoom_to(self, scale: float, spot: Spot, *, animated: bool) -> None:
        """Zoom so that what is under `spot` stays there."""
        if self._content is None:
            return
        self._fitted = False
        scale = scale_limits(self._content, self._view_size()).clamp(scale)
        self._zoom.stop()
        self._anchor = (self._camera.to_l0(spot), spot)
        if not animated:
            self._move(self._camera.anchored(scale, *self._anchor))
            return
        self._zoom.setStartValue(math.log(self._camera.scale))
        self._zoom.setEndValue(math.log(scale))
        self._zoom.start()

    def _zoom_step(self, log_scale: float) -> None:
        # Qt calls this from setStartValue and setEndValue too, before the zoom has begun.
        if self._zoom.state() == QVariantAnimation.State.Running:
            self._move(self._camera.anchored(math.exp(log_scale), *self._anchor))

    # Qt's side of it

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle, or everything in sight.

        Where something above or below took room or gave it back, as a message does, what is on
        screen stays where it is: a click that was under way hits what it was meant for.
        """
        super().resizeEvent(event)
        moved, less = self._middle_moved(event), event.size().height() < event.oldSize().height()
        if self._fitted and not (moved > 0 and less):
            self.zoom_fit()  # where a message left, everything has its room again
            return
        self._zoom.stop()
        held, middle = self._held + moved, self._held_from or self._camera.center
        camera = replace(
            self._camera, center=middle, view=self._view_size(), pixel_ratio=self._ratio()
        )
        self._move(camera.panned(*self._turn.way_to_view(0, held)) if held else camera)
        if held:
            self._held, self._held_from = held, middle

    def _middle_moved(self, event: QResizeEvent) -> float:
        """How far down the middle went in a window that stayed as it is; 0 where it didn't.

        A view that became wider or narrower isn't the same view any more: another stands beside it.
        """
        window = self.window()
        before, self._stood = self._stood, (self.mapTo(window, QPoint(0, 0)).y(), window.size())
        same = event.oldSize().width() == event.size().width() and before[1] == window.size()
        if not self.stays_put or not same:
            return 0.0
        grown = event.size().height() - event.oldSize().height()
        return self._stood[0] - before[0] + grown / 2

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size and pixel ratio of the screen it is shown on."""
        super().showEvent(event)
        if self._fitted:
            self.zoom_fit()
