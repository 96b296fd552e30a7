"""The slide view, alone or with a second one beside it whose camera is locked to it."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.commands import compare, navigate
from app.context import AppContext
from app.panels.panel import Panel
from app.panels.side_content import (
    MISSING,
    RAW,
    SHOWN,
    Offer,
    draws_review,
    heat_for,
    marks_for,
    offers,
)
from app.theme import GRID
from app.viewer.mark_columns import Marks
from app.viewer.marks import FindingMark
from app.viewer.slide_view import SlideView
from app.viewer.view_link import ViewLink


class _Side(QWidget):
    """A view under the choice of what it shows."""

    def __init__(self, view: SlideView, choice: str) -> None:
        super().__init__()
        self.view, self.choice = view, choice
        self.box = QComboBox()
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self.box, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(view, 1)

    @property
    def shown(self) -> str:
        """What it shows now: the choice, as long as that is offered."""
        return SHOWN if self.head.isHidden() else str(self.box.currentData() or SHOWN)

    def offer(self, found: list[Offer]) -> None:
        """List what can be shown; what isn't there any more gives way to the usual."""
        if [self.box.itemData(at) for at in range(self.box.count())] != [one.key for one in found]:
            self.box.clear()
            for one in found:
                self.box.addItem(one.text, one.key)
        lines = self.box.model()
        for at, one in enumerate(found):
            self.box.setItemText(at, one.text)
            if isinstance(lines, QStandardItemModel):
                lines.item(at).setEnabled(one.key != MISSING)
        known = self.choice if any(self.choice == one.key for one in found) else SHOWN
        self.box.setCurrentIndex(self.box.findData(known))


class Comparison(Panel):
    """One view, or two over the same image: pan, zoom and turn in one are seen in both.

    The second view borrows the tiles of the first, so that nothing is read or kept twice. Turned
    off it isn't there at all.

    Signals:
        toggled: (bool) the second view came or went.
    """

    toggled = Signal(bool)

    def __init__(self, context: AppContext, view: SlideView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._marks = Marks.of(())
        self.main = _Side(view, SHOWN)
        self.main.head.hide()
        self.main.box.activated.connect(partial(self._choose, self.main))
        self.other: _Side | None = None
        self._link: ViewLink | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.main)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)
        context.overlay.changed.connect(self._follow_overlay)
        context.overlay.levels_changed.connect(self._set_levels)
        context.models.changed.connect(self._offer)
        context.hot_spot.changed.connect(self._draw_field)
        self.retranslate()

    @property
    def is_on(self) -> bool:
        """Whether there are two views."""
        return self.other is not None

    def toggle(self) -> None:
        """Put a second view beside the first, as scanned, or take it away again."""
        if self.other is None and self._context.images.current is None:
            self._context.messages.info(self.tr("Open an image first."))
        elif self.other is None:
            self._begin()
        else:
            self._end(self.other)
        self.toggled.emit(self.is_on)

    def show_image(self) -> None:
        """The first view shows another image, or the same one anew."""
        if self.other is not None and self._link is not None:
            with self._link.parted():
                self.other.view.borrow(self.main.view)
            self.other.view.stand_like(self.main.view)
            self._set_levels()
            self._offer()
            self._draw_marks()
        self._draw_heat()

    def show_marks(self, marks: Marks) -> None:
        """Draw the findings of the review, each side as it was chosen."""
        self._marks = marks
        self._draw_marks()

    def draws(self, finding: UUID) -> bool:
        """Whether the finding is one of those that `show_marks` was given."""
        return self._marks.draws(finding)

    def change_mark(self, mark: FindingMark) -> bool:
        """One finding looks otherwise; False if it isn't drawn, or lies elsewhere now."""
        if not self._marks.change(mark):
            return False
        for side in self._sides():
            if draws_review(self._context, side.shown):
                side.view.change_mark(mark)
        return True

    def retranslate(self) -> None:
        """Set every text again."""
        sides = [(self.main, self.tr("Shown on the right"))]
        if self.other is not None:
            sides.append((self.other, self.tr("Shown on the left")))
            self.other.view.setAccessibleName(self.tr("Slide, second view"))
        for side, name in sides:
            side.box.setAccessibleName(name)
            side.box.setToolTip(name)
        self._offer()

    def _begin(self) -> None:
        context, main = self._context, self.main.view
        main.stays_put = False  # of two that move as one neither can
        view = SlideView(context.runner)
        view.stays_put = False
        self.other = _Side(view, RAW)
        self.other.box.activated.connect(partial(self._choose, self.other))
        self._splitter.insertWidget(0, self.other)
        self._splitter.setSizes([1_000, 1_000])
        self.main.head.show()
        self._link = ViewLink(main, view)
        view.cursorMoved.connect(main.cursorMoved)
        view.heatmapOpacityChanged.connect(context.overlay.set_opacity)
        view.findingClicked.connect(lambda uuid: navigate.select(context, uuid))
        self.show_image()
        self.retranslate()

    def _end(self, other: _Side) -> None:
        self.other, self._link, self.main.choice = None, None, SHOWN
        self.main.head.hide()
        self.main.view.stays_put = True
        other.view.set_source(None)
        other.setParent(None)
        other.deleteLater()
        self._draw_marks()
        self._draw_heat()
        self.main.view.setFocus()

    def _choose(self, side: _Side, place: int) -> None:
        side.choice = str(side.box.itemData(place))
        self._draw_marks()
        self._draw_heat()

    def _follow_overlay(self) -> None:
        self._offer()
        self._draw_heat()

    def _offer(self) -> None:
        """What can be chosen may be other by now."""
        if self.other is None:
            return
        compare.look_up(self._context, self._offer)
        found = offers(self._context)
        before = [side.shown for side in self._sides()]
        for side in self._sides():
            side.offer(found)
        if before != [side.shown for side in self._sides()]:
            self._draw_marks()

    def _sides(self) -> tuple[_Side, ...]:
        return (self.main,) if self.other is None else (self.main, self.other)

    def show_selected(self) -> None:
        """Emphasise the finding that is looked at in the second view; the desk does the first."""
        selected = self._context.review.selected
        if self.other is not None:
            self.other.view.set_selected(None if selected is None else selected.finding.uuid)

    def _draw_marks(self) -> None:
        for side in self._sides():
            side.view.set_marks(marks_for(self._context, side.shown, self._marks))
        self.show_selected()
        self._draw_field()

    def _draw_field(self) -> None:
        """The hot spot's circle, where findings are drawn."""
        for side in self._sides():
            side.view.set_field(None if side.shown == RAW else self._context.hot_spot.circle)

    def _draw_heat(self) -> None:
        overlay = self._context.overlay
        for side in self._sides():
            side.view.set_heatmap(heat_for(self._context, side.shown))
            side.view.set_heatmap_opacity(overlay.opacity)
            side.view.set_marks_visible(overlay.marks_chosen)

    def _set_levels(self) -> None:
        for side in self._sides():
            side.view.set_levels(*self._context.overlay.levels)
