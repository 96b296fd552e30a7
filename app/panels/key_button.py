"""A button with its key drawn as a keycap at the right edge."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.icons import pixmap
from app.panels.panel import set_role
from app.theme import GRID, colors

ICON_PX = 16


class KeyButton(QPushButton):
    """Icon, text, keycap; reached by Tab, while a click leaves the keyboard where it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icon, self._text, self._key = QLabel(), QLabel(), QLabel()
        self._key.setObjectName("keycap")
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID // 2 + 2, GRID // 2)
        row.setSpacing(GRID // 2 + 2)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._key)
        for each in (self._icon, self._text, self._key):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def name(self, text: str, key: str, icon_name: str = "") -> None:
        """Set the text, its key and its icon."""
        self._text.setText(text)
        self._key.setText(key)
        self._key.setVisible(bool(key))
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({key})" if key else text)
        self._icon_name = icon_name
        self._dress()

    def _dress(self) -> None:
        """Give the parts the colours of the button's state; a stylesheet can't follow that."""
        primary = self.property("role") == "primary"
        role = "off" if not self.isEnabled() else "on-accent" if primary else ""
        set_role(self._text, role)
        set_role(self._key, role)
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            ink = {"off": colors().disabled, "on-accent": colors().on_accent}
            ratio = self.devicePixelRatioF()
            picture = pixmap(self._icon_name, round(ICON_PX * ratio), ink.get(role, colors().muted))
            picture.setDevicePixelRatio(ratio)
            self._icon.setPixmap(picture)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the state and the theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.EnabledChange, QEvent.Type.PaletteChange}:
            self._dress()

    def sizeHint(self) -> QSize:
        """As wide as its parts."""
        row = self.layout()
        size = QSize() if row is None else row.sizeHint()
        return size.expandedTo(QSize(10 * GRID, 4 * GRID - 2))

    def minimumSizeHint(self) -> QSize:
        """As wide as its parts."""
        return self.sizeHint()
