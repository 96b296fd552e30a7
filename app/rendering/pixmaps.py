"""Pictures that the window draws once and shows often."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap


def clear_pixmap(size: QSize, ratio: float) -> QPixmap:
    """A transparent picture of `size` logical pixels, sharp on a screen of `ratio`."""
    picture = QPixmap((size.toSizeF() * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture
