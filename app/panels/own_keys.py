"""Keys that a list needs itself, though the window has commands for them."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
"""In the window it accepts the model's class, in a list it chooses the line."""

_PLAIN = frozenset(
    {
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
        Qt.KeyboardModifier.ShiftModifier,
    }
)


def keep_keys(widget: QWidget, keys: frozenset[Qt.Key] = ENTER) -> None:
    """Let `keys` go to `widget` while it has the focus, before any command of the window."""
    widget.installEventFilter(_OwnKeys(widget, keys))


class _OwnKeys(QObject):
    def __init__(self, widget: QWidget, keys: frozenset[Qt.Key]) -> None:
        super().__init__(widget)
        self._keys = keys

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        """Claim them when Qt asks whether somebody wants them before the commands."""
        claimed = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in self._keys
            and event.modifiers() in _PLAIN
        )
        if claimed:
            event.accept()
        return claimed
