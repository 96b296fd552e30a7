"""Every message since the start, for whoever looked away."""

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.context import AppContext
from app.panels.panel import Panel
from app.state import Message, Tone

LINES_KEPT = 2000


class LogPanel(Panel):
    """Plain lines with their time; the newest at the end."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QPlainTextEdit()
        self._lines.setReadOnly(True)
        self._lines.setMaximumBlockCount(LINES_KEPT)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._lines)
        for message in context.messages.log:
            self._append(message)
        context.messages.posted.connect(self._append)
        self.retranslate()

    def title(self) -> str:
        """Name on the dock."""
        return self.tr("Log")

    def retranslate(self) -> None:
        """Set every text again."""
        self._lines.setPlaceholderText(self.tr("Messages are kept here until the window closes."))
        self._lines.setAccessibleName(self.tr("Log"))

    def _append(self, message: Message) -> None:
        when = message.time.astimezone().strftime("%H:%M:%S")
        mark = {Tone.ERROR: "✗", Tone.GOOD: "✓"}.get(message.tone, "·")
        self._lines.appendPlainText(f"{when}  {mark}  {message.text}")
