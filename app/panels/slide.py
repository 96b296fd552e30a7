"""The middle of the window: the slide view wired to the state, under the message bar."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.commands import cases, evidence, navigate, run_task
from app.commands.shortcuts import spoken_key
from app.context import AppContext
from app.panels.comparison import Comparison
from app.panels.drawing_desk import DrawingDesk
from app.panels.empty_state import EmptyState
from app.panels.gallery import GalleryPanel
from app.panels.looking import Looking
from app.panels.marks import mark_of, marks_of
from app.panels.message_bar import MessageBar
from app.panels.panel import Panel
from app.panels.recent_places import RecentPlaces
from app.panels.tool_strip import ToolStrip
from app.panels.welcome import WelcomePanel
from app.state import OpenImage
from app.theme import GRID
from app.viewer.slide_view import SlideView
from app.viewer.tile_store import Convert
from medcls_core.geometry import Point
from medcls_core.images.source import ImageSource

if TYPE_CHECKING:  # this loads scipy
    from medcls_core.quantify.hot_spot import Circle

CLOSE_ENOUGH = 1.5
"""Level-0 pixels per view pixel up to which the zoom is kept when going to a finding."""

ROOM_AROUND = 1.1
"""How much more than a field is in sight when one goes to it."""

EXPLAIN_AFTER_MS = 150
RECENT_WIDTH = 72 * GRID

_TAUGHT = ("run", "next", "accept", "keys")
"""Commands whose keys the empty view teaches."""


class SlidePanel(Panel):
    """Shows the open image with the drawing tools beside it; takes drops.

    Signals:
        cursor_moved: (Point | None) what lies under the cursor.
        open_wanted, folder_wanted: a button of the empty state was pressed.
    """

    cursor_moved = Signal(object)
    open_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._run: tuple[int, tuple[Point, float] | None] = (0, None)
        self._outside = False
        self.bar = MessageBar(context.messages)
        self.view = SlideView(context.runner)
        self.view.set_cache_mb(context.settings.cache_mb)
        self.comparison = Comparison(context, self.view)
        self.welcome = WelcomePanel(context)
        self.strip = ToolStrip()
        self.strip.hide()
        self._desk = DrawingDesk(context, self.view, self.strip)
        self._empty = EmptyState("image")
        self._files, self._folder = QPushButton(), QPushButton()
        self.recent = RecentPlaces(context)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self.comparison)
        self._pages.addWidget(self.welcome)
        self.gallery = GalleryPanel(context)
        self._gallery_page = _sideways(self.gallery)
        self._pages.addWidget(self._gallery_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.strip)
        row.addWidget(self._pages, 1)
        column.addLayout(row, 1)
        self.setAcceptDrops(True)
        # Explaining every finding one runs past would keep the model busy for nothing.
        self._explain_soon = QTimer(self)
        self._explain_soon.setSingleShot(True)
        self._explain_soon.setInterval(EXPLAIN_AFTER_MS)
        self._explain_soon.timeout.connect(lambda: evidence.show_evidence(context))
        self._draw_soon = QTimer(self)
        self._draw_soon.setSingleShot(True)
        self._draw_soon.timeout.connect(self._draw_marks)
        self.looking = Looking(context, self.view)
        self._connect_state(context)
        self._connect_view(context)
        self.retranslate()

    def _empty_page(self) -> QWidget:
        page = QWidget()
        self._files.setProperty("role", "primary")
        self._files.clicked.connect(self.open_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        buttons.addWidget(self._files)
        buttons.addWidget(self._folder)
        buttons.addStretch()
        self.recent.setMaximumWidth(RECENT_WIDTH)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.recent, 20)
        middle.addStretch(1)
        column = QVBoxLayout(page)
        column.addStretch(2)
        column.addWidget(self._empty)
        column.addLayout(buttons)
        column.addSpacing(2 * GRID)
        column.addLayout(middle)
        column.addStretch(3)
        return page

    def _connect_state(self, context: AppContext) -> None:
        context.images.current_changed.connect(self._show_image)
        context.gallery.open_changed.connect(self._show_page)
        context.review.queue_changed.connect(self._draw_soon.start)
        context.review.reads_changed.connect(self._change_mark)
        context.review.selected_changed.connect(self._show_selected)
        context.review.visited.connect(self._go_to)
        context.review.arrived.connect(self._go_to_first)
        context.hot_spot.visited.connect(self._go_to_field)
        context.work.changed.connect(self._note_run)
        self.welcome.folder_wanted.connect(self.folder_wanted)
        self.welcome.left.connect(self._show_page)
        context.settings.changed.connect(self._follow_setting)

    def _connect_view(self, context: AppContext) -> None:
        self.view.findingClicked.connect(lambda uuid: navigate.select(context, uuid))
        self.view.cursorMoved.connect(self.cursor_moved)
        self.view.readFailed.connect(context.messages.error)
        self.view.sourceReleased.connect(context.sources.release)
        self.view.heatmapOpacityChanged.connect(context.overlay.set_opacity)
        self.view.overlaysShown.connect(lambda shown: context.overlay.peek(hidden=not shown))

    def retranslate(self) -> None:
        """Set every text again."""
        settings = self._context.settings
        self._empty.say(
            self.tr("Drop a slide here"),
            self.tr(
                "Then {run} runs the model, {next} goes to the next finding, {accept} accepts, "
                "a digit names the class. {keys} shows every key."
            ).format(**{name: spoken_key(settings, name) for name in _TAUGHT}),
        )
        self._files.setText(self.tr("Open files …"))
        self._folder.setText(self.tr("Open folder …"))
        self.recent.refresh()
        self.view.setAccessibleName(self.tr("Slide"))
        self._desk.say_tool()
        self._draw_marks()

    def _follow_setting(self, name: str) -> None:
        if name.startswith("keys/"):
            self.retranslate()
        elif name == "cache_mb":
            self.view.set_cache_mb(self._context.settings.cache_mb)
        elif name == "icc":
            self._show_again()

    def show_welcome(self) -> None:
        """Show the first page, with a fresh self-test."""
        self._pages.setCurrentWidget(self.welcome)
        self.strip.hide()
        self.welcome.test()

    def _show_image(self, image: OpenImage | None) -> None:
        source = None if image is None else image.source
        self._show_page()  # the view has its size then, and asks for the right tiles at once
        self.view.set_source(source, self._colours(source))
        self.comparison.show_image()

    def _colours(self, source: ImageSource | None) -> Convert | None:
        if source is None or not self._context.settings.icc:
            return None
        from medcls_core.images.colour import to_srgb  # noqa: PLC0415  (loaded with the image)

        return to_srgb(source)

    def _show_again(self) -> None:
        """The same image in other colours, where the reader stands."""
        image, turn, place = self._context.images.current, self.view.turn, self.view.place
        if image is None:
            return
        self._context.sources.hold(image.source)  # the view lets go of it before it takes it
        self.view.set_source(image.source, self._colours(image.source))
        self.view.set_turn(turn)
        if place is not None:
            self.view.look_at(*place)
        self.comparison.show_image()
        self._draw_marks()

    def _show_page(self) -> None:
        """The gallery if it is wanted, else the image, else how images get here."""
        if self._context.gallery.is_open:
            self._pages.setCurrentWidget(self._gallery_page)
            self.gallery.view.setFocus()
        elif self._context.images.current is not None:
            self._pages.setCurrentWidget(self.comparison)
            self.view.setFocus()
        else:
            self._pages.setCurrentIndex(0)
        self.strip.setVisible(self._pages.currentWidget() is self.comparison)

    def _draw_marks(self) -> None:
        """Once for all that changed before the next paint."""
        self._draw_soon.stop()
        review = self._context.review
        marks = marks_of(review, self._context.outlines)
        self._outside = len(marks) > len(review.queue)
        self.comparison.show_marks(marks)
        self._desk.show_chosen()

    def _change_mark(self, finding: UUID) -> None:
        """A finding has another verdict: it alone is drawn anew, of however many."""
        if self._draw_soon.isActive():
            return
        item = self._context.review.item(finding)
        known = item is not None and self.comparison.change_mark(
            mark_of(item, self._context.review, self._context.outlines)
        )
        if known:
            self._desk.show_chosen()
        else:
            self._draw_soon.start()

    def _show_selected(self) -> None:
        selected = self._context.review.selected
        known = selected is None or self.comparison.draws(selected.finding.uuid)
        self._desk.show_chosen()  # a tool may want it before the next paint
        if self._outside or not known:
            self._draw_soon.start()  # one outside of the queue is drawn only while looked at
        else:
            self.comparison.show_selected()
        self._explain_soon.start()

    def _go_to(self) -> None:
        selected = self._context.review.selected
        image = self._context.images.current
        if selected is None or image is None:
            return
        bounds, size = selected.finding.outline.bounds, image.source.size_l0
        if bounds.width_l0 >= size.width and bounds.height_l0 >= size.height:
            self.view.zoom_fit()  # the finding is the whole image
            return
        far = self.view.camera.downsample > CLOSE_ENOUGH
        self.view.look_at(selected.finding.outline.center, 1.0 if far else None)

    def _go_to_field(self, field: "Circle") -> None:
        """Bring all of a round field into view."""
        room = min(self.view.width(), self.view.height())
        self.view.look_at(field.center, room / (2 * field.radius_l0 * ROOM_AROUND))

    def _note_run(self) -> None:
        """Remember where the reader stood when a run began."""
        doing = self._context.work.doing(run_task.ANALYSE)
        if doing is not None and doing.job != self._run[0]:
            self._run = (doing.job, self.view.place)

    def _go_to_first(self) -> None:
        """Go to the first finding of a run, unless the reader went somewhere meanwhile."""
        review = self._context.review
        selected = review.selected
        if selected is None or review.standing(selected.finding.uuid) is not None:
            return
        if self.view.place == self._run[1]:
            review.visit(selected.finding.uuid)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            cases.open_places(self._context, paths)


def _sideways(panel: Panel) -> QScrollArea:
    """A page that scrolls on a narrow screen instead of making the whole window wider."""
    area = QScrollArea()
    area.setWidget(panel)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
