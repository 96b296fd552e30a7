"""What every panel is: a framed widget that speaks the language that is on."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QSizePolicy, QWidget


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

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Dock(QDockWidget):
    """A panel that can be moved, floated, tabbed and hidden."""

    def __init__(self, name: str, panel: Panel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWidget(panel)
        self._panel = panel
        self._name_it()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
        super().changeEvent(event)

    def _name_it(self) -> None:
        self.setWindowTitle(self._panel.title())
        self.setAccessibleName(self._panel.title())


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
