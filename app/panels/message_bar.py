"""One sentence above the image: never modal, gone at a click, errors stay until then."""

from pathlib import Path

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from app.icons import icon
from app.panels.panel import label
from app.state import Message, Messages, Tone
from app.theme import GRID

GOOD_NEWS_MS = 8000


class MessageBar(QFrame):
    """Shows the latest message.

    Signals:
        action: (str) name of the command that the message offers was chosen.
    """

    action = Signal(str)

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._message: Message | None = None
        self._text = label(wrap=True)
        self._button = QPushButton()
        self._button.setProperty("role", "link")
        self._button.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID + GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        messages.posted.connect(self.show_message)
        messages.cleared.connect(self.dismiss)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown; empty if none is."""
        return self._text.text() if self._message is not None else ""

    def show_message(self, message: Message) -> None:
        """Show it in place of the one before; good news goes by itself."""
        self._message = message
        self._text.setText(message.text)
        self.setProperty("tone", message.tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        caption = self._caption(message)
        self._button.setText(caption)
        self._button.setVisible(bool(caption))
        self._close.setIcon(icon("cross") if message.tone else QIcon())
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self.setAccessibleName(message.text)
        self.show()
        self._timer.stop()
        if message.tone is not Tone.ERROR:
            self._timer.start(GOOD_NEWS_MS)

    def dismiss(self) -> None:
        """Take the sentence away."""
        self._timer.stop()
        self._message = None
        self.hide()

    def _caption(self, message: Message) -> str:
        if message.action == "pixel_size":
            return self.tr("Set the pixel size …")
        if message.action == "restore":
            return self.tr("Restore a snapshot …")
        if message.action == "undo":
            return self.tr("Undo")
        if message.action == "model_card":
            return self.tr("Model card")
        return self.tr("Show in folder") if message.action.startswith("open:") else ""

    def _act(self) -> None:
        if self._message is None:
            return
        if self._message.action.startswith("open:"):
            folder = Path(self._message.action.removeprefix("open:")).parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self.action.emit(self._message.action)
