"""Choosing what is written about the open image, and where."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from app.commands.export import ExportOptions
from app.commands.export_kinds import ExportKind
from app.context import AppContext
from app.panels.panel import label
from app.theme import GRID
from app.translation import say

LIST_WIDTH, TEXT_WIDTH = 30 * GRID, 46 * GRID


class ExportDialog(QDialog):
    """The kinds on the left, what the chosen one is for beside it; then the system's file dialog.

    Signals:
        chosen: (ExportKind, Path, ExportOptions) what to write, where, and what of it.
    """

    chosen = Signal(object, object, object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(self.tr("Report and export"))
        self.kinds = QListWidget()
        self.kinds.setAccessibleName(self.tr("Kind of file"))
        self.kinds.setFixedWidth(LIST_WIDTH)
        self.kinds.setSpacing(GRID // 4)
        self.kinds.addItems([say(kind.facts.title) for kind in ExportKind])
        self._title, self._purpose = label("heading"), label("", wrap=True)
        self.only_new, self.only_read, self.coded = QCheckBox(), QCheckBox(), QCheckBox()
        self.only_new.setText(self.tr("Only what changed since this was last written"))
        self.coded.setText(self.tr("Call the image by a code, not by its file name"))
        image = context.images.current
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label("heading", "" if image is None else image.path.name))
        column.addWidget(label("muted", self._state(), wrap=True))
        column.addLayout(self._middle())
        column.addWidget(self._buttons())
        self.kinds.currentRowChanged.connect(self._show)
        self.kinds.setCurrentRow(0)
        # All kinds are seen at once: a list that is scrolled hides what it offers.
        rows = sum(self.kinds.sizeHintForRow(row) for row in range(self.kinds.count()))
        self.kinds.setMinimumHeight(rows + (self.kinds.count() + 1) * 2 * self.kinds.spacing() + 4)
        self.kinds.setFocus()

    @property
    def kind(self) -> ExportKind:
        """The one that is chosen."""
        return tuple(ExportKind)[max(0, self.kinds.currentRow())]

    def _middle(self) -> QHBoxLayout:
        row, right = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(2 * GRID)
        right.setSpacing(GRID)
        self._purpose.setFixedWidth(TEXT_WIDTH)
        self._purpose.setMinimumHeight(12 * GRID)
        self._purpose.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self._title, self._purpose, self.only_new, self.only_read, self.coded):
            right.addWidget(widget)
        right.addStretch()
        row.addWidget(self.kinds)
        row.addLayout(right, 1)
        return row

    def _show(self) -> None:
        """What the chosen kind is for, and what can be asked of it."""
        kind = self.kind
        self._title.setText(say(kind.facts.title))
        self._purpose.setText(say(kind.facts.purpose))
        is_case = kind is ExportKind.CAPSULE
        self.only_read.setText(
            self.tr("Only findings with a flag")
            if is_case
            else self.tr("Only findings that somebody has read")
        )
        is_file = kind.file_kind is not None
        self.only_new.setVisible(is_file)
        self.only_read.setVisible((is_file and kind is not ExportKind.CROPS) or is_case)
        self.coded.setVisible(is_file and kind is not ExportKind.CROPS)

    def _state(self) -> str:
        review = self._context.review
        return self.tr("{done} of {count} findings are read by {reader}.").format(
            done=review.reviewed(),
            count=len(review.queue),
            reader=self._context.settings.reader,
        )

    def _buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Save | kinds.Cancel)
        buttons.button(kinds.Save).setText(self.tr("Save as …"))
        buttons.button(kinds.Save).setProperty("role", "primary")
        buttons.accepted.connect(self._ask_place)
        buttons.rejected.connect(self.reject)
        return buttons

    def _ask_place(self) -> None:
        image, kind = self._context.images.current, self.kind
        if image is None:
            return
        coded = self.coded.isVisible() and self.coded.isChecked()
        named = f"image-{image.quick_hash[:12]}" if coded else image.path.stem
        stem = f"{named}-{self._context.review.task.key}"
        path = self._folder(image.path, stem) if kind.facts.fills_folder else self._file(
            image.path, stem
        )  # fmt: skip
        if path is not None:
            options = ExportOptions(
                only_new=self.only_new.isVisible() and self.only_new.isChecked(),
                only_read=self.only_read.isVisible() and self.only_read.isChecked(),
                coded=coded,
            )
            self.chosen.emit(kind, path, options)
            self.accept()

    def _file(self, image: Path, stem: str) -> Path | None:
        # Of a case the name must not tell the slide's, which may name the patient.
        kind, suffix = self.kind, self.kind.facts.suffix
        name = self.tr("case") if kind is ExportKind.CAPSULE else stem
        suggested = image.with_name(f"{name}{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save {kind}").format(kind=say(kind.facts.title)), str(suggested),
            f"*{suffix}",
        )  # fmt: skip
        path = Path(chosen)
        return (path if path.suffix else path.with_suffix(suffix)) if chosen else None

    def _folder(self, image: Path, stem: str) -> Path | None:
        """A new folder in the chosen one, so that nothing else lies in it."""
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Make the folder in …"), str(image.parent)
        )
        return Path(chosen) / f"{stem}-{self.kind.value}" if chosen else None
