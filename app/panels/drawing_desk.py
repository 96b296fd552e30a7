"""The drawing tools wired to the slide view, the state and the commands."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.commands import draw
from app.commands.marks import cell_side_l0
from app.context import AppContext
from app.panels.marks import UNCLASSED, mark_of
from app.panels.symbols import color_of
from app.panels.tool_strip import ToolStrip
from app.state import OpenImage, ToolKind
from app.translation import say
from app.viewer.slide_view import SlideView
from app.viewer.tools.tool_box import ToolBox

_BRUSHES = frozenset({ToolKind.BRUSH, ToolKind.ERASER})


class DrawingDesk(QObject):
    """Hands the chosen tool to the view, and what was drawn to the commands."""

    def __init__(self, context: AppContext, view: SlideView, strip: ToolStrip) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._strip = strip
        self.tools = ToolBox(context.runner, context.sources, view.mark_at, self)
        self._connect_tools(context)
        context.drawing.tool_changed.connect(self._take)
        context.drawing.class_changed.connect(self._show_class)
        context.drawing.also_changed.connect(self.show_chosen)
        context.images.current_changed.connect(self._begin)
        context.review.items_changed.connect(self._measure_cell)

    def _connect_tools(self, context: AppContext) -> None:
        tools = self.tools
        tools.placed.connect(lambda point: draw.place(context, point))
        tools.enclosed.connect(lambda pieces, mode: draw.enclose(context, pieces, mode))
        tools.parted.connect(lambda line: draw.part(context, line))
        tools.reshaped.connect(lambda finding, outline: draw.reshape(context, finding, outline))
        tools.picked.connect(lambda finding, beside: draw.pick(context, finding, beside=beside))
        tools.repaint.connect(self._view.update)
        tools.brush_sized.connect(self._strip.show_size)
        tools.read_failed.connect(context.messages.error)

    def show_chosen(self) -> None:
        """What is chosen has changed, or how it is drawn."""
        review, outlines = self._context.review, self._context.outlines
        item = review.selected
        self.tools.set_chosen(None if item is None else mark_of(item, review, outlines))
        also = self._context.drawing.also
        self._view.set_selected(None if item is None else item.finding.uuid, also)

    def say_tool(self) -> None:
        """Say in the corner which tool is in hand and how it works."""
        tool = self._context.drawing.tool
        self._view.set_tool_hint("" if tool is None else self._hints()[tool]())

    def _take(self, tool: ToolKind | None) -> None:
        self._view.set_tool(None if tool is None else self.tools.tool(tool))
        self._strip.show_size(self.tools.brush.diameter_px if tool in _BRUSHES else None)
        if tool is None:
            self._context.drawing.choose_also(())
        self._measure_cell()
        self.say_tool()

    def _begin(self, image: OpenImage | None) -> None:
        self.tools.set_source(None if image is None else image.source)
        self._context.drawing.choose_also(())
        self._measure_cell()

    def _measure_cell(self) -> None:
        self.tools.cell.side_l0 = cell_side_l0(self._context)

    def _show_class(self) -> None:
        task, key = self._context.review.task, self._context.drawing.class_key
        known = any(label.key == key for label in task.classes)
        self.tools.set_ink(color_of(task, key) if known else UNCLASSED)
        self.say_tool()
        self._view.update()

    def _class_name(self) -> str:
        key = self._context.drawing.class_key
        known = [each for each in self._context.review.task.classes if each.key == key]
        return say(known[0].name) if known else "-"

    def _hints(self) -> dict[ToolKind, Callable[[], str]]:
        def named(text: str) -> Callable[[], str]:
            return lambda: text.format(name=self._class_name())

        return {
            ToolKind.SELECT: named(
                self.tr("Select: a click chooses, Shift several; drag to move, pull the grips")
            ),
            ToolKind.POINT: named(self.tr("Marking: {name} · a click marks, Esc ends")),
            ToolKind.CELL: named(self.tr("Cell: {name} · a click is a cell, Esc ends")),
            ToolKind.POLYGON: named(
                self.tr("Polygon: {name} · Enter closes, Backspace takes a corner back")
            ),
            ToolKind.FREEHAND: named(self.tr("Freehand: {name} · draw around it")),
            ToolKind.BRUSH: named(self.tr("Brush: {name} · [ ] size, Shift adds, Alt takes away")),
            ToolKind.ERASER: named(self.tr("Eraser: takes from what is chosen · [ ] size")),
            ToolKind.WAND: named(self.tr("Wand: {name} · press, drag until it fits, let go")),
            ToolKind.SPLIT: named(self.tr("Split: draw a line through what is chosen")),
            ToolKind.RULER: named(
                self.tr("Ruler: press, drag, let go; nothing is kept, Esc takes it away")
            ),
        }
