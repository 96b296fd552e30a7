"""Language and look."""

from PySide6.QtCore import QCoreApplication

from app.context import AppContext
from app.dialogs.settings_pages.page import Page, choice
from app.settings import ThemeChoice
from app.theme import GRID
from medcls_core.language import Language


def title() -> str:
    """Name in the list of pages."""
    return QCoreApplication.translate("LanguagePage", "Language and look")


class LanguagePage(Page):
    """Language and theme; both change at once, in every open window."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(title())
        settings = context.settings
        self.language = choice(
            {Language.ENGLISH.value: "English", Language.CHINESE.value: "简体中文"},
            settings.language.value,
        )
        self.theme = choice(
            {
                ThemeChoice.SYSTEM.value: self.tr("As the desktop"),
                ThemeChoice.LIGHT.value: self.tr("Light"),
                ThemeChoice.DARK.value: self.tr("Dark"),
            },
            settings.theme.value,
        )

        def take_language() -> None:
            settings.language = Language(self.language.currentData())

        def take_theme() -> None:
            settings.theme = ThemeChoice(self.theme.currentData())

        self.language.activated.connect(take_language)
        self.theme.activated.connect(take_theme)
        self.add(
            self.tr("Language"),
            self.language,
            self.tr("Of the window, and of the files and reports that it writes."),
        )
        self.add(self.tr("Theme"), self.theme, self.tr("Slides look the same in both."))
        for box in (self.language, self.theme):
            box.setFixedWidth(30 * GRID)
        self.column.addStretch()
