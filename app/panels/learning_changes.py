"""The cells whose answer a candidate changes, as pictures, right to wrong first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.context import AppContext
from app.jobs import Lane
from app.panels.panel import label
from app.rendering.images import to_qimage
from app.theme import GRID, colors
from app.translation import say
from medcls_core.language import Text
from medcls_core.progress import Progress

if TYPE_CHECKING:  # these load torch
    from medcls_core.data.sources.cut import Cut
    from medcls_core.learning.rounds.gate import ChangedAnswer
    from medcls_core.learning.rounds.overview import Overview

SIDE = 88
SHOWN = 60
HEIGHT = 3 * SIDE
RIGHT_TO_WRONG, WRONG_TO_RIGHT = 0, 1


class LearningChanges(QWidget):
    """A grid of crops; each says what readers, the model in use and the candidate say."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._overview: Overview | None = None
        self._jobs: list[int] = []
        self._title = label("title")
        self._more = label("muted")
        self.cells = QListWidget()
        self.cells.setViewMode(QListView.ViewMode.IconMode)
        self.cells.setMovement(QListView.Movement.Static)
        self.cells.setResizeMode(QListView.ResizeMode.Adjust)
        self.cells.setIconSize(QSize(SIDE, SIDE))
        self.cells.setGridSize(QSize(SIDE + 6 * GRID, SIDE + 7 * GRID))
        self.cells.setWordWrap(True)
        self.cells.setFixedHeight(HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._title)
        column.addWidget(self.cells)
        column.addWidget(self._more)

    def show_overview(self, overview: "Overview | None") -> None:
        """List the changes of the last round; the same ones are left as they are."""
        same = _round_of(overview) == _round_of(self._overview)
        self._overview = overview
        if not same:
            self._fill()
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        report = None if self._overview is None else self._overview.report
        changed = () if report is None else report.changed
        self.setVisible(bool(changed))
        wrong = sum(one.rank == RIGHT_TO_WRONG for one in changed)
        right = sum(one.rank == WRONG_TO_RIGHT for one in changed)
        self._title.setText(
            self.tr("Changed cells: {wrong} right to wrong, {right} wrong to right").format(
                wrong=wrong, right=right
            )
        )
        self.cells.setAccessibleName(self._title.text())
        for row, one in enumerate(changed[:SHOWN]):
            self._name(self.cells.item(row), one)
        rest = len(changed) - SHOWN
        self._more.setVisible(rest > 0)
        self._more.setText(self.tr("… and {count} more").format(count=rest))

    def _fill(self) -> None:
        for job in self._jobs:
            self._context.runner.cancel(job)
        self._jobs.clear()
        self.cells.clear()
        if self._overview is None or self._overview.report is None:
            return
        for row, one in enumerate(self._overview.report.changed[:SHOWN]):
            item = QListWidgetItem()
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            self.cells.addItem(item)
            cut = self._overview.cuts.get(one.name)
            if cut is not None:
                self._read(row, cut)

    def _read(self, row: int, cut: "Cut") -> None:
        shown = self._overview

        def done(picture: QImage) -> None:
            item = self.cells.item(row)
            if self._overview is shown and item is not None:
                item.setIcon(QIcon(_square(picture)))

        def work(_: Progress) -> QImage:
            return to_qimage(cut.read())

        failed = self._context.messages.error
        self._jobs.append(
            self._context.runner.submit(
                Lane.TILES, "crop of a change", work, done=done, failed=failed
            )
        )

    def _name(self, item: QListWidgetItem, one: "ChangedAnswer") -> None:
        before, after, said = (self._class(key) for key in (one.before, one.after, one.label))
        what = {
            RIGHT_TO_WRONG: self.tr("right to wrong"),
            WRONG_TO_RIGHT: self.tr("wrong to right"),
        }.get(one.rank, self.tr("wrong to wrong"))
        item.setText(f"{before} → {after}")
        ink = {RIGHT_TO_WRONG: colors().error, WRONG_TO_RIGHT: colors().good}.get(one.rank)
        item.setForeground(QColor(ink or colors().text))
        item.setToolTip(
            self.tr("{what}: readers say {said}; {before} {was} → {after} {now}").format(
                what=what,
                said=said,
                before=before,
                was=f"{one.prob_before:.2f}",
                after=after,
                now=f"{one.prob_after:.2f}",
            )
        )

    def _class(self, key: str) -> str:
        task = None if self._overview is None else self._overview.task
        names = {} if task is None else {each.key: each.name for each in task.all_labels}
        return say(names.get(key, Text(key, key)))


def _square(picture: QImage) -> QPixmap:
    scaled = picture.scaled(
        SIDE,
        SIDE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return QPixmap.fromImage(scaled)


def _round_of(overview: "Overview | None") -> object:
    return None if overview is None or overview.last is None else overview.last.round.uuid
