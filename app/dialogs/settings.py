"""The few settings there are."""

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.context import AppContext
from app.panels.panel import label
from app.settings import ThemeChoice, account_name
from app.theme import GRID
from medcls_core.language import Language

DEVICES = ("auto", "cpu", "cuda")


class SettingsDialog(QDialog):
    """Reader, language, theme, device, label store; nothing is taken until OK."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings = context.settings
        self._context = context
        self.setWindowTitle(self.tr("Settings"))
        self.reader = QLineEdit(settings.given_reader())
        self.reader.setPlaceholderText(account_name())
        self.language = _choice(
            {Language.ENGLISH.value: "English", Language.CHINESE.value: "简体中文"},
            settings.language.value,
        )
        self.theme = _choice(
            {
                ThemeChoice.SYSTEM.value: self.tr("As the desktop"),
                ThemeChoice.LIGHT.value: self.tr("Light"),
                ThemeChoice.DARK.value: self.tr("Dark"),
            },
            settings.theme.value,
        )
        self.device = _choice(
            {"auto": self.tr("GPU if there is one"), "cpu": "CPU", "cuda": "CUDA"},
            settings.device,
        )
        self.store = QLineEdit(settings.store_url or "")
        self.store.setPlaceholderText(self.tr("labels.sqlite in your data folder"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(self._form())
        column.addWidget(label("muted", self._hint(), wrap=True))
        column.addWidget(self._buttons())
        self.setMinimumWidth(60 * GRID)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        for text, field in (
            (self.tr("Reader"), self.reader),
            (self.tr("Language"), self.language),
            (self.tr("Theme"), self.theme),
            (self.tr("Device"), self.device),
            (self.tr("Label store"), self.store),
        ):
            field.setAccessibleName(text)
            form.addRow(text, field)
        return form

    def _hint(self) -> str:
        return self.tr(
            "Verdicts are kept under the reader's name and reports are signed with it. Without one "
            "verdicts go by the account's name, and the line for the signature stays open. A label "
            "store is a file path or an SQLAlchemy URL; a server lets several readers work on the "
            "same labels."
        )

    def _buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setProperty("role", "primary")
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        return buttons

    def _take(self) -> None:
        settings = self._settings
        settings.reader = self.reader.text()
        settings.theme = ThemeChoice(self.theme.currentData())
        settings.device = str(self.device.currentData())
        settings.store_url = self.store.text().strip() or None
        settings.language = Language(self.language.currentData())
        self.accept()


def _choice(texts: dict[str, str], chosen: str) -> QComboBox:
    box = QComboBox()
    for key, text in texts.items():
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
