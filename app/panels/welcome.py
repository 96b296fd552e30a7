"""The first page a person sees: who reads, in which language, does everything work, where to begin.

Nothing has to be answered; everything is found again in the settings.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.commands.demo_slide import open_demo
from app.commands.self_test import run_self_test
from app.context import AppContext
from app.jobs.alive import while_alive
from app.panels.folders import open_folder
from app.panels.panel import Panel, label, set_role
from app.panels.recent_places import RecentPlaces
from app.settings import account_name
from app.theme import GRID
from app.translation import say
from medcls_core.language import Language
from medcls_core.resources import user_folder

if TYPE_CHECKING:  # the self-test loads torch
    from medcls_core.selftest import Check

WIDTH = 84 * GRID
_SIGNS = {"ok": ("✓", "good"), "note": ("•", "warning"), "failed": ("✕", "error")}


class WelcomePanel(Panel):
    """A calm page in the middle of the window.

    Signals:
        folder_wanted: a folder of the person's own is to be opened.
        left: the person wants to go on.
    """

    folder_wanted = Signal()
    left = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._round = 0
        self._title, self._purpose = label("heading"), label("warning", wrap=True)
        self.reader, self.language = QLineEdit(), QComboBox()
        self.language.addItem("English", Language.ENGLISH.value)
        self.language.addItem("简体中文", Language.CHINESE.value)
        self._names = {name: label("title") for name in ("reader", "language", "data", "test")}
        self._reader_help, self._data = label("muted", wrap=True), label("", wrap=True)
        self._data.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open_data, self.demo = QPushButton(), QPushButton()
        self._folder, self._leave = QPushButton(), QPushButton()
        self.recent = RecentPlaces(context)
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        self._checks = QWidget()
        self._column = self._lay_out()
        self.demo.setProperty("role", "primary")
        self.demo.clicked.connect(lambda: open_demo(context))
        self._folder.clicked.connect(self.folder_wanted)
        self._leave.clicked.connect(self.left)
        self._open_data.clicked.connect(lambda: open_folder(user_folder()))
        self.reader.editingFinished.connect(self._take_reader)
        self.language.activated.connect(self._take_language)
        context.settings.changed.connect(self._follow)
        self.retranslate()

    def _lay_out(self) -> QVBoxLayout:
        page, sheet = QWidget(), QWidget()
        sheet.setMaximumWidth(WIDTH)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self._purpose)
        column.addSpacing(GRID)
        form = QGridLayout()
        form.setHorizontalSpacing(3 * GRID)
        form.setVerticalSpacing(GRID // 2)
        for at, name, field in ((0, "reader", self.reader), (1, "language", self.language)):
            form.addWidget(self._names[name], 0, at)
            form.addWidget(field, 1, at)
            form.setColumnStretch(at, 1)
        column.addLayout(form)
        column.addWidget(self._reader_help)
        column.addSpacing(GRID)
        column.addLayout(_row(self.demo, self._folder, self._leave))
        column.addSpacing(GRID)
        column.addWidget(self.recent)
        column.addSpacing(2 * GRID)
        column.addWidget(self._names["test"])
        column.addWidget(self._checks)
        column.addSpacing(GRID)
        column.addWidget(self._names["data"])
        column.addWidget(self._data)
        column.addLayout(_row(self._open_data))
        column.addStretch()
        middle = QHBoxLayout(page)
        middle.addStretch(1)
        middle.addWidget(sheet, 20)
        middle.addStretch(1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return column

    def retranslate(self) -> None:
        """Set every text again."""
        self._title.setText(self.tr("Welcome to medcls"))
        self._purpose.setText(
            self.tr(
                "Models propose, a person decides, and every verdict is kept. For research. Not "
                "for primary diagnosis."
            )
        )
        for name, text in (
            ("reader", self.tr("Your name")),
            ("language", self.tr("Language")),
            ("data", self.tr("Where your data lives")),
            ("test", self.tr("Does everything work here?")),
        ):
            self._names[name].setText(text)
        self.reader.setAccessibleName(self.tr("Your name"))
        self.language.setAccessibleName(self.tr("Language"))
        self._reader_help.setText(
            self.tr("Verdicts are kept under it and reports signed with it. It can wait.")
        )
        self._data.setText(
            self.tr("{folder}: labels and imported models. Nothing leaves this computer.").format(
                folder=user_folder()
            )
        )
        self._open_data.setText(self.tr("Open this folder"))
        self.demo.setText(self.tr("Try the demo slide"))
        self._folder.setText(self.tr("Open a folder of images …"))
        self._leave.setText(self.tr("Go on"))
        self.recent.refresh()
        self._show_settings()
        if self._round:
            self.test()

    def test(self) -> None:
        """Run the self-test; each result appears as it comes."""
        self._round += 1
        own = self._round
        run_self_test(
            self._context,
            begin=while_alive(self, lambda names: self._list_checks(own, names)),
            tell=while_alive(self, lambda told: self._show_check(own, *told)),
        )

    def _list_checks(self, own: int, names: list[str]) -> None:
        if own != self._round:
            return  # asked again since, in another language
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID + GRID // 2)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(2, 1)
        self._rows = []
        for row, name in enumerate(names):
            parts = (label("muted", "…"), label("", name), label("muted", wrap=True))
            for at, part in enumerate(parts):
                grid.addWidget(part, row, at, Qt.AlignmentFlag.AlignTop)
            self._rows.append(parts)
        self._column.replaceWidget(self._checks, fresh)
        self._checks.deleteLater()
        self._checks = fresh

    def _show_check(self, own: int, place: int, check: "Check") -> None:
        if own != self._round:
            return
        sign, name, detail = self._rows[place]
        text, role = _SIGNS[check.state]
        sign.setText(text)
        set_role(sign, role)
        detail.setText(check.detail)
        from medcls_core.selftest import STATE_WORDS  # noqa: PLC0415  (loaded by the check's job)

        spoken = self.tr("{check}: {state}, {detail}").format(
            check=check.name, state=say(STATE_WORDS[check.state]), detail=check.detail
        )
        name.setAccessibleName(spoken)

    def _take_reader(self) -> None:
        if self.reader.text().strip() != self._context.settings.given_reader():
            self._context.settings.reader = self.reader.text()

    def _take_language(self) -> None:
        self._context.settings.language = Language(self.language.currentData())

    def _follow(self, name: str) -> None:
        if name in {"reader", "language"}:
            self._show_settings()

    def _show_settings(self) -> None:
        settings = self._context.settings
        self.reader.setText(settings.given_reader())
        self.reader.setPlaceholderText(account_name())
        self.language.setCurrentIndex(self.language.findData(settings.language.value))


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row
