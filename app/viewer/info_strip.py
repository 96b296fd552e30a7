"""Scale bar, objective and pixel size, in one small plate that is legible on any tissue."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.rendering.pixmaps import clear_pixmap
from app.translation import say
from app.viewer.magnification import bar_length, power_at, power_text
from app.viewer.plate import ALERT, FAINT, MARGIN, TEXT, bold_width, paint_plate, write
from medcls_core.images.source import ImageSource, PixelSizeOrigin
from medcls_core.language import percent

MOST_BAR_PX = 140.0
_BEYOND = QColor(255, 96, 88)
_GAP = 14.0


class InfoStrip(QWidget):
    """Draws the plate in the lower left corner of a slide view; the mouse passes through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bar_px = 0.0
        self._bar_column = 0.0
        self._bar_text = ""
        self._power_text = ""
        self._size_text = ""
        self._size_known = True
        self._note = ""
        self._beyond_scan = False
        self._drawn: QPixmap | None = None

    @property
    def texts(self) -> tuple[str, str, str]:
        """What is written: scale bar, objective, pixel size."""
        return self._bar_text, self._power_text, self._size_text

    @property
    def note(self) -> str:
        """The warning written last, empty when there is none."""
        return self._note

    @property
    def is_beyond_scan(self) -> bool:
        """Whether the picture is magnified beyond the scan, so that the bar is red."""
        return self._beyond_scan

    def show_scale(self, source: ImageSource, scale: float) -> None:
        """Tell about `source` at `scale` view pixels per level-0 pixel."""
        self._beyond_scan = scale > 1.005  # noqa: PLR2004  (1:1 within rounding)
        self._set_bar(source, scale)
        self._power_text = self._power(source, scale)
        self._size_text = self._pixel_size(source)
        self._size_known = source.pixel_size is not None
        self._redraw()

    def show_adjusted(self, adjusted: bool) -> None:  # noqa: FBT001  (Qt's setters do so)
        """Warn that brightness, contrast or gamma aren't as scanned."""
        self._note = self.tr("levels adjusted") if adjusted else ""
        self._redraw()

    def _set_bar(self, source: ImageSource, scale: float) -> None:
        if source.pixel_size is None:
            length = max(1.0, bar_length(1 / scale, MOST_BAR_PX))
            self._bar_px = length * scale
            self._bar_text = self.tr("%1 px").replace("%1", f"{length:g}")
            return
        per_px = source.pixel_size.mpp / scale
        length_um = bar_length(per_px, MOST_BAR_PX)
        self._bar_px = length_um / per_px
        self._bar_text = _length_text(length_um)

    def _power(self, source: ImageSource, scale: float) -> str:
        power = power_at(source, scale)
        if power is None:
            return say(percent(scale))
        text = power_text(power)
        return text if source.pixel_size else self.tr("%1 nominal").replace("%1", text)

    def _pixel_size(self, source: ImageSource) -> str:
        if source.pixel_size is None:
            return self.tr("pixel size unknown")
        said = (
            self.tr("given by reader")
            if source.pixel_size.origin is PixelSizeOrigin.USER
            else self.tr("from file")
        )
        return f"{source.pixel_size.mpp:.4g} \u00b5m/px \u00b7 {said}"

    def _redraw(self) -> None:
        self._drawn = None
        self._resize()
        self.update()

    def _resize(self) -> None:
        text = QFontMetricsF(self.font())
        bar = max(self._bar_px, text.horizontalAdvance(self._bar_text))
        self._bar_column = bar
        width = 2 * MARGIN + bar + 2 * _GAP + bold_width(self.font(), self._power_text)
        width += text.horizontalAdvance(self._size_text)
        width += _GAP + text.horizontalAdvance(self._note) if self._note else 0
        self.setFixedSize(round(width + 1), round(text.height() + 16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The plate as it was drawn last: it changes with the scale, not while the reader pans."""
        if self._bar_text:
            self._drawn = self._drawn or self._draw()
            QPainter(self).drawPixmap(0, 0, self._drawn)

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may have finer pixels, and the font may change."""
        if event.type() in {QEvent.Type.DevicePixelRatioChange, QEvent.Type.FontChange}:
            self._redraw()
        super().changeEvent(event)

    def _draw(self) -> QPixmap:
        """Plate, bar with its length above, objective, pixel size and where it comes from."""
        drawn = clear_pixmap(self.size(), self.devicePixelRatioF())
        painter = QPainter(drawn)
        paint_plate(painter, self.rect())
        self._paint_bar(painter)
        x = MARGIN + self._bar_column + _GAP
        x = write(painter, self.rect(), x, self._power_text, TEXT, bold=True) + _GAP
        x = (
            write(painter, self.rect(), x, self._size_text, FAINT if self._size_known else ALERT)
            + _GAP
        )
        write(painter, self.rect(), x, self._note, ALERT)
        painter.end()
        return drawn

    def _paint_bar(self, painter: QPainter) -> None:
        color = _BEYOND if self._beyond_scan else TEXT
        base = self.height() - 8.5
        left, right = MARGIN, MARGIN + self._bar_px
        painter.setPen(QPen(color, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(left, base), QPointF(right, base))
        for end in (left + 1, right - 1):
            painter.drawLine(QPointF(end, base - 4), QPointF(end, base + 4))
        place = QRectF(left, 2, self._bar_column, base - 5)
        painter.setFont(self.font())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._bar_text)


def _length_text(length_um: float) -> str:
    if length_um >= 1000:  # noqa: PLR2004  (a millimetre)
        return f"{length_um / 1000:g} mm"
    return f"{length_um:g} \u00b5m"
