"""Slide or gallery: two halves of one button."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.commands import gallery
from app.context import AppContext
from app.icons import icon
from app.theme import GRID

ICON_PX = 18


class PageSwitch(QWidget):
    """Says which page is in view, and brings the other."""

    def __init__(self, context: AppContext, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gallery = context.gallery
        self._action = action
        self._slide, self._tiles = _half("left"), _half("right")
        self._slide.clicked.connect(lambda: gallery.show_gallery(context, shown=False))
        self._tiles.clicked.connect(lambda: gallery.show_gallery(context, shown=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID // 2, 0, GRID // 2, 0)
        row.setSpacing(0)
        row.addWidget(self._slide)
        row.addWidget(self._tiles)
        context.gallery.open_changed.connect(self._show)
        action.changed.connect(self.retranslate)
        self.retranslate()
        self._show()

    def retranslate(self) -> None:
        """Set every text and icon again."""
        self._slide.setText(self.tr("Slide"))
        self._tiles.setText(self.tr("Gallery"))
        self._slide.setIcon(icon("image"))
        self._tiles.setIcon(icon("gallery"))
        for half in (self._slide, self._tiles):
            half.setToolTip(self._action.toolTip())
            half.setIconSize(QSize(ICON_PX, ICON_PX))

    def _show(self) -> None:
        self._slide.setChecked(not self._gallery.is_open)
        self._tiles.setChecked(self._gallery.is_open)


def _half(side: str) -> QToolButton:
    half = QToolButton()
    half.setCheckable(True)
    half.setToolButtonStyle(half.toolButtonStyle().ToolButtonTextBesideIcon)
    half.setProperty("half", side)
    return half
