"""The gallery page: filter row, the grid of crops, and what can be done with the chosen ones."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.commands import gallery as commands
from app.commands import run_all
from app.context import AppContext
from app.panels.empty_state import EmptyState
from app.panels.gallery_filters import GalleryFilters
from app.panels.gallery_keys import GalleryKeys
from app.panels.gallery_view import FIRST_SIDE, GalleryView
from app.panels.panel import Panel, label
from app.panels.queue_empty import why_none_asked
from app.theme import GRID
from medcls_core.learning.queues import Reading, Wanted

SIDES = (48, 256)
SIDE_STEP = 16
AFTER_MS = 200
"""Counting all findings waits until a burst of verdicts or new images is over."""


class GalleryPanel(Panel):
    """Every finding of every listed image as a tile; keys give verdicts to the chosen ones."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.filters = GalleryFilters(context)
        self.view = GalleryView(context)
        self._empty = EmptyState("image")
        self.help_button = QPushButton()
        self.help_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.help_button.clicked.connect(self._help)
        self.images_button = QPushButton()
        self.images_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.images_button.clicked.connect(
            lambda: commands.filter_by(context, Wanted(reading=Reading.NO_FINDING))
        )
        self._keys = GalleryKeys(context)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self.view)
        self._count, self._chosen = label("muted"), label()
        self._again = QPushButton()
        self._again.setProperty("role", "link")
        self._again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._again.clicked.connect(context.gallery.arrange)
        self._size = self._size_slider()
        self._size_name = label("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self._pages, 1)
        column.addLayout(self._foot())
        column.addWidget(self._keys)
        self._tell_soon = _once(self, self._tell)
        self._look_soon = _once(self, lambda: commands.refresh(context))
        self._connect(context)
        self.retranslate()

    @property
    def empty_title(self) -> str:
        """What is said in place of tiles."""
        return self._empty.accessibleName()

    def _empty_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.help_button)
        row.addWidget(self.images_button)
        row.addStretch()
        column = QVBoxLayout(page)
        column.addStretch(2)
        column.addWidget(self._empty)
        column.addLayout(row)
        column.addStretch(3)
        return page

    def _size_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(SIDES[0] // SIDE_STEP, SIDES[1] // SIDE_STEP)
        slider.setValue(FIRST_SIDE // SIDE_STEP)
        slider.setFixedWidth(16 * GRID)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.valueChanged.connect(lambda value: self.view.set_side(value * SIDE_STEP))
        return slider

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(GRID + 4, GRID // 2, GRID + 4, GRID // 2)
        foot.setSpacing(2 * GRID)
        foot.addWidget(self._count)
        foot.addWidget(self._chosen)
        foot.addWidget(self._again)
        foot.addStretch(1)
        foot.addWidget(self._size_name)
        foot.addWidget(self._size)
        return foot

    def _connect(self, context: AppContext) -> None:
        gallery = context.gallery
        gallery.changed.connect(self._tell)
        gallery.loading_changed.connect(self._tell_soon.start)
        gallery.reads_changed.connect(lambda _: self._tell_soon.start())
        gallery.chosen_changed.connect(self._say_chosen)
        gallery.outdated.connect(self._look_soon.start)
        context.images.list_changed.connect(self._look_soon.start)
        context.models.task_changed.connect(self._change_task)
        context.review.items_changed.connect(self._outdate)
        self.view.opened.connect(lambda finding: commands.open_finding(context, finding))

    def _change_task(self) -> None:
        commands.forget(self._context)
        self.retranslate()

    def _outdate(self) -> None:
        image = self._context.images.current
        if image is not None:
            self._context.gallery.outdate(image.path)

    def retranslate(self) -> None:
        """Set every text again."""
        self.filters.retranslate()
        self._keys.retranslate()
        self.view.setAccessibleName(self.tr("Gallery"))
        self._size_name.setText(self.tr("Size"))
        self.images_button.setText(self.tr("Show the images"))
        self._size.setAccessibleName(self.tr("Size of the crops"))
        self._size.setToolTip(self.tr("Size of the crops"))
        self._tell()

    def _tell(self) -> None:
        gallery = self._context.gallery
        self.filters.refresh()
        shown, count = len(gallery.shown), gallery.count
        said = self.tr("{shown} of {count} findings").format(shown=shown, count=count)
        if gallery.wanted.reading is Reading.NO_FINDING:
            said = self.tr("Images without finding: {count}").format(count=shown)
        if gallery.loading:
            looking = self.tr("Images to look up: {images} …").format(images=gallery.loading)
            said = f"{said} · {looking}"
        self._count.setText(said)
        stale = gallery.stale
        self._again.setText(self.tr("No longer match: {count}; leave them out").format(count=stale))
        self._again.setVisible(stale > 0)
        self._pages.setCurrentIndex(1 if shown else 0)
        if not shown:
            self._say_empty()
        self._say_chosen()

    def _say_chosen(self) -> None:
        count = len(self._context.gallery.chosen)
        text = self.tr("{count} chosen").format(count=count) if count else ""
        self._chosen.setText(text)

    def _say_empty(self) -> None:
        """Why nothing is shown, and what helps."""
        context, gallery = self._context, self._context.gallery
        self.help_button.setVisible(True)
        self.images_button.setVisible(not gallery.count and gallery.without_finding > 0)
        if gallery.wanted.reading is Reading.NO_FINDING:
            self._empty.say(self.tr("Every listed image has a finding"), "")
            self.help_button.setText(self.tr("Clear filters"))
        elif gallery.wanted.asked:
            self._empty.say(*why_none_asked(context))
            self.help_button.setText(self.tr("Clear filters"))
        elif gallery.count:
            self._empty.say(
                self.tr("No finding matches the filters"),
                self.tr("Findings that they leave out: {count}.").format(count=gallery.count),
            )
            self.help_button.setText(self.tr("Clear filters"))
        elif gallery.loading:
            self.help_button.setVisible(False)
            self._empty.say(self.tr("Looking up the listed images …"), "")
        elif not context.images.entries:
            self.help_button.setVisible(False)
            self._empty.say(
                self.tr("No image is listed"),
                self.tr("Drop slides or a folder on the window; their findings appear here."),
            )
        else:
            self.help_button.setText(self.tr("Run the model on all images"))
            self._empty.say(
                self.tr("No findings yet"),
                self.tr("Shift+R runs the model on all listed images, M marks an object by hand."),
            )

    def _help(self) -> None:
        """What the button of the empty page does: clear the filters, or run the model."""
        gallery = self._context.gallery
        if gallery.count or not gallery.wanted.is_all:
            commands.filter_by(self._context, Wanted())
        else:
            run_all.run_all(self._context)


def _once(parent: QWidget, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(AFTER_MS)
    timer.timeout.connect(act)
    return timer
