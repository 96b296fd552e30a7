"""The little pictures that tell classes apart: shape and colour together."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.rendering.pixmaps import clear_pixmap
from app.viewer.marks import SYMBOLS, symbol_path
from medcls_core.tasks import Task


def symbol_of(task: Task, class_key: str) -> str:
    """Shape of a class: its place in the task decides, so it is the same everywhere."""
    keys = [label.key for label in task.classes]
    return SYMBOLS[keys.index(class_key) % len(SYMBOLS)]


def color_of(task: Task, class_key: str) -> str:
    """Colour of a class as #RRGGBB."""
    return task.class_label(class_key).color


def symbol_pixmap(task: Task, class_key: str, size: int, ratio: float) -> QPixmap:
    """The class's shape in its colour, `size` logical pixels wide."""
    canvas = clear_pixmap(QSize(size, size), ratio)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QPointF(size / 2, size / 2))
    ink = QColor(color_of(task, class_key))
    fill = QColor(ink)
    fill.setAlpha(70)
    painter.setPen(QPen(ink, 1.75))
    painter.setBrush(fill)
    painter.drawPath(symbol_path(symbol_of(task, class_key), size / 2 - 2))
    painter.end()
    return canvas
