"""The review queue: which finding comes next, in an order chosen by name."""

from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.commands import navigate
from app.context import AppContext
from app.panels.empty_state import EmptyState
from app.panels.panel import Panel, label
from app.panels.queue_model import MODEL, NUMBER, SCORE, VERDICT, QueueModel
from app.theme import GRID
from app.translation import say
from medcls_core.learning.queues import QueueOrder

ROW_PX = 26


class QueuePanel(Panel):
    """Order, progress and the table; a click goes to the finding."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = QueueModel(context.review, self)
        self._order = QComboBox()
        self._order.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._order.activated.connect(self._sort)
        self._progress = label("muted")
        self._table = self._make_table()
        self._empty = EmptyState("check")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._table)
        top = QHBoxLayout()
        top.setContentsMargins(GRID, GRID, GRID + 4, 0)
        top.setSpacing(GRID)
        top.addWidget(self._order, 1)
        top.addWidget(self._progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(GRID // 2)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        context.review.queue_changed.connect(self._refresh)
        context.review.reads_changed.connect(self._refresh)
        context.review.selected_changed.connect(self._show_selected)
        context.review.items_changed.connect(self._name_orders)
        self.retranslate()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_PX)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(VERDICT, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(4 * GRID)
        for section, width in ((NUMBER, 48), (MODEL, 132), (SCORE, 56)):
            header.resizeSection(section, width)
        table.clicked.connect(self._clicked)
        return table

    def title(self) -> str:
        """Name on the dock."""
        return self.tr("Review queue")

    def retranslate(self) -> None:
        """Set every text again."""
        self._name_orders()
        self._order.setAccessibleName(self.tr("Order of the queue"))
        self._table.setAccessibleName(self.tr("Review queue"))
        self._model.reset()
        self._refresh()

    def _name_orders(self) -> None:
        """The queues by name: orders of all findings, then some findings alone."""
        self._order.clear()
        for order, text in (
            (QueueOrder.LEAST_SURE, self.tr("Least sure first")),
            (QueueOrder.MOST_SURE, self.tr("Surest first")),
            (QueueOrder.PLACE, self.tr("From top to bottom")),
            (QueueOrder.LIKELY_WRONG, self.tr("Likely wrong first")),
            (QueueOrder.FLAGS, self.tr("My flags")),
        ):
            self._order.addItem(text, _name(order, ""))
        for each in self._context.review.task.classes:
            text = self.tr("All of class: {name}").format(name=say(each.name))
            self._order.addItem(text, _name(QueueOrder.CLASS, each.key))
        review = self._context.review
        chosen = self._order.findData(_name(review.order, review.queue_class))
        self._order.setCurrentIndex(max(0, chosen))

    def _sort(self, place: int) -> None:
        order, _, class_key = str(self._order.itemData(place)).partition(" ")
        navigate.sort_queue(self._context, QueueOrder(order), class_key)

    def _clicked(self, index: QModelIndex) -> None:
        finding = self._model.finding(index.row())
        if isinstance(finding, UUID):
            navigate.visit(self._context, finding)

    def _refresh(self) -> None:
        review = self._context.review
        self._progress.setText(
            self.tr("{done} of {count} read").format(
                done=review.reviewed(), count=len(review.queue)
            )
        )
        self._pages.setCurrentIndex(1 if review.queue else 0)
        if not review.queue:
            self._say_empty()
        self._show_selected()

    def _say_empty(self) -> None:
        review = self._context.review
        if review.items and review.order is QueueOrder.LIKELY_WRONG:
            self._empty.say(
                self.tr("No disagreement"),
                self.tr(
                    "Findings appear here when your verdict differs from the model's class, or "
                    "when the model hardly believes it."
                ),
            )
        elif review.items and review.order is QueueOrder.FLAGS:
            self._empty.say(
                self.tr("No flags"), self.tr("Findings appear here when you flag them.")
            )
        elif review.items and review.order is QueueOrder.CLASS:
            self._empty.say(
                self.tr("None of this class"),
                self.tr("Choose another queue above to see the other findings."),
            )
        elif review.items:
            self._empty.say(
                self.tr("Nothing reaches the threshold"),
                self.tr("Lower it in the layers panel to see less probable findings."),
            )
        else:
            self._empty.say(
                self.tr("Nothing to review yet"),
                self.tr("Findings of the model and your own marks will queue up here."),
            )

    def _show_selected(self) -> None:
        selected = self._context.review.selected
        row = -1 if selected is None else self._model.row_of(selected.finding.uuid)
        index = self._model.index(row, 0)
        flags = (
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows
        )
        self._table.selectionModel().setCurrentIndex(index, flags)
        self._table.scrollTo(index)


def _name(order: QueueOrder, class_key: str) -> str:
    """An order as the combo box keeps it: its name, and the class it may be about."""
    return f"{order.value} {class_key}".strip()
