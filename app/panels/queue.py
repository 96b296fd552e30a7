"""The review queue: which finding comes next, in an order chosen by name."""

from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.commands import coverage, navigate
from app.context import AppContext
from app.panels.empty_state import EmptyState
from app.panels.hot_spot import HotSpotBar
from app.panels.panel import Panel, label
from app.panels.queue_empty import why_empty
from app.panels.queue_model import MODEL, NUMBER, SCORE, VERDICT, QueueModel
from app.panels.queue_orders import QueueOrders
from app.panels.unseen_list import UnseenList
from app.theme import GRID
from medcls_core.learning.queues import QueueOrder

ROW_PX = 26
COUNT_AFTER_MS = 100


class QueuePanel(Panel):
    """Order, progress and the table; a click goes to the finding."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = QueueModel(context.review, self)
        self._order = QueueOrders(context)
        self._unseen = UnseenList(context)
        self._progress = label("muted")
        self._table = self._make_table()
        self._empty = EmptyState("check")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._unseen)
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
        column.addWidget(HotSpotBar(context))
        context.review.queue_changed.connect(self._refresh)
        context.review.reads_changed.connect(self._refresh)
        context.review.selected_changed.connect(self._show_selected)
        context.asking.answered.connect(self._refresh)
        context.work.changed.connect(self._follow_work)
        context.coverage.queue_changed.connect(self._refresh)
        context.coverage.changed.connect(self._follow_coverage)
        # Counting waits until a burst of verdicts is over.
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._count_soon.timeout.connect(self._order.refresh)
        self.retranslate()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        table.setTabKeyNavigation(False)  # Tab goes on, it doesn't walk through cells
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
        self._order.refresh()
        self._unseen.say()
        self._unseen.setAccessibleName(self.tr("Unseen tissue"))
        self._order.setAccessibleName(self.tr("Order of the queue"))
        self._table.setAccessibleName(self.tr("Review queue"))
        self._model.reset()
        self._refresh()

    def _clicked(self, index: QModelIndex) -> None:
        finding = self._model.finding(index.row())
        if isinstance(finding, UUID):
            navigate.visit(self._context, finding)

    def _follow_coverage(self) -> None:
        """More was seen, or another image is looked at."""
        if self._context.coverage.is_queue:
            self._refresh()

    def _follow_work(self) -> None:
        """What teaches most is looked for, or no more."""
        if self._context.review.order is QueueOrder.TEACHES and not self._context.review.queue:
            self._refresh()

    def _refresh(self) -> None:
        if self._context.coverage.is_queue:
            self._show_unseen()
        else:
            self._show_findings()
        self._count_soon.start()

    def _show_unseen(self) -> None:
        self._unseen.refresh()
        fields = self._unseen.count()
        self._progress.setText(self.tr("Fields: {count}").format(count=fields) if fields else "")
        self._pages.setCurrentWidget(self._unseen if fields else self._empty)
        if not fields:
            self._say_none_unseen()

    def _say_none_unseen(self) -> None:
        why_not, settings = coverage.why_not(self._context), self._context.settings
        if why_not:
            self._empty.say(self.tr("Unseen tissue"), why_not)
        elif not self._context.coverage.tissue_known:
            self._empty.say(self.tr("Looking for tissue …"), "")
        else:
            power = f"{settings.coverage_power:g}"
            self._empty.say(
                self.tr("All tissue was seen"),
                self.tr("At {power}× or higher.").format(power=power),
            )

    def _show_findings(self) -> None:
        review = self._context.review
        said = self.tr("{done} of {count} read").format(
            done=review.reviewed(), count=len(review.queue)
        )
        if review.order is QueueOrder.TEACHES and (more := self._elsewhere()):
            self._progress.setToolTip(self.tr("{more} more in other images").format(more=more))
            said = f"{said} · +{more}"
        else:
            self._progress.setToolTip("")
        self._progress.setText(said)
        self._pages.setCurrentWidget(self._table if review.queue else self._empty)
        if not review.queue:
            self._empty.say(*why_empty(self._context))
        self._show_selected()

    def _elsewhere(self) -> int:
        """How many findings of other images teach most and have no answer."""
        review = self._context.review
        return self._context.asking.open() - (len(review.queue) - review.reviewed())

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
