"""The mitotic count under the queue: how many figures lie where most of them do."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from app.commands import hot_spot
from app.commands.shortcuts import spoken_key
from app.context import AppContext
from app.panels.flow import Flow
from app.panels.panel import Panel, label, set_role
from app.theme import GRID
from medcls_core.tasks.mitosis import COUNT_AREAS_MM2

if TYPE_CHECKING:  # these load scipy
    from medcls_core.quantify.density import Density
    from medcls_core.quantify.mitotic_count import MitoticCount

AFTER_MS = 400
"""A burst of verdicts is counted once."""

_FIELDS = {2.376: "10 × 0.2376", 2.74: "10 × 0.274", 2.37: "10 × 0.237"}
"""Areas that are ten microscope fields."""


class HotSpotBar(Panel):
    """Area of the field, what was counted in it, and the ways there; for tasks of mitoses."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("")  # no panel of its own, part of one
        self._context = context
        self._name = label("muted")
        self._area = QComboBox()
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._show = QPushButton()
        self._show.setCheckable(True)
        self._next = QPushButton()
        for button in (self._show, self._next):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._counted = label(wrap=True)
        controls = QWidget()
        top = Flow(controls, GRID)
        top.setContentsMargins(0, 0, 0, 0)
        for widget in (self._name, self._area, self._show, self._next):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID // 2, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(controls)
        column.addWidget(self._counted)
        self._soon = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._soon.timeout.connect(self._count)
        self._area.activated.connect(self._choose)
        self._show.clicked.connect(lambda: hot_spot.toggle(context))
        self._next.clicked.connect(lambda: hot_spot.next_unread(context))
        context.images.current_changed.connect(lambda _: hot_spot.forget(context))
        for signal in (
            context.images.current_changed,
            context.review.queue_changed,
            context.review.reads_changed,
        ):
            signal.connect(self._begin)
        context.hot_spot.changed.connect(self._refresh)
        context.settings.changed.connect(self._follow_setting)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._name.setText(self.tr("Hot spot"))
        self._area.setAccessibleName(self.tr("Area of the hot spot"))
        self._area.setToolTip(
            self.tr("The circle of this area that holds the most mitotic figures.")
        )
        self._area.clear()
        for area in COUNT_AREAS_MM2:
            self._area.addItem(f"{area:g} mm²", area)
            fields = f"{_FIELDS[area]} mm²" if area in _FIELDS else None
            self._area.setItemData(self._area.count() - 1, fields, Qt.ItemDataRole.ToolTipRole)
        self._show.setText(self.tr("Show"))
        self._next.setText(self.tr("Next unread"))
        for button, text, key in (
            (self._show, self.tr("Go there and draw the circle ({key})"), "hot_spot"),
            (self._next, self.tr("Go to a figure in it without an answer ({key})"), "next_unread"),
        ):
            button.setToolTip(text.format(key=spoken_key(self._context.settings, key)))
        self._refresh()
        self._begin()

    def _begin(self, *_: object) -> None:
        """Something else may be counted by now."""
        context = self._context
        counts = context.review.task.counts_mitoses
        if not counts:
            hot_spot.forget(context)
        self.setVisible(counts and context.images.current is not None)
        self._soon.start()

    def _count(self) -> None:
        hot_spot.recount(self._context)
        self._refresh()

    def _choose(self, place: int) -> None:
        self._context.settings.count_area_mm2 = float(self._area.itemData(place))

    def _follow_setting(self, name: str) -> None:
        if name == "count_area_mm2":
            self._refresh()
            self._begin()
        elif name.startswith("keys/"):
            self.retranslate()

    def _refresh(self) -> None:
        state, count = self._context.hot_spot, self._context.hot_spot.count
        self._area.setCurrentIndex(self._area.findData(self._context.settings.count_area_mm2))
        self._show.setChecked(state.is_shown)
        self._show.setEnabled(count is not None or state.is_shown)
        self._next.setVisible(count is not None and count.unread > 0)
        set_role(self._counted, "muted" if count is None else "")
        if count is None:
            context = self._context
            self._counted.setText(hot_spot.why_not(context) or hot_spot.nothing_counted(context))
            return
        self._counted.setText(self._counted_text(count))

    def _counted_text(self, count: "MitoticCount") -> str:
        own = count.reader_density
        said = [
            self.tr("Reader {count}").format(count="–" if count.reader is None else count.reader),
            self.tr("model {count}").format(count=count.model),
        ]
        if count.unread:
            said.append(self.tr("{unread} unread").format(unread=count.unread))
        shown = count.model_density if own is None else own
        whose = self.tr("reader {figure} per mm²") if own else self.tr("model {figure} per mm²")
        said.append(whose.format(figure=_figure(shown)))
        if count.score is not None:
            said.append(self.tr("mitotic score {score}").format(score=count.score))
        if not count.is_full:
            left = self.tr("only {tissue:.2f} mm² of the circle is tissue")
            said.append(left.format(tissue=count.tissue_mm2))
        return " · ".join(said)


def _figure(density: "Density") -> str:
    return f"{density.per_mm2:.1f} [{density.low:.1f} – {density.high:.1f}]"
