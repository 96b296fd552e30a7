"""Choosing what is written about the open image, and where."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.commands.export import ExportKind
from app.context import AppContext
from app.panels.panel import label
from app.theme import GRID


class ReportDialog(QDialog):
    """PDF, GeoJSON or CSV; then the system's own file dialog.

    Signals:
        chosen: (ExportKind, Path) what to write, and where.
    """

    chosen = Signal(object, object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(self.tr("Report"))
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        image = context.images.current
        column.addWidget(label("heading", "" if image is None else image.path.name))
        column.addWidget(label("", self._state(), wrap=True))
        for place, (text, hint) in enumerate(self._kinds()):
            button = QRadioButton(text)
            button.setChecked(place == 0)
            self._group.addButton(button, place)
            column.addWidget(button)
            column.addWidget(_indented(label("muted", hint, wrap=True)))
        column.addSpacing(GRID)
        column.addStretch()  # room that a hint doesn't need isn't between it and its choice
        column.addWidget(self._buttons())
        self.setMinimumWidth(56 * GRID)

    def _kinds(self) -> tuple[tuple[str, str], ...]:
        return (
            (
                self.tr("PDF report"),
                self.tr(
                    "Counts of model and reader apart, crop sheet with evidence, model version, "
                    "pixel size and its origin. For research use."
                ),
            ),
            (self.tr("GeoJSON"), self.tr("Outlines with classes; QuPath opens it by a drop.")),
            (self.tr("CSV table"), self.tr("One line a finding, for statistics.")),
        )

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
        kind = tuple(ExportKind)[max(0, self._group.checkedId())]
        image = self._context.images.current
        if image is None:
            return
        task = self._context.review.task.key
        suggested = image.path.with_name(f"{image.path.stem}-{task}.{kind.value}")
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save report"), str(suggested), f"*.{kind.value}"
        )
        if name:
            path = Path(name)
            self.chosen.emit(kind, path if path.suffix else path.with_suffix(f".{kind.value}"))
            self.accept()


def _indented(widget: QWidget) -> QWidget:
    widget.setContentsMargins(3 * GRID, 0, 0, 0)
    return widget
