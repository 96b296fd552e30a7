"""The verdict buttons; each shows its key, so that the keys are learned by looking."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.commands import navigate, undoing, verdicts
from app.commands.keys import user_command
from app.commands.shortcuts import keys_in_use, native
from app.context import AppContext
from app.panels.key_button import KeyButton
from app.panels.probability_plot import MANY
from app.state import Item
from app.theme import GRID
from app.translation import say
from medcls_core.findings import Read, Verdict

_OTHERS: tuple[tuple[str, Verdict], ...] = (
    ("reject", Verdict.REJECT),
    ("cannot_tell", Verdict.CANNOT_TELL),
    ("flag", Verdict.FLAG),
    ("skip", Verdict.SKIP),
)
COLUMNS = 2


class VerdictButtons(QWidget):
    """Accept, one button a class, reject, cannot tell, flag, skip, undo, next."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID // 2)
        self._accept = _button(partial(verdicts.accept, context))
        self._accept.setProperty("role", "primary")
        self._rows.addWidget(self._accept)
        self._classes = QWidget()
        self._rows.addWidget(self._classes)
        self._class_buttons: dict[str, KeyButton] = {}
        self._others = {
            name: _button(partial(verdicts.give, context, verdict)) for name, verdict in _OTHERS
        }
        for button in self._others.values():
            button.setCheckable(True)
        self._undo = _button(partial(undoing.undo, context))
        self._next = _button(partial(navigate.step, context, 1))
        context.undoable.changed.connect(self._show_undoable)
        self._rows.addLayout(_grid([*self._others.values(), self._undo, self._next]))

    def refresh(self, item: Item | None) -> None:
        """Texts in the language that is on; the standing verdict pressed in."""
        review, keys = self._context.review, keys_in_use(self._context.settings)
        read = None if item is None else review.standing(item.finding.uuid)
        self._refresh_accept(item, _cap(keys["accept"][:2]))
        self._refresh_classes(item, read)
        for name, verdict in _OTHERS:
            command, button = user_command(name), self._others[name]
            button.name(command.title, _cap(keys[name][:1]), command.icon)
            button.setEnabled(item is not None)
            button.setChecked(read is not None and read.verdict is verdict)
        flagged = item is not None and review.is_flagged(item.finding.uuid)
        self._others["flag"].setChecked(flagged)
        for button, name in ((self._undo, "undo"), (self._next, "next")):
            command = user_command(name)
            button.name(command.title, _cap(keys[name][:1]), command.icon)
        self._show_undoable()
        self._next.setEnabled(bool(review.queue))

    def _show_undoable(self) -> None:
        self._undo.setEnabled(self._context.undoable.undo)

    def _refresh_accept(self, item: Item | None, key: str) -> None:
        task = self._context.review.task
        said = None if item is None else item.model_class(task)
        names = {label.key: say(label.name) for label in task.classes}
        text = self.tr("Accept")
        if said in names:
            text = self.tr("Accept: {name}").format(name=names[said])
        elif item is not None and item.sealed is not None:
            text = self.tr("Accept: after your own read")
        self._accept.name(text, key, "check")
        self._accept.setEnabled(said is not None)

    def _refresh_classes(self, item: Item | None, read: Read | None) -> None:
        labels = self._context.review.task.classes
        if list(self._class_buttons) != [label.key for label in labels]:
            self._replace_classes()
        # With many classes the rows of probabilities, which name the digits too, are the buttons.
        self._classes.setVisible(len(labels) <= MANY)
        for label in labels:
            button = self._class_buttons[label.key]
            button.name(say(label.name), str(label.digit))
            button.setEnabled(item is not None or verdicts.asks_of_image(self._context))
            button.setChecked(read is not None and read.class_key == label.key)

    def _replace_classes(self) -> None:
        self._class_buttons = {}
        for label in self._context.review.task.classes:
            button = _button(partial(verdicts.give_class, self._context, label.key))
            button.setCheckable(True)
            self._class_buttons[label.key] = button
        fresh = QWidget()
        fresh.setLayout(_grid(list(self._class_buttons.values())))
        self._rows.replaceWidget(self._classes, fresh)
        self._classes.deleteLater()
        self._classes = fresh
        # Made last, they would be last for Tab.
        buttons = (self._accept, *self._class_buttons.values(), *self._others.values())
        for before, after in pairwise((*buttons, self._undo, self._next)):
            QWidget.setTabOrder(before, after)


def _cap(keys: tuple[str, ...]) -> str:
    return " / ".join(map(native, keys))


def _button(act: Callable[[], None]) -> KeyButton:
    button = KeyButton()
    button.clicked.connect(lambda _: act())
    return button


def _grid(buttons: list[KeyButton]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GRID // 2)
    for column in range(COLUMNS):
        grid.setColumnStretch(column, 1)
    for place, button in enumerate(buttons):
        grid.addWidget(button, place // COLUMNS, place % COLUMNS)
    return grid
