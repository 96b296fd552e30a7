"""The small things in the corners of a slide view, and where they stand."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

from app.viewer.camera import Camera
from app.viewer.corner_note import CornerNote
from app.viewer.heat_legend import HeatLegend
from app.viewer.info_strip import InfoStrip
from app.viewer.overlays import Overlays
from app.viewer.overview_map import OverviewMap
from app.viewer.view_rects import whole_box
from medcls_core.images.source import ImageSource

INSET = 12
_GAP = 6


class Furniture:
    """Map (lower right), scale and pixel size (lower left), heat legend above, notes on top."""

    def __init__(self, view: QWidget, overlays: Overlays) -> None:
        self._view = view
        self._overlays = overlays
        self._told: float | None = None
        self.map = OverviewMap(view)
        self.strip = InfoStrip(view)
        self.legend = HeatLegend(view, overlays.heat.color_map)
        self.note = CornerNote(view)
        self.set_source(None)

    def set_source(self, source: ImageSource | None) -> None:
        """Begin another image; nothing is shown without one."""
        self._source = source
        self._told = None
        self.map.hide()
        self.legend.hide()
        self.strip.setVisible(source is not None)
        if source is not None:
            self.map.set_image(source.size_l0)

    def follow(self, camera: Camera) -> None:
        """The camera moved."""
        if self._source is None:
            return
        if camera.scale != self._told:
            self._told = camera.scale
            self.strip.show_scale(self._source, camera.scale)
        self.map.set_sight(camera.view_box)
        # With everything in sight the map would only hide a corner of it, unless it tells more.
        whole = whole_box(self._source.size_l0)
        inside = camera.view_box.intersection(whole) != whole
        self.map.setVisible(inside or self.map.is_veiled)
        self.lay_out()

    def retell(self) -> None:
        """Say everything again when it is next asked for: in another language."""
        self._told = None

    def stay(self, way: QPoint) -> None:
        """The view was pushed along, and it with it: draw it, and what was under it, again."""
        everything = (self.map, self.strip, self.legend, self.note)
        parts = [part for part in everything if part.isVisible()]
        covered = QRegion()
        for part in parts:
            covered += part.geometry()
        # Under the map nothing is seen, so that the view needn't draw there.
        hidden = QRegion(self.map.geometry()) if self.map in parts else QRegion()
        self._view.update((covered + covered.translated(way)) - hidden)
        self.map.update()

    def tell_heat(self) -> None:
        """Heatmaps or their opacity changed."""
        method = self._overlays.shown_method
        self.legend.setVisible(method is not None and self._source is not None)
        if method is not None:
            self.legend.show_heat(method, self._overlays.heat.opacity)
        self.lay_out()

    def lay_out(self) -> None:
        """Put everything into its corner."""
        size: QSize = self._view.size()
        self.note.move(INSET, INSET)
        bottom = size.height() - INSET
        self.strip.move(INSET, bottom - self.strip.height())
        self.legend.move(INSET, bottom - self.strip.height() - _GAP - self.legend.height())
        self.map.move(size.width() - INSET - self.map.width(), bottom - self.map.height())
