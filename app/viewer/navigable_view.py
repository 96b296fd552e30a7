"""A view that a reader walks through by wheel, drag and keys, with or without a tool in hand."""

# ruff: noqa: N815  (signals are named the way Qt names them)
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.viewer.camera_view import CameraView
from app.viewer.tools.tool import Tool, Touch

NOTCH = 1.25
"""Zoom of one wheel notch; with Shift the fourth part of it."""

KEY_STEP_PX = 64
_NOTCH_UNITS = 120
_SWIPE_PX = 220.0
"""Pixels of a two-finger swipe that double the scale."""

_PAN_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class NavigableView(CameraView):
    """Moves the camera as the reader asks, and tells a tool in hand of the mouse.

    Signals (beside those of `CameraView`):
        cursorMoved: the level-0 `Point` under the cursor, None when it left.
        clicked: the `Spot` in the camera's view of a click that was no drag, with no tool in hand.
    """

    cursorMoved = Signal(object)
    clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._dragging = False
        self._space = False
        self._tool: Tool | None = None
        self._drawing = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_tool(self, tool: Tool | None) -> None:
        """Take a drawing tool in hand, which is told of the mouse; None puts it down."""
        if self._tool is not None:
            self._tool.give_up()
            self._tool.hover(None)
        self._tool, self._drawing = tool, False
        self._show_cursor()
        self.update()

    @property
    def tool(self) -> Tool | None:
        """The drawing tool in hand."""
        return self._tool

    # Qt's side of it

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the cursor: smoothly by notches, directly by a touch pad."""
        spot = self._spot(event.position())
        swipe = event.pixelDelta().y()
        turned = event.angleDelta().y()
        if turned and self._tool is not None and self._tool.wheel(turned / _NOTCH_UNITS):
            event.accept()
            return
        if swipe and event.phase() != Qt.ScrollPhase.NoScrollPhase:
            self._zoom_to(self._camera.scale * 2 ** (swipe / _SWIPE_PX), spot, animated=False)
        elif turned:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            factor = NOTCH ** (turned / _NOTCH_UNITS * (0.25 if fine else 1.0))
            self._zoom_to(self.goal.scale * factor, spot, animated=True)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinching zooms about the fingers; keys that the tool wants are not a command's."""
        if isinstance(event, QKeyEvent) and self._tool_takes(event):
            event.accept()
            return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            spot = self._spot(event.position())
            self._zoom_to(self._camera.scale * (1 + event.value()), spot, animated=False)
            return True
        return super().event(event)

    def _tool_takes(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if self._tool is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if not self._tool.wants(key):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._tool.key(key)
        return event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}

    def _touch(self, event: QMouseEvent) -> Touch:
        held = event.modifiers()
        return Touch(
            self._spot(event.position()),
            self._camera,
            shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
            alt=bool(held & Qt.KeyboardModifier.AltModifier),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a click or a drag, of the content or of the tool in hand."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not self._space and self._content is not None and self._tool is not None:
            self._drawing = self._tool.press(self._touch(event))
            if self._drawing:
                return
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = event.position()
            self._dragging = event.button() == Qt.MouseButton.MiddleButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the content, and say what is under the cursor."""
        spot = event.position()
        if self._tool is not None and self._content is not None:
            if self._drawing:
                self._tool.drag(self._touch(event))
            elif not self._dragging:
                self._tool.hover(self._touch(event))
        if self._pressed is not None:
            moved = spot - self._pressed
            if moved.manhattanLength() >= QApplication.startDragDistance():
                self._dragging = True
            if self._dragging:
                self._pressed = spot
                self.pan(-moved.x(), -moved.y())
        self._show_cursor()
        if self._content is not None:
            self.cursorMoved.emit(self._camera.to_l0(self._spot(spot)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or report a click."""
        if self._drawing and event.button() == Qt.MouseButton.LeftButton:
            self._drawing = False
            if self._tool is not None:
                self._tool.release(self._touch(event))
            return
        click = self._pressed is not None and not self._dragging
        self._pressed, self._dragging = None, False
        self._show_cursor()
        if not click or event.button() != Qt.MouseButton.LeftButton or self._space:
            return
        if self._tool is not None and self._content is not None:
            self._tool.click(self._touch(event))
        else:
            self.clicked.emit(self._spot(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The tool's double click; else it is a press like the first."""
        left = event.button() == Qt.MouseButton.LeftButton and not self._space
        if left and self._tool is not None and self._tool.double_click(self._touch(event)):
            return
        self.mousePressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show which cursor a drag would have."""
        super().enterEvent(event)
        self._show_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the cursor any more."""
        super().leaveEvent(event)
        self.cursorMoved.emit(None)
        if self._tool is not None:
            self._tool.hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan (Shift: half a screen), Space pans by dragging; the rest are commands."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _PAN_KEYS:
            self._pan_by_key(key, half=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key held while the focus goes never reports its release."""
        super().focusOutEvent(event)
        self._space = False

    def _pan_by_key(self, key: Qt.Key, *, half: bool) -> None:
        right, down = _PAN_KEYS[key]
        across, along = (self.width() / 2, self.height() / 2) if half else (KEY_STEP_PX,) * 2
        self.pan(right * across, down * along)

    def _show_cursor(self) -> None:
        if self._dragging:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._tool is not None:
            self.setCursor(self._tool.cursor)
        else:
            self.unsetCursor()
