"""Who reads."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from app.context import AppContext
from app.dialogs.settings_pages.page import Page
from app.settings import account_name


def title() -> str:
    """Name in the list of pages."""
    return QCoreApplication.translate("ReaderPage", "Reader")


class ReaderPage(Page):
    """The name under which verdicts are kept."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(title())
        self.reader = QLineEdit(context.settings.given_reader())
        self.reader.setPlaceholderText(account_name())
        self.reader.editingFinished.connect(lambda: self._take(context))
        self.add(
            self.tr("Name"),
            self.reader,
            self.tr(
                "Verdicts are kept under this name and reports are signed with it. Without one "
                "verdicts go by the account's name, and the line for the signature stays open."
            ),
        )
        self.column.addStretch()

    def _take(self, context: AppContext) -> None:
        if self.reader.text().strip() != context.settings.given_reader():
            context.settings.reader = self.reader.text()
