"""Hold H anywhere in the window to see the bare tissue; tap it to toggle the overlays."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
)

from app.viewer.slide_view import SlideView

_KINDS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_PRESSES = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)  # a command's key comes as the last
TYPING = (QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit)


class Peek(QObject):
    """Hands the key H to the slide view, whichever part of the window has the keyboard."""

    def __init__(self, window: QMainWindow, view: SlideView) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.installEventFilter(self)
            app.focusChanged.connect(view.stop_holding)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Redirect H unless somebody types; any other key says that H isn't held any more."""
        if event.type() == QEvent.Type.WindowDeactivate and watched is self._window:
            self._view.stop_holding()
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() in _PRESSES and event.key() != Qt.Key.Key_H:
            self._view.stop_holding()
        return event.type() in _KINDS and self._redirect(watched, event)

    def _redirect(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_H or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        focus = QApplication.focusWidget()
        if focus is None or focus is self._view or watched is not focus:
            return False
        if isinstance(focus, TYPING) or focus.window() is not self._window:
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._view.keyPressEvent(event)
        else:
            self._view.keyReleaseEvent(event)
        return True
