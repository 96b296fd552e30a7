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

TYPING = (QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit)


class Peek(QObject):
    """Hands the key H to the slide view, whichever part of the window has the keyboard."""

    def __init__(self, window: QMainWindow, view: SlideView) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Redirect H unless somebody types."""
        kinds = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return False
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
