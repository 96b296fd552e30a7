"""The review queue as Qt wants it: a model over the state; texts are made as rows are shown."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.panels.dispute_text import dispute_line
from app.panels.symbols import symbol_pixmap
from app.panels.verdict_text import verdict_name
from app.state import Item, Review
from app.theme import colors
from app.translation import say
from medcls_core.findings import DISPUTED
from medcls_core.learning.queues import QueueOrder

Index = QModelIndex | QPersistentModelIndex

NUMBER, MODEL, SCORE, VERDICT = range(4)
SYMBOL_PX = 14
_BY_SURENESS = frozenset({QueueOrder.LEAST_SURE, QueueOrder.MOST_SURE})
_SPOKEN = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)
_ANSWERED = frozenset(
    {(Qt.ItemDataRole.DisplayRole, column) for column in (NUMBER, MODEL, SCORE, VERDICT)}
    | {(role, VERDICT) for role in (*_SPOKEN, Qt.ItemDataRole.ForegroundRole)}
    | {(Qt.ItemDataRole.DecorationRole, MODEL)}
)
"""Roles and columns in which a cell has something to say."""


class QueueModel(QAbstractTableModel):
    """One row a finding of the queue: number, the model's class, its score, the verdict.

    Where the queue is sorted by the margin between the two likeliest classes, that stands in the
    score's place.
    """

    def __init__(self, review: Review, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._review = review
        self._queue = review.queue
        review.queue_changed.connect(self.reset)
        review.reads_changed.connect(self._read_changed)

    def reset(self) -> None:
        """Another queue, language or theme."""
        self.beginResetModel()
        self._queue = self._review.queue
        self.endResetModel()

    def finding(self, row: int) -> object:
        """The uuid in a row; None outside."""
        return self._queue[row] if 0 <= row < len(self._queue) else None

    def row_of(self, finding: object) -> int:
        """The row of a finding; -1 if it isn't queued."""
        place = self._queue.place(finding)
        return -1 if place is None else place

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """How many findings are queued."""
        return 0 if parent.isValid() else len(self._queue)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Number, class, score, verdict."""
        return 0 if parent.isValid() else VERDICT + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and section == SCORE:
            return self._score_meaning()
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        score = self.tr("Margin") if self._by_margin() else self.tr("Score")
        return (self.tr("No."), self.tr("Model"), score, self.tr("Verdict"))[section]

    def _by_margin(self) -> bool:
        """Whether the order is that of the margins: what a mask task found goes by its score."""
        return self._review.order in _BY_SURENESS and self._review.task.background is None

    def _score_meaning(self) -> str:
        if self._by_margin():
            return self.tr(
                "By how much the likeliest class leads the second; the order goes by it."
            )
        return self.tr("Probability that it is what the task looks for, or of the likeliest class.")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, symbol or colour of a cell."""
        # Qt asks in eight roles for every cell that it paints: most are answered without a look.
        if (role, index.column()) not in _ANSWERED:
            return None
        item = self._review.item(self._queue[index.row()])
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(item, index.column())
        if role in _SPOKEN:
            return dispute_line(item, self._review)
        if role == Qt.ItemDataRole.DecorationRole:
            key = item.model_class(self._review.task)
            return symbol_pixmap(self._review.task, key, SYMBOL_PX, 2.0) if key else None
        read = self._review.standing(item.finding.uuid)
        return None if read is None else QColor(colors().good if read.hash else colors().warning)

    def _text(self, item: Item, column: int) -> str:
        task = self._review.task
        if column == NUMBER:
            return str(item.number)
        if column == MODEL and item.sealed is not None:
            return self.tr("your read first")
        if column == MODEL:
            key = item.model_class(task)
            known = [say(label.name) for label in task.classes if label.key == key]
            return known[0] if known else "-"
        if column == SCORE:
            score = item.score(task)
            if score is not None and self._by_margin():
                score = item.sureness(task)
            return "-" if score is None else f"{score:.2f}"
        return self._verdict(item)

    def _verdict(self, item: Item) -> str:
        read = self._review.standing(item.finding.uuid)
        flag = "⚑ " if self._review.is_flagged(item.finding.uuid) else ""
        dispute = self._review.dispute(item.finding.uuid)
        if dispute in DISPUTED:
            flag = f"≠ {flag}"
        if read is None:
            return flag + self.tr("readers disagree") if dispute in DISPUTED else flag
        read_mark = "✓ " if read.answers else ""  # a skip is saved, but nothing is read by it
        saved = read_mark if read.hash else "… "
        return saved + flag + verdict_name(read, self._review.task)

    def _read_changed(self, finding: object) -> None:
        row = self.row_of(finding)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, VERDICT))
