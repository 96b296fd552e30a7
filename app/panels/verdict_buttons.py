"""The verdict buttons; each shows its key, so that the keys are learned by looking."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.commands import verdicts
from app.commands.keys import user_command
from app.context import AppContext
from app.icons import icon
from app.state import Item
from app.theme import GRID
from app.translation import say
from medcls_core.findings import Verdict

_OTHERS: tuple[tuple[str, Verdict], ...] = (
    ("reject", Verdict.REJECT),
    ("skip", Verdict.SKIP),
    ("flag", Verdict.FLAG),
    ("cannot_tell", Verdict.CANNOT_TELL),
)
COLUMNS = 2


class VerdictButtons(QWidget):
    """Accept, one button a class, reject, skip, flag, cannot tell, undo."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID // 2)
        self._accept = self._button(lambda: verdicts.accept(context))
        self._accept.setProperty("role", "primary")
        self._rows.addWidget(self._accept)
        self._classes = QWidget()
        self._rows.addWidget(self._classes)
        self._class_buttons: dict[str, QPushButton] = {}
        self._others = {
            name: self._button(partial(verdicts.give, context, verdict))
            for name, verdict in _OTHERS
        }
        self._undo = self._button(lambda: verdicts.undo(context))
        grid = QGridLayout()
        grid.setSpacing(GRID // 2)
        for place, button in enumerate((*self._others.values(), self._undo)):
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        self._rows.addLayout(grid)

    def _button(self, act: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        # Reached by Tab, but a click leaves the keyboard with the slide.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _: act())
        return button

    def refresh(self, item: Item | None) -> None:
        """Texts in the language that is on; the standing verdict pressed in."""
        review = self._context.review
        read = None if item is None else review.standing(item.finding.uuid)
        self._build_classes()
        said = None if item is None else item.model_class(review.task)
        names = {label.key: say(label.name) for label in review.task.classes}
        self._name(self._accept, self.tr("Accept"), "A / Enter", "check")
        if said in names:
            self._name(
                self._accept, self.tr("Accept: {name}").format(name=names[said]), "A / Enter", ""
            )
        self._accept.setEnabled(said is not None)
        for key, button in self._class_buttons.items():
            button.setEnabled(item is not None)
            button.setChecked(read is not None and read.class_key == key)
        for name, verdict in _OTHERS:
            command = user_command(name)
            button = self._others[name]
            self._name(button, command.title, command.shortcuts[0], command.icon)
            button.setEnabled(item is not None)
            button.setCheckable(True)
            button.setChecked(read is not None and read.verdict is verdict)
        undo = user_command("undo")
        self._name(self._undo, undo.title, undo.shortcuts[0], undo.icon)
        self._undo.setEnabled(review.last_undoable() is not None)

    def _name(self, button: QPushButton, text: str, key: str, icon_name: str) -> None:
        button.setText(f"{text}   {key}")
        button.setAccessibleName(text)
        button.setToolTip(f"{text} ({key})")
        if icon_name:
            button.setIcon(icon(icon_name))

    def _build_classes(self) -> None:
        labels = self._context.review.task.classes
        if list(self._class_buttons) != [label.key for label in labels]:
            self._replace_classes()
        for label in labels:
            self._name(self._class_buttons[label.key], say(label.name), str(label.digit), "")

    def _replace_classes(self) -> None:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID // 2)
        self._class_buttons = {}
        for place, label in enumerate(self._context.review.task.classes):
            button = self._button(partial(verdicts.give_class, self._context, label.key))
            button.setCheckable(True)
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
            self._class_buttons[label.key] = button
        self._rows.replaceWidget(self._classes, fresh)
        self._classes.deleteLater()
        self._classes = fresh
