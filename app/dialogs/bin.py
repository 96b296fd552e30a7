"""The bin: images and own marks that were put away, by whom, when and why; and back again."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.commands import put_away
from app.commands.put_away import Bin
from app.context import AppContext
from app.jobs.alive import while_alive
from app.panels.history_text import SEPARATOR, moment_words, way_words
from app.panels.panel import label
from app.panels.two_lines import SECOND_LINE, TwoLines
from app.panels.verdict_text import verdict_name
from app.theme import GRID

if TYPE_CHECKING:  # these load the database library
    from medcls_core.store.bin import RemovedImage, RemovedMark


class BinDialog(QDialog):
    """Images of the whole label store first, then marks of the open image; newest first."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._bin = Bin()
        self.setWindowTitle(self.tr("Bin"))
        self._said = label("muted", wrap=True)
        self._model = QStandardItemModel(self)
        self.list = TwoLines()
        self.list.setModel(self._model)
        self.list.setAccessibleName(self.tr("Images and marks in the bin"))
        self._why_not = label("muted", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.back_button = buttons.addButton(
            self.tr("Take back"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.back_button.clicked.connect(self._take_back)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # Enter is for the list
        self.list.activated.connect(self._show_place)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._follow_choice())
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for part in (self._said, self.list, self._why_not, buttons):
            column.addWidget(part)
        self.resize(64 * GRID, 52 * GRID)
        self._follow_choice()
        self.look()

    def look(self) -> None:
        """Look it up again."""
        put_away.look(self._context, while_alive(self, self._show))

    def _show(self, found: Bin) -> None:
        self._bin = found
        self._model.clear()
        for image in found.images:
            self._add(image.image.path.name, self._image_line(image), str(image.image.path))
        for mark in found.marks:
            self._add(self._mark_name(mark), self._mark_line(mark), "")
        empty = not (found.images or found.marks)
        self._said.setText(
            self.tr(
                "The bin is empty. Marks that you take away and images that you put away are kept "
                "here, with all that was said of them."
            )
            if empty
            else self.tr(
                "Nothing here counts in any list, file or training set, and nothing of it is lost."
            )
        )
        if not empty:
            self.list.setCurrentIndex(self._model.index(0, 0))
            self.list.setFocus()
        self._follow_choice()

    def _add(self, first: str, second: str, path: str) -> None:
        item = QStandardItem(first)
        item.setData(second, SECOND_LINE)
        item.setEditable(False)
        item.setData(f"{first}, {second}", Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip("\n".join(part for part in (first, second, path) if part))
        self._model.appendRow(item)

    def _image_line(self, removed: "RemovedImage") -> str:
        parts = [moment_words(removed.time_utc, datetime.now(UTC)), removed.reader]
        return SEPARATOR.join([*parts, removed.reason or self.tr("no reason given")])

    def _mark_name(self, removed: "RemovedMark") -> str:
        name = self.tr("Mark {number}").format(number=removed.number)
        if removed.said is None:
            return name
        return f"{name}: {verdict_name(removed.said, self._context.review.task)}"

    def _mark_line(self, removed: "RemovedMark") -> str:
        parts = [moment_words(removed.time_utc, datetime.now(UTC)), removed.reader]
        return SEPARATOR.join([*parts, way_words(removed.way.value)])

    def _mark(self) -> "RemovedMark | None":
        """The chosen mark; None where an image is chosen, or nothing."""
        place = self.list.currentIndex().row() - len(self._bin.images)
        return self._bin.marks[place] if 0 <= place < len(self._bin.marks) else None

    def _show_place(self) -> None:
        mark = self._mark()
        if mark is not None:
            put_away.show_place(self._context, mark)

    def _follow_choice(self) -> None:
        row, mark = self.list.currentIndex().row(), self._mark()
        others = mark is not None and mark.reader != self._context.settings.reader
        self._why_not.setVisible(others)
        if mark is not None:
            self._why_not.setText(
                self.tr("{reader} alone can take it back.").format(reader=mark.reader)
            )
        self.back_button.setEnabled(row >= 0 and not others)

    def _take_back(self) -> None:
        row, mark = self.list.currentIndex().row(), self._mark()
        if mark is not None:
            put_away.take_mark_back(self._context, mark, self._look_again)
        elif 0 <= row < len(self._bin.images):
            put_away.take_image_back(self._context, self._bin.images[row], self._look_again)

    def _look_again(self) -> None:
        if isValid(self):  # it may be closed by now
            self.look()
