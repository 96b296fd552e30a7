"""What lies over the tissue, heatmaps and findings, and whether it is shown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.viewer.camera import Camera, Spot
from app.viewer.field_circle import draw_field
from app.viewer.heat_layer import DEFAULT_OPACITY, HeatLayer
from app.viewer.mark_layer import MarkLayer, MarkLook
from app.viewer.marks import FindingMark
from app.viewer.view_rects import point_to_view
from medcls_core.explain.evidence import Evidence, EvidenceMethod

if TYPE_CHECKING:  # this loads scipy
    from medcls_core.quantify.hot_spot import Circle

HALF, FULL = DEFAULT_OPACITY, 0.9
"""The opacities that one key steps through, after none; full still lets the nuclei be seen."""


class Overlays:
    """Both layers with their switches, and a round field that is drawn with the findings."""

    def __init__(self) -> None:
        self.heat = HeatLayer()
        self.marks = MarkLayer()
        self.marks_visible = True
        self.hidden = False
        self.field: Circle | None = None
        self._evidences: tuple[Evidence, ...] = ()

    def set_evidences(self, evidences: Sequence[Evidence]) -> None:
        """The heatmaps, the last on top."""
        self._evidences = tuple(evidences)
        self.heat.set_evidences(evidences)

    @property
    def shown_method(self) -> EvidenceMethod | None:
        """How the topmost heatmap in sight of the reader was made; None when none is shown."""
        if self.hidden or self.heat.opacity <= 0 or not self._evidences:
            return None
        return self._evidences[-1].method

    @property
    def marks_shown(self) -> bool:
        """Whether findings are drawn and answer to clicks."""
        return self.marks_visible and not self.hidden

    def paint_heat(self, painter: QPainter, camera: Camera) -> None:
        """Draw the heatmaps, if shown."""
        if not self.hidden:
            self.heat.paint(painter, camera)

    def paint_marks(self, painter: QPainter, camera: Camera, areas: Sequence[QRectF]) -> None:
        """Draw the findings in some areas of the view, and the field around some, if shown."""
        if self.marks_shown:
            self.marks.paint(painter, camera, areas)
            if self.field is not None:
                reach = self.field.radius_l0 * camera.scale
                draw_field(painter, point_to_view(camera, self.field.center), reach, reach)

    def look(self, camera: Camera) -> MarkLook | None:
        """In which way the findings are drawn that a camera sees; None if they aren't."""
        return self.marks.look(camera) if self.marks_shown else None

    def at(self, camera: Camera, spot: Spot) -> FindingMark | None:
        """The finding under a place of the view, if findings are shown."""
        return self.marks.at(camera, spot) if self.marks_shown else None
