"""The slim strip of drawing tools beside the slide."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.panels.panel import Panel, label
from app.theme import GRID

TOOLS = (
    *("select", "mark", "cell", "polygon", "freehand", "brush", "eraser", "wand", "split"),
    "ruler",
)
"""Commands that take a tool in hand, in the order of the strip."""

CHANGES = ("merge", "fill", "simplify", "lock", "delete")
"""Commands that change what is chosen."""

ICON_PX = 20


class ToolStrip(Panel):
    """A column of buttons; each is a command of the window, with its icon, tooltip and key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolStrip")
        self._tools = tools = QWidget()
        self._column = QVBoxLayout(tools)
        self._column.setContentsMargins(GRID // 2, GRID, GRID // 2, GRID)
        self._column.setSpacing(2)
        # On a low screen the tools scroll, so that they don't make the whole window higher.
        self._area = QScrollArea()
        self._area.setWidget(tools)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for ground in (tools, self._area.viewport()):
            ground.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self._size = label("muted")
        self._size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._size.hide()
        self._buttons: list[QToolButton] = []

    def fill(self, actions: dict[str, QAction]) -> None:
        """Show the window's actions."""
        for name in TOOLS:
            self._add(actions[name])
        self._column.addWidget(self._size)
        self._column.addWidget(_line())
        for name in CHANGES:
            self._add(actions[name])
        self._column.addStretch()
        bar = self._area.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(self._tools.minimumSizeHint().width() + bar)

    def show_size(self, diameter_px: float | None) -> None:
        """The brush's diameter under the tools; None while no brush is in hand."""
        self._size.setVisible(diameter_px is not None)
        if diameter_px is not None:
            self._size.setText(f"⌀ {diameter_px:.0f}")
            self._size.setToolTip(self.tr("Brush in screen pixels; [ and ] change it"))

    @property
    def size_label(self) -> QLabel:
        """Where the brush's diameter is said."""
        return self._size

    def _add(self, action: QAction) -> None:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons.append(button)
        self._column.addWidget(button)


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("stripLine")
    line.setFixedHeight(1)
    return line
