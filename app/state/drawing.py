"""Which drawing tool is in hand, what it makes, and what is chosen beside the selected finding."""

from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QObject, Signal


class ToolKind(StrEnum):
    """The tools, one of which is in hand at a time."""

    SELECT = "select"
    POINT = "point"
    CELL = "cell"
    POLYGON = "polygon"
    FREEHAND = "freehand"
    BRUSH = "brush"
    ERASER = "eraser"
    WAND = "wand"
    SPLIT = "split"
    RULER = "ruler"


MAKING = frozenset(ToolKind) - {
    ToolKind.SELECT,
    ToolKind.ERASER,
    ToolKind.SPLIT,
    ToolKind.RULER,
}
"""Tools that make findings, of the class in hand."""


class Mode(StrEnum):
    """What a drawn area is for: a finding of its own, or a change of the chosen outline."""

    NEW = "new"
    ADD = "add"
    SUBTRACT = "subtract"


class Drawing(QObject):
    """The tool in hand, the class in hand, and the findings chosen beside the selected one.

    Signals:
        tool_changed: (ToolKind | None) another tool is in hand; None: the mouse moves the picture.
        class_changed: (str) key of the class that new findings get.
        also_changed: other findings are chosen beside the selected one.
    """

    tool_changed = Signal(object)
    class_changed = Signal(str)
    also_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool: ToolKind | None = None
        self._class_key = ""
        self._also: tuple[UUID, ...] = ()

    @property
    def tool(self) -> ToolKind | None:
        """The tool in hand."""
        return self._tool

    @property
    def class_key(self) -> str:
        """Key of the class that new findings get; empty before one is known."""
        return self._class_key

    @property
    def also(self) -> tuple[UUID, ...]:
        """The findings chosen beside the selected one, in the order of choosing."""
        return self._also

    @property
    def makes(self) -> bool:
        """Whether the tool in hand makes findings, so that a digit is the class of the next."""
        return self._tool in MAKING

    def take(self, tool: ToolKind | None) -> None:
        """Take another tool in hand, or put it down."""
        if tool != self._tool:
            self._tool = tool
            self.tool_changed.emit(tool)

    def choose_class(self, class_key: str) -> None:
        """The class of the next findings."""
        if class_key != self._class_key:
            self._class_key = class_key
            self.class_changed.emit(class_key)

    def choose_also(self, findings: tuple[UUID, ...]) -> None:
        """Choose these beside the selected one, and no others."""
        if findings != self._also:
            self._also = findings
            self.also_changed.emit()
