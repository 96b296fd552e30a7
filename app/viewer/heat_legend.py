"""Says what the colours over the tissue mean: which method, and the colours from 0 to 1."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.rendering.colormaps import ColorMap, colour_bar
from app.translation import say
from app.viewer.method_names import method_name
from app.viewer.plate import FAINT, MARGIN, TEXT, paint_plate, write
from medcls_core.explain.evidence import EvidenceMethod
from medcls_core.language import percent

BAR_PX = 110
_BAR_HEIGHT = 9
_GAP = 7.0


class HeatLegend(QWidget):
    """A small plate in a corner of the slide view; the mouse passes through."""

    def __init__(self, parent: QWidget, color_map: ColorMap) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bar: QImage = colour_bar(BAR_PX, 1, color_map)
        self._name = ""
        self._opacity_text = ""

    @property
    def text(self) -> str:
        """What is written: method and opacity."""
        return f"{self._name} {self._opacity_text}"

    def show_heat(self, method: EvidenceMethod, opacity: float) -> None:
        """Tell about heatmaps made by `method`, shown at `opacity` (0 to 1)."""
        self._name = method_name(method)
        self._opacity_text = say(percent(opacity))
        metrics = QFontMetricsF(self.font())
        words = (self._name, "0", "1", self._opacity_text)
        width = 2 * MARGIN + BAR_PX + sum(map(metrics.horizontalAdvance, words)) + 5 * _GAP
        self.setFixedSize(round(width + 1), round(metrics.height() + 10))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, bar between 0 and 1, opacity."""
        painter = QPainter(self)
        paint_plate(painter, self.rect())
        x = write(painter, self.rect(), MARGIN, self._name, TEXT) + 1.5 * _GAP
        x = write(painter, self.rect(), x, "0", FAINT) + 0.7 * _GAP
        corner = QPointF(x, (self.height() - _BAR_HEIGHT) / 2)
        bar = QRectF(corner.x(), corner.y(), BAR_PX, _BAR_HEIGHT)
        painter.drawImage(bar, self._bar, QRectF(self._bar.rect()))
        x = write(painter, self.rect(), x + BAR_PX + 0.7 * _GAP, "1", FAINT) + 1.5 * _GAP
        write(painter, self.rect(), x, self._opacity_text, FAINT)
