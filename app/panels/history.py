"""The history of the open image: who said what and when, and back to any state of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.commands import navigate
from app.commands import timeline as commands
from app.context import AppContext
from app.panels.empty_state import EmptyState
from app.panels.history_model import HistoryModel
from app.panels.history_text import change_words
from app.panels.panel import Panel, label
from app.panels.two_lines import TwoLines
from app.theme import GRID

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store.acts import Act, Change

LOOK_AFTER_MS = 500
"""A pause of the reader's: the next verdict needn't wait for the looking up."""

NAMED = 4
"""So many changes of a return are named one by one."""

IMAGE, FINDING = "image", "finding"


class HistoryPanel(Panel):
    """Acts newest first, of the whole image or the finding in focus; a return is told first."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope, self._reader = QComboBox(), QComboBox()
        self._model = HistoryModel(self)
        self.acts = TwoLines()
        self.acts.setModel(self._model)
        self._empty = EmptyState("history")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.acts)
        self._waiting, self.foretold = label("muted", wrap=True), label(wrap=True)
        self.return_button = QPushButton()
        self._list_wanted = False
        self._asked = 0
        # A burst of verdicts is looked up once.
        self._soon = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._soon.timeout.connect(self._look)
        self._lay_out()
        self._connect(context)
        self.retranslate()

    def title(self) -> str:
        """Name on the dock."""
        return self.tr("History")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(GRID, GRID, GRID, 0)
        top.setSpacing(GRID)
        for combo in (self._scope, self._reader):
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            top.addWidget(combo)
        below = QVBoxLayout()
        below.setContentsMargins(GRID, 0, GRID, GRID)
        below.setSpacing(GRID)
        for part in (self._waiting, self.foretold, self.return_button):
            below.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(GRID // 2)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addLayout(below)

    def _connect(self, context: AppContext) -> None:
        self._scope.activated.connect(lambda _: self._show())
        self._reader.activated.connect(lambda _: self._show())
        self.acts.selectionModel().currentChanged.connect(self._foresee)
        self.acts.activated.connect(self._go)
        self.return_button.clicked.connect(self._return)
        context.timeline.changed.connect(self._show)
        review = context.review
        for changed in (review.reads_changed, review.items_changed, context.images.current_changed):
            changed.connect(self._look_soon)
        context.outlines.saved_changed.connect(self._look_soon)
        review.selected_changed.connect(self._follow_focus)

    def take_keys(self) -> None:
        """Give the keys to the list; while it is looked up, to what stands above it."""
        self._list_wanted = self._pages.currentWidget() is self._empty
        (self._scope if self._list_wanted else self.acts).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Look it up while one can see it."""
        super().showEvent(event)
        self._look()

    def retranslate(self) -> None:
        """Set every text again."""
        place = max(0, self._scope.currentIndex())
        self._scope.clear()
        self._scope.addItem(self.tr("Whole image"), IMAGE)
        self._scope.addItem(self.tr("Finding in focus"), FINDING)
        self._scope.setCurrentIndex(place)
        self._scope.setAccessibleName(self.tr("Of what"))
        self._reader.setAccessibleName(self.tr("By whom"))
        self.acts.setAccessibleName(self.tr("History, newest first"))
        self.return_button.setText(self.tr("Return to this state"))
        self._show()

    def _look_soon(self, *_: object) -> None:
        if self.isVisible():
            self._soon.start()

    def _look(self) -> None:
        commands.look(self._context)

    def _follow_focus(self, *_: object) -> None:
        if self._scope.currentData() == FINDING:
            self._show()

    def _focus(self) -> UUID | None:
        """The finding that alone is meant; None is all of the image."""
        selected = self._context.review.selected
        if self._scope.currentData() == IMAGE or selected is None:
            return None
        return selected.finding.uuid

    def _show(self) -> None:
        told, of_finding = self._context.timeline.told, self._scope.currentData() == FINDING
        acts: list[Act] = [] if told is None else list(told.acts)
        focus = self._focus()
        if of_finding:
            acts = [act for act in acts if act.change.finding == focus]
        self._fill_readers([act.reader for act in acts])
        name = self._reader.currentData()
        acts = [act for act in acts if name is None or act.reader == name]
        chosen = self._model.act(self.acts.currentIndex().row())
        self._forget_return()  # before the rows: a list with the keys chooses its first one itself
        self._model.show_acts(acts[::-1], self._context.review.task)
        self._pages.setCurrentWidget(self.acts if acts else self._empty)
        if not acts:
            self._say_empty(of_finding=of_finding)
        elif self._list_wanted and self._scope.hasFocus():
            self.acts.setFocus()
        self._list_wanted = self._list_wanted and not acts
        waits = {} if told is None else told.waiting
        self._say_waiting(waits.get(focus, 0) if focus is not None else sum(waits.values()))
        row = self._model.row_of(chosen)
        if row >= 0:
            self.acts.setCurrentIndex(self._model.index(row))

    def _fill_readers(self, names: Sequence[str]) -> None:
        chosen = self._reader.currentData()
        self._reader.clear()
        self._reader.addItem(self.tr("All readers"), None)
        for name in sorted(set(names)):
            self._reader.addItem(name, name)
        self._reader.setCurrentIndex(max(0, self._reader.findData(chosen)))

    def _say_empty(self, *, of_finding: bool) -> None:
        if self._context.images.current is None:
            self._empty.say(self.tr("No image is open"), "")
        elif of_finding and self._context.review.selected is None:
            self._empty.say(self.tr("No finding chosen"), "")
        else:
            self._empty.say(
                self.tr("Nothing was said yet"),
                self.tr("Verdicts and outlines appear here, and any state of them can return."),
            )

    def _say_waiting(self, count: int) -> None:
        self._waiting.setVisible(count > 0)
        self._waiting.setText(
            self.tr("Of other readers, shown after your own answers: {count}.").format(count=count)
        )

    def _forget_return(self) -> None:
        self._asked += 1
        self.foretold.hide()
        self.return_button.setEnabled(False)

    def _foresee(self, index: QModelIndex) -> None:
        self._forget_return()
        if not index.isValid():
            return
        asked = self._asked

        def tell(changes: "Sequence[Change]") -> None:
            if asked == self._asked:
                self._say_return(changes)

        commands.foresee(self._context, self._model.moment(index.row()), self._focus(), tell)

    def _say_return(self, changes: "Sequence[Change]") -> None:
        task = self._context.review.task
        lines = [self.tr("Returning changes nothing of yours.")]
        if changes:
            lines = [self.tr("Returning changes, of yours:")]
        number = self.tr("No. {number}: {change}")
        lines += [
            number.format(number=each.number, change=change_words(each, task))
            for each in changes[:NAMED]
        ]
        if len(changes) > NAMED:
            lines.append(self.tr("… and {count} more").format(count=len(changes) - NAMED))
        self.foretold.setText("\n".join(lines))
        self.foretold.show()
        self.return_button.setEnabled(bool(changes))
        self.return_button.setAccessibleDescription(self.foretold.text())
        # What is told takes room from the list: the chosen act stays in sight.
        QTimer.singleShot(0, self, lambda: self.acts.scrollTo(self.acts.currentIndex()))

    def _return(self) -> None:
        index = self.acts.currentIndex()
        if index.isValid():
            commands.return_to(self._context, self._model.moment(index.row()), self._focus())
            self._forget_return()

    def _go(self, index: QModelIndex) -> None:
        act = self._model.act(index.row())
        if act is not None:
            navigate.visit(self._context, act.change.finding)
