"""A button with its key drawn as a keycap at the right edge."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.icons import pixmap
from app.theme import GRID, colors

ICON_PX = 16


class KeyButton(QPushButton):
    """Icon, text, keycap; reached by Tab, while a click leaves the keyboard where it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._icon.setVisible(bool(icon_name))
        if icon_name:
            ink = colors().on_accent if self.property("role") == "primary" else colors().muted
            picture = pixmap(icon_name, round(ICON_PX * self.devicePixelRatioF()), ink)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._icon.setPixmap(picture)

    def sizeHint(self) -> QSize:
        """As wide as its parts."""
        row = self.layout()
        size = QSize() if row is None else row.sizeHint()
        return size.expandedTo(QSize(10 * GRID, 4 * GRID - 2))

    def minimumSizeHint(self) -> QSize:
        """As wide as its parts."""
        return self.sizeHint()
