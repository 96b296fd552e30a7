"""Enter for lists: in the window it accepts the model's class, in a list it chooses the line."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


def keep_enter(widget: QWidget) -> None:
    """Let Enter go to `widget` while it has the keys, before any command of the window."""
    widget.installEventFilter(_EnterKey(widget))


class _EnterKey(QObject):
    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        """Claim Enter when Qt asks whether somebody wants it before the commands."""
        claimed = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        )
        if claimed:
            event.accept()
        return claimed
