"""How the picture is held: quarter turns and mirroring, between the camera's view and the widget.

The camera and every layer know nothing of it: they draw into an upright view, which is turned as a
whole, and the widget's events are turned back before the camera sees them.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTransform

from app.viewer.camera import Spot
from medcls_core.geometry import Size

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """Clockwise quarter turns of the picture, mirrored left to right afterwards."""

    quarters: int = 0
    mirrored: bool = False

    @property
    def is_upright(self) -> bool:
        """Whether the picture is shown as it was scanned."""
        return self == Turn()

    def turned(self, quarters: int) -> "Turn":
        """Turned on, clockwise as the reader sees it."""
        return replace(self, quarters=(self.quarters + self._way(quarters)) % QUARTERS)

    def flipped(self) -> "Turn":
        """Mirrored left to right as the reader sees it."""
        return replace(self, mirrored=not self.mirrored)

    def view_size(self, widget: Size) -> Size:
        """The size of the camera's view in a widget of this size."""
        return Size(widget.height, widget.width) if self.quarters % 2 else widget

    def transform(self, widget: Size) -> QTransform:
        """From places in the camera's view to places in the widget, whole pixels on whole ones."""
        view = self.view_size(widget)
        made = QTransform()
        made.translate(widget.width / 2, widget.height / 2)
        if self.mirrored:
            made.scale(-1, 1)
        made.rotate(90 * self.quarters)
        made.translate(-view.width / 2, -view.height / 2)
        return made

    def to_view(self, place: QPointF, widget: Size) -> Spot:
        """Where a place of the widget lies in the camera's view."""
        back, _ = self.transform(widget).inverted()
        spot = back.map(place)
        return Spot(spot.x(), spot.y())

    def way_to_view(self, right: float, down: float) -> tuple[float, float]:
        """A way over the widget as a way over the camera's view."""
        way = self.to_view(QPointF(right, down), Size(0, 0))  # nothing but turn and mirror
        return way.x, way.y

    def _way(self, quarters: int) -> int:
        return -quarters if self.mirrored else quarters
