"""What can be said of the chosen findings: a button and a key each, always in sight."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.commands import undoing, verdicts
from app.commands.keys import user_command
from app.commands.shortcuts import key_text
from app.context import AppContext
from app.panels.flow import Flow
from app.panels.key_button import KeyButton
from app.theme import GRID
from app.translation import say
from medcls_core.findings import Verdict

_OTHERS: tuple[tuple[str, Verdict], ...] = (
    ("reject", Verdict.REJECT),
    ("cannot_tell", Verdict.CANNOT_TELL),
    ("flag", Verdict.FLAG),
    ("skip", Verdict.SKIP),
)


class GalleryKeys(QWidget):
    """A row of classes by digit, a row of the other verdicts."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._classes = QWidget()
        self._class_buttons: list[KeyButton] = []
        self._accept = _button(partial(verdicts.accept, context))
        self._others = {
            name: _button(partial(verdicts.give, context, verdict)) for name, verdict in _OTHERS
        }
        self._undo = _button(partial(undoing.undo, context))
        others = QWidget()
        rest = Flow(others, GRID // 2)
        rest.setContentsMargins(0, 0, 0, 0)
        for button in (self._accept, *self._others.values(), self._undo):
            rest.addWidget(button)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(GRID, GRID // 2, GRID, GRID)
        self._rows.setSpacing(GRID // 2)
        self._rows.addWidget(self._classes)
        self._rows.addWidget(others)
        context.gallery.chosen_changed.connect(self._enable)
        context.settings.changed.connect(self._follow)

    def _follow(self, setting: str) -> None:
        if setting.startswith("keys/"):
            self.retranslate()

    def retranslate(self) -> None:
        """Texts and keys again, for another language, task or key."""
        settings = self._context.settings
        self._accept.name(self.tr("Accept"), key_text(settings, "accept").split(" / ")[0], "check")
        for name, button in (*self._others.items(), ("undo", self._undo)):
            command = user_command(name)
            button.name(command.title, key_text(settings, name), command.icon)
        self._replace_classes()
        self._enable()

    def _replace_classes(self) -> None:
        fresh = QWidget()
        row = Flow(fresh, GRID // 2)
        row.setContentsMargins(0, 0, 0, 0)
        self._class_buttons = []
        for label in self._context.models.task.classes:
            button = _button(partial(verdicts.give_class, self._context, label.key))
            button.name(say(label.name), str(label.digit))
            self._class_buttons.append(button)
            row.addWidget(button)
        self._rows.replaceWidget(self._classes, fresh)
        self._classes.deleteLater()
        self._classes = fresh

    def _enable(self) -> None:
        some = bool(self._context.gallery.chosen)
        for button in (self._accept, *self._others.values(), *self._class_buttons):
            button.setEnabled(some)


def _button(act: Callable[[], None]) -> KeyButton:
    button = KeyButton()
    button.clicked.connect(lambda _: act())
    return button
