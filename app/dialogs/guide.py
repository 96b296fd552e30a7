"""The guide, in the language that is on, readable while the window works on."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from app.theme import GRID
from app.translation import current_language
from medcls_core.language import Language
from medcls_core.resources import resource_path

_FILES = {Language.ENGLISH: "guide.md", Language.CHINESE: "guide.zh.md"}


class GuideDialog(QDialog):
    """The same text as `resources/docs/guide.md`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Guide"))
        self.text.document().setDocumentMargin(2 * GRID)
        source = resource_path("docs", _FILES[current_language()]).read_text("utf-8")
        self.text.setMarkdown(source)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.addWidget(self.text)
        column.addWidget(buttons)
        self.resize(100 * GRID, 90 * GRID)
