"""What an empty panel shows: a picture, what to do, and how."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.icons import pixmap
from app.panels.panel import label
from app.theme import GRID, colors


class EmptyState(QWidget):
    """An icon over a title and a line that teaches."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = QLabel()
        self._title = label("title", wrap=True)
        self._hint = label("muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addStretch()
        for widget in (self._icon, self._title, self._hint):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addStretch()
        self.refresh_icon()

    def say(self, title: str, hint: str) -> None:
        """Set both texts."""
        self._title.setText(title)
        self._hint.setText(hint)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)

    def refresh_icon(self) -> None:
        """Draw the icon in the theme's colours again."""
        ratio = self.devicePixelRatioF()
        picture = pixmap(self._icon_name, round(32 * ratio), colors().disabled)
        picture.setDevicePixelRatio(ratio)
        self._icon.setPixmap(picture)
