"""All drawing tools, and which one is in hand."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from app.jobs import Runner
from app.state import Sources, ToolKind
from app.viewer.camera import Camera, Spot
from app.viewer.marks import FindingMark
from app.viewer.tools.brushes import BrushTool
from app.viewer.tools.drawing import FreehandTool, PolygonTool, SplitTool
from app.viewer.tools.grips import encloses
from app.viewer.tools.placing import CellTool, PointTool
from app.viewer.tools.ruler import RulerTool
from app.viewer.tools.select import SelectTool
from app.viewer.tools.tool import Drawn, Tool
from app.viewer.tools.wand_tool import WandTool
from medcls_core.geometry import Point

if TYPE_CHECKING:
    from medcls_core.images.source import ImageSource


class ToolBox(Drawn):
    """Makes the tools and tells them what they need to know.

    Signals (beside those of `Drawn`):
        brush_sized: (float) diameter of brush and eraser in view pixels.
        read_failed: a `MedclsError`, when the wand can't read the image.
    """

    brush_sized = Signal(float)
    read_failed = Signal(object)

    def __init__(
        self,
        runner: Runner,
        sources: Sources,
        mark_at: Callable[[Camera, Spot], FindingMark | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._chosen: FindingMark | None = None
        self.select = SelectTool(self, mark_at)
        self.cell = CellTool(self)
        self.wand = WandTool(self, runner, sources, self.read_failed.emit)
        self.brush, self.eraser = self._brush(erases=False), self._brush(erases=True)
        self._tools: dict[ToolKind, Tool] = {
            ToolKind.SELECT: self.select,
            ToolKind.POINT: PointTool(self),
            ToolKind.CELL: self.cell,
            ToolKind.POLYGON: PolygonTool(self),
            ToolKind.FREEHAND: FreehandTool(self),
            ToolKind.BRUSH: self.brush,
            ToolKind.ERASER: self.eraser,
            ToolKind.WAND: self.wand,
            ToolKind.SPLIT: SplitTool(self),
            ToolKind.RULER: RulerTool(self),
        }

    def tool(self, kind: ToolKind) -> Tool:
        """The tool of a kind."""
        return self._tools[kind]

    def set_source(self, source: "ImageSource | None") -> None:
        """Another image is open; what was begun is forgotten."""
        self.wand.source = source
        known = None if source is None else source.pixel_size
        for tool in self._tools.values():
            tool.mpp = None if known is None else known.mpp
            tool.give_up()

    def set_chosen(self, mark: FindingMark | None) -> None:
        """The finding that is changed by drawing."""
        self._chosen = mark
        self.select.chosen = mark

    def set_ink(self, color: str) -> None:
        """The colour of the class in hand, as #RRGGBB."""
        for tool in self._tools.values():
            tool.ink = QColor(color)

    def _brush(self, *, erases: bool) -> BrushTool:
        return BrushTool(self, erases=erases, inside=self._inside, sized=self._size_brush)

    def _inside(self, place: Point) -> bool:
        mark = self._chosen
        if mark is None or mark.locked or mark.outline.is_point:
            return False
        return encloses(mark.outline, place)

    def _size_brush(self, diameter_px: float) -> None:
        self.brush.diameter_px = self.eraser.diameter_px = diameter_px
        self.brush_sized.emit(diameter_px)
