"""The task's classes: digit, shape and colour, and how many the model and the reader found."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.context import AppContext
from app.panels.panel import Panel, label
from app.panels.symbols import symbol_pixmap
from app.theme import GRID
from app.translation import say
from medcls_core.tasks import ClassLabel

SYMBOL_PX = 16
COUNT_AFTER_MS = 100
"""The gallery's findings are counted once after a burst of verdicts."""


class ClassListPanel(Panel):
    """One row a class; the chosen one is what the drawing tools give.

    The numbers are of the open image, in the gallery of all images.
    """

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._group = QButtonGroup(self)
        self._counts: dict[str, tuple[QLabel, QLabel]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        self._table: QWidget | None = None
        context.models.task_changed.connect(self.retranslate)
        context.drawing.class_changed.connect(self._show_chosen)
        context.review.items_changed.connect(self._count)
        context.review.queue_changed.connect(self._count)
        context.review.reads_changed.connect(self._count)
        self._soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        context.gallery.open_changed.connect(self._count)
        context.gallery.changed.connect(self._soon.start)
        context.gallery.reads_changed.connect(self._soon.start)
        self.retranslate()

    def title(self) -> str:
        """Name on the dock."""
        return self.tr("Classes")

    def retranslate(self) -> None:
        """Build the table again: other language or other classes."""
        if self._table is not None:
            self._table.deleteLater()
        self._table = QWidget()
        self._column.insertWidget(0, self._table)
        self._group = QButtonGroup(self)
        self._counts = {}
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(2, 1)
        for column, text in ((3, self.tr("Model")), (4, self.tr("Reader"))):
            head = label("muted", text)
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, column)
        for row, each in enumerate(self._context.models.task.classes, start=1):
            self._add_row(grid, row, each)
        grid.setRowStretch(grid.rowCount(), 1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda _: self._choose())
        self._choose()
        self._count()

    def _choose(self) -> None:
        classes = self._context.models.task.classes
        self._context.drawing.choose_class(classes[max(0, self._group.checkedId())].key)

    def _show_chosen(self, class_key: str) -> None:
        keys = [each.key for each in self._context.models.task.classes]
        if class_key in keys:
            self._group.button(keys.index(class_key)).setChecked(True)

    def _add_row(self, grid: QGridLayout, row: int, each: ClassLabel) -> None:
        key = QLabel(str(each.digit))
        key.setObjectName("keycap")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture = QLabel()
        picture.setPixmap(
            symbol_pixmap(self._context.models.task, each.key, SYMBOL_PX, self.devicePixelRatioF())
        )
        name = QRadioButton(say(each.name))
        name.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name.setToolTip(self.tr("Class of new marks; the digit gives it to the finding"))
        self._group.addButton(name, row - 1)
        grid.addWidget(key, row, 0)
        grid.addWidget(picture, row, 1)
        grid.addWidget(name, row, 2)
        counts = (label("muted"), label())
        for column, count in enumerate(counts, start=3):
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(count, row, column)
        counts[0].setAccessibleName(self.tr("{name}: by the model").format(name=say(each.name)))
        counts[1].setAccessibleName(self.tr("{name}: by the reader").format(name=say(each.name)))
        self._counts[each.key] = counts

    def _count(self, *_: object) -> None:
        """Of the open image; while the gallery is shown, of all that is listed."""
        gallery = self._context.gallery
        found = gallery.class_counts() if gallery.is_open else self._context.review.counts()
        for key, counted in self._counts.items():
            for shown, count in zip(counted, found.get(key, (0, 0)), strict=True):
                shown.setText(str(count))
