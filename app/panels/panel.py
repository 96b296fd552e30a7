"""What every panel is: a framed widget that speaks the language that is on."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from app.theme import GRID


class Panel(QWidget):
    """A widget that is told when the language changed.

    A child sets every text in `retranslate`, calls it at the end of its constructor, and names
    itself in `title`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)

    def title(self) -> str:
        """Name on the dock, in the language that is on."""
        return ""

    def retranslate(self) -> None:
        """Set every text again."""

    def take_keys(self) -> None:
        """Give the keys to the part of the panel that is worked with."""
        self.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Dock(QDockWidget):
    """A panel that can be moved, floated, tabbed and hidden.

    Signals:
        outgrown: a panel that scrolls wants another height.

    Args:
        name: by which its place is remembered.
        panel: what it holds.
        parent: the window.
        scrolls: a high panel gets a scroll bar, so that a low screen can hold the window.
    """

    outgrown = Signal()

    def __init__(
        self, name: str, panel: Panel, parent: QWidget | None = None, *, scrolls: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._panel = panel
        if scrolls:
            area = _scrolled(panel)
            area.grown.connect(self.outgrown)
            self.setWidget(area)
        else:
            self.setWidget(panel)
        self._name_it()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
        super().changeEvent(event)

    @property
    def lacking_px(self) -> int:
        """How much higher the panel would be if it had room for everything."""
        return max(0, self._panel.sizeHint().height() - self.widget().height())

    @property
    def idle_px(self) -> int:
        """How much of its height the panel has no use for; 0 where its content fills any."""
        return max(0, self.widget().height() - self._panel.sizeHint().height())

    def take_keys(self) -> None:
        """Come to the front, and give the keys to the panel."""
        self.show()
        self.raise_()
        self._panel.take_keys()

    def _name_it(self) -> None:
        self.setWindowTitle(self._panel.title())
        self.setAccessibleName(self._panel.title())


class _Scrolled(QScrollArea):
    """Scrolls up and down only, so it is never narrower than its panel, in any language.

    Signals:
        grown: the panel wants another height than before.
    """

    grown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wanted = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the panel when its texts have another width, and tell of another height."""
        panel = self.widget()
        if event.type() == QEvent.Type.LayoutRequest and panel is not None and watched is panel:
            self.setMinimumWidth(panel.minimumSizeHint().width())
            wanted = panel.sizeHint().height()
            if wanted != self._wanted:
                self._wanted = wanted
                self.grown.emit()
        return super().eventFilter(watched, event)


def _scrolled(panel: Panel) -> _Scrolled:
    area = _Scrolled()
    area.setWidget(panel)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumHeight(15 * GRID)
    area.setMinimumWidth(panel.minimumSizeHint().width())
    return area


def label(role: str = "", text: str = "", *, wrap: bool = False) -> QLabel:
    """A label in one of the stylesheet's roles: heading, title, muted, good, warning, error."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role of the stylesheet."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
