"""The Learning panel: labels, a round and its curves, the gate's words, decisions."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.commands import learning
from app.context import AppContext
from app.panels.learning_changes import LearningChanges
from app.panels.learning_curves import LearningCurves
from app.panels.learning_text import gate_lines, history_lines, stage_line
from app.panels.panel import Panel, label, set_role
from app.theme import GRID
from app.translation import say
from medcls_core.resources import user_folder

if TYPE_CHECKING:  # these load torch
    from collections.abc import Mapping

    from medcls_core.learning.rounds.labels import LeftOut
    from medcls_core.learning.rounds.overview import Overview

EVERY_MS = 700
STARTS_WITHIN = 40
"""Looks until a started round must have told something of itself."""


class LearningPanel(Panel):
    """What there is to learn from, the round that runs, and the candidate that waits."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._awaited = 0
        self._heading, self._model = label("heading", wrap=True), label("muted", wrap=True)
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(2 * GRID)
        self._words, self._left_out = label(wrap=True), label("muted", wrap=True)
        self._stage, self._bar = label(wrap=True), QProgressBar()
        self._bar.setTextVisible(False)
        self.curves = LearningCurves()
        self._verdict, self._figures = label("title", wrap=True), label("muted", wrap=True)
        self.changes = LearningChanges(context)
        self.reason = QLineEdit()
        self._history_name, self._history = label("title"), label("muted", wrap=True)
        self.start_button, self.pause_button, self.cancel_button = (
            QPushButton(),
            QPushButton(),
            QPushButton(),
        )
        self.promote_button, self.discard_button, self.back_button = (
            QPushButton(),
            QPushButton(),
            QPushButton(),
        )
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._follow)
        self._lay_out()
        self._connect(context)
        self.retranslate()

    def title(self) -> str:
        """Name on the dock."""
        return self.tr("Learning")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        column.setSpacing(GRID)
        for part in (self._heading, self._model):
            column.addWidget(part)
        column.addLayout(self._counts)
        for part in (self._words, self._left_out):
            column.addWidget(part)
        column.addLayout(_row(self.start_button, self.pause_button, self.cancel_button))
        column.addWidget(self._stage)
        column.addWidget(self._bar)
        column.addWidget(self.curves)
        for part in (self._verdict, self._figures):
            column.addWidget(part)
        column.addWidget(self.changes)
        column.addWidget(self.reason)
        column.addLayout(_row(self.promote_button, self.discard_button, self.back_button))
        for part in (self._history_name, self._history):
            column.addWidget(part)
        column.addStretch(1)

    def _connect(self, context: AppContext) -> None:
        self.start_button.setProperty("role", "primary")
        self.start_button.clicked.connect(self._start)
        self.pause_button.clicked.connect(self._pause)
        self.cancel_button.clicked.connect(lambda: learning.cancel(context))
        self.promote_button.clicked.connect(
            lambda: learning.promote(context, self.reason.text().strip() or None)
        )
        self.discard_button.clicked.connect(
            lambda: learning.discard(context, self.reason.text().strip() or None)
        )
        self.back_button.clicked.connect(
            lambda: learning.roll_back(context, self.reason.text().strip() or None)
        )
        self.reason.textChanged.connect(self._enable)
        context.learning.changed.connect(self._show)
        context.learning.progressed.connect(self._show_progress)
        context.models.task_changed.connect(self._look_again)
        for button in (
            self.start_button,
            self.pause_button,
            self.cancel_button,
            self.promote_button,
            self.discard_button,
            self.back_button,
        ):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """Look how it stands, and follow the round while one can see it."""
        super().showEvent(event)
        learning.look(self._context)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._timer.stop()
        super().hideEvent(event)

    def retranslate(self) -> None:
        """Set every text again."""
        self._heading.setText(self.tr("Learn from verdicts"))
        self.start_button.setText(self.tr("Start a round"))
        self.cancel_button.setText(self.tr("Stop"))
        self.promote_button.setText(self.tr("Promote"))
        self.discard_button.setText(self.tr("Discard"))
        self.back_button.setText(self.tr("Roll back"))
        self.reason.setPlaceholderText(self.tr("Reason, kept in the history"))
        self.reason.setAccessibleName(self.tr("Reason, kept in the history"))
        self._history_name.setText(self.tr("History"))
        self.curves.retranslate()
        self.changes.retranslate()
        self._show()

    def _look_again(self) -> None:
        if self.isVisible():
            learning.look(self._context)

    def _show(self) -> None:
        seen = self._context.learning.overview
        self._show_labels(seen)
        report = None if seen is None else seen.report
        for part in (self._verdict, self._figures):
            part.setVisible(report is not None)
        if report is not None:
            self._verdict.setText(say(report.words))
            set_role(self._verdict, "title")
            self._figures.setText("\n".join(gate_lines(report)))
        self.changes.show_overview(seen)
        events = () if seen is None else seen.events
        self._history_name.setVisible(bool(events))
        self._history.setText("\n".join(history_lines(events)))
        self._show_progress()

    def _show_labels(self, seen: "Overview | None") -> None:
        while (item := self._counts.takeAt(0)) is not None:
            if (cell := item.widget()) is not None:
                cell.deleteLater()
        if seen is None:
            looking = self._context.learning.looking
            self._words.setText(self.tr("Looking at the label store …") if looking else "")
            self._model.setText("")
            self._left_out.hide()
            return
        in_use = self.tr("In use: version {version}").format(version=seen.model.card.version)
        self._model.setText(f"{say(seen.task.title)} · {in_use}")
        self._count_rows(seen)
        self._words.setText(say(seen.readiness.words))
        set_role(self._words, "good" if seen.readiness.ready else "warning")
        left = seen.readiness.left_out
        self._left_out.setVisible(bool(left))
        self._left_out.setText(self._said_left_out(left))

    def _said_left_out(self, left: "Mapping[LeftOut, int]") -> str:
        from medcls_core.learning.rounds.labels import LEFT_OUT_WORDS  # noqa: PLC0415  (loads torch)

        parts = [f"{count} ({say(LEFT_OUT_WORDS[reason])})" for reason, count in left.items()]
        return self.tr("Left out: {parts}").format(parts=", ".join(parts))

    def _count_rows(self, seen: "Overview") -> None:
        heads = ("", self.tr("To learn from"), self.tr("New"), self.tr("Tests"))
        names = {each.key: each.name for each in seen.task.all_labels}
        for place, head in enumerate(heads):
            self._put(0, place, head, "muted")
        for row, (key, count) in enumerate(seen.readiness.counts.items(), start=1):
            self._put(row, 0, say(names[key]) if key in names else key)
            for place, number in enumerate((count.learnable, count.new, count.tested), start=1):
                self._put(row, place, str(number))
        self._counts.setColumnStretch(0, 1)

    def _put(self, row: int, place: int, text: str, role: str = "") -> None:
        side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
        self._counts.addWidget(label(role, text), row, place, side)

    def _show_progress(self) -> None:
        seen, state = self._context.learning.overview, self._context.learning.state
        runs, epochs = self._context.learning.runs, self._context.learning.epochs
        if runs:
            self._awaited = 0
        starting = self._awaited > 0
        self._stage.setVisible(state is not None or starting)
        self._stage.setText(self.tr("Starting …") if starting else stage_line(state))
        set_role(self._stage, "error" if state is not None and state.said else "")
        self._bar.setVisible(runs or starting)
        self._bar.setRange(0, 0 if state is None or starting else state.total)
        self._bar.setValue(0 if state is None else state.done)
        self.curves.setVisible(bool(epochs))
        self.curves.show_epochs(epochs)
        paused = seen is not None and seen.folder is not None and seen.folder.pause.exists()
        self.pause_button.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self._enable()

    def _enable(self) -> None:
        seen, learnt = self._context.learning.overview, self._context.learning
        waits = seen is not None and seen.folder is not None and not seen.folder.report.exists()
        may_start = seen is not None and (seen.readiness.ready or waits)
        self.start_button.setText(
            self.tr("Go on with the round") if waits else self.tr("Start a round")
        )
        self.start_button.setEnabled(may_start and not learnt.runs and not self._awaited)
        self.pause_button.setEnabled(learnt.runs)
        self.cancel_button.setEnabled(learnt.runs)
        can_decide = seen is not None and seen.can_decide and not learnt.runs
        passes = seen is not None and seen.report is not None and seen.report.verdict.passes
        given = bool(self.reason.text().strip())
        self.promote_button.setEnabled(can_decide and (passes or given))
        self.promote_button.setToolTip(
            "" if passes else self.tr("The gate doesn't pass it: give a reason to promote it.")
        )
        self.discard_button.setEnabled(can_decide)
        can_go_back = seen is not None and seen.can_roll_back
        self.back_button.setEnabled(can_go_back)
        for part in (self.promote_button, self.discard_button):
            part.setVisible(can_decide)
        self.back_button.setVisible(can_go_back)
        self.reason.setVisible(can_decide or can_go_back)

    def _start(self) -> None:
        (user_folder() / learning.LOG).unlink(missing_ok=True)
        self._awaited = STARTS_WITHIN
        learning.start(self._context)
        self._show_progress()

    def _pause(self) -> None:
        seen = self._context.learning.overview
        if seen is not None and seen.folder is not None:
            learning.pause(self._context, wanted=not seen.folder.pause.exists())
            self._show_progress()

    def _follow(self) -> None:
        if self._awaited and not self._context.learning.runs:
            self._await()
        learning.follow(self._context)

    def _await(self) -> None:
        """A round was started: it tells of itself soon, or its last words say why not."""
        self._awaited -= 1
        if self._awaited % 3 == 0:
            learning.look(self._context)
        if self._awaited == 0:
            said = learning.last_words(user_folder() / learning.LOG)
            if said:
                self._context.messages.refuse(said)
            self._show_progress()


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
