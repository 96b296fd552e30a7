"""The window: panels put together; what happens is in panels, commands and state."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from app.actions import apply_keys, make_actions, retranslate_actions
from app.commands import asking, coverage, gallery, load_review, undoable
from app.commands.change_store import change_store
from app.commands.list_lines import ListLines
from app.context import AppContext
from app.dock_room import fit_into, screen_room, share_left, share_out, share_right
from app.icons import icon
from app.jobs import Lane
from app.openers import Openers
from app.panels.class_list import ClassListPanel
from app.panels.crops import Crops
from app.panels.film_strip import FilmStrip
from app.panels.history import HistoryPanel
from app.panels.image_list import ImageListPanel
from app.panels.layers import LayersPanel
from app.panels.learning import LearningPanel
from app.panels.log import LogPanel
from app.panels.panel import Dock
from app.panels.peek import Peek
from app.panels.queue import QueuePanel
from app.panels.slide import SlidePanel
from app.panels.status import StatusBar
from app.panels.task_bar import TaskBar
from app.panels.tool_strip import CHANGES, TOOLS
from app.panels.verdict import VerdictPanel
from app.tab_order import tab_through
from app.theme import GRID, apply_theme
from app.translation import install_language

QUIT_LIMIT_MS = 10_000
QUIT_MODEL_LIMIT_MS = 500
"""A model in the middle of a batch is not waited for longer: it has written nothing."""

ABOUT_THE_SLIDE = ("layers", "verdict", "queue", "history", "strip")
_SPLIT = None

_MENUS = {
    "images": (
        "open",
        "open_folder",
        "recent",
        _SPLIT,
        "next_image",
        "previous_image",
        _SPLIT,
        "pixel_size",
        "import_findings",
        "relink",
        "restore",
        "put_away",
        "bin",
        "report",
        _SPLIT,
        "open_case",
        "answer_case",
        "merge_case",
        _SPLIT,
        "deidentify",
        _SPLIT,
        "quit",
    ),
    "review": (
        "run",
        "run_all",
        "cancel",
        _SPLIT,
        "accept",
        "reject",
        "skip",
        "flag",
        "cannot_tell",
        "undo",
        "redo",
        _SPLIT,
        "next",
        "previous",
        "gallery",
        _SPLIT,
        "ask_next",
        "adjudicate",
        "history",
        "own_reading",
    ),
    "drawing": (*TOOLS, _SPLIT, *CHANGES),
    "view": (
        "zoom_in",
        "zoom_out",
        "fit",
        _SPLIT,
        "turn_right",
        "turn_left",
        "mirror",
        _SPLIT,
        "compare",
        "coverage",
        "next_unseen",
        _SPLIT,
        "hot_spot",
        "next_unread",
        _SPLIT,
        "opacity",
    ),
    "program": (
        "settings",
        "language",
        _SPLIT,
        "palette",
        "guide",
        "keys",
        "model_card",
        _SPLIT,
        "welcome",
        "about",
    ),
}


class MainWindow(QMainWindow):
    """Images and layers on the left, the slide in the middle, verdict and queue on the right."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("mainWindow")
        self.slide = SlidePanel(context)
        self.openers = Openers(context, self)
        self._lines = ListLines(context)
        self.actions_by_key = make_actions(context, self, self.slide, self.openers)
        self.slide.strip.fill(self.actions_by_key)
        self._menus = {name: self._menu(keys) for name, keys in _MENUS.items()}
        self.setCentralWidget(self.slide)
        self._bar = TaskBar(context, self.actions_by_key, self.slide.view)
        self.addToolBar(self._bar)
        self._status = StatusBar(context)
        self.setStatusBar(self._status)
        self._docks = self._make_docks(context)
        self._away: list[Dock] = []
        self._in_tabs = False
        self._shared_px = 0
        self._peek = Peek(self, self.slide.view)
        self._order_tabs()
        self._connect(context)
        self.resize(180 * GRID, 112 * GRID)
        self.retranslate()
        self._restore()

    def _menu(self, keys: tuple[str | None, ...]) -> QMenu:
        menu = QMenu(self)
        for key in keys:
            if key is None:
                menu.addSeparator()
            else:
                menu.addAction(self.actions_by_key[key])
        self.menuBar().addMenu(menu)
        return menu

    def _make_docks(self, context: AppContext) -> dict[str, Dock]:
        images, classes = ImageListPanel(context), ClassListPanel(context)
        crops = Crops(context, self)
        self._verdict = VerdictPanel(context, crops)
        for panel in (images, self.slide):
            panel.open_wanted.connect(self.openers.open_files)
            panel.folder_wanted.connect(self.openers.open_folder)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        docks = {
            "images": Dock("images", images, self),
            "classes": Dock("classes", classes, self, scrolls=True),
            "layers": Dock("layers", LayersPanel(context), self, scrolls=True),
            "strip": Dock("strip", FilmStrip(context, crops), self),
            "log": Dock("log", LogPanel(context), self),
            "verdict": Dock("verdict", self._verdict, self, scrolls=True),
            "queue": Dock("queue", QueuePanel(context), self),
            "learning": Dock("learning", LearningPanel(context), self, scrolls=True),
            "history": Dock("history", HistoryPanel(context), self),
        }
        for name in ("images", "classes", "layers", "history"):
            self.addDockWidget(left, docks[name])
        for name in ("verdict", "queue", "learning"):
            self.addDockWidget(right, docks[name])
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, docks["strip"])
        self.splitDockWidget(docks["strip"], docks["log"], Qt.Orientation.Vertical)
        docks["strip"].setTitleBarWidget(QWidget())  # a row of pictures names itself
        for name in ("log", "learning", "history"):  # before they are tabs: no bar is made for one
            docks[name].hide()
        self.tabifyDockWidget(docks["verdict"], docks["learning"])
        self.tabifyDockWidget(docks["layers"], docks["history"])
        self.setCorner(Qt.Corner.BottomLeftCorner, left)
        self.setCorner(Qt.Corner.BottomRightCorner, right)
        self._menus["view"].addSeparator()
        for dock in docks.values():
            self._menus["view"].addAction(dock.toggleViewAction())
        return docks

    def _order_tabs(self) -> None:
        """Tab goes round as one reads: bar, left, middle, right, below."""
        docks = {name: dock.widget() for name, dock in self._docks.items()}
        left = [docks[name] for name in ("images", "classes", "layers", "history")]
        right = [docks[name] for name in ("verdict", "queue", "learning", "strip", "log")]
        tab_through([self._bar, *left, self.slide, *right])

    def _connect(self, context: AppContext) -> None:
        self.slide.cursor_moved.connect(self._status.show_cursor)
        self.slide.bar.action.connect(self._act)
        context.images.current_changed.connect(self._name_window)
        context.images.pixel_size_needed.connect(self.openers.pixel_size_for_run)
        context.runner.crashed.connect(self.openers.crash)
        context.settings.changed.connect(self._setting_changed)
        context.review.reads_changed.connect(lambda _: load_review.tell_read(context))
        context.gallery.reads_changed.connect(lambda found: gallery.tell_read(context, found))
        context.gallery.open_changed.connect(self._make_room)
        asking.follow(context)
        self._docks["classes"].outgrown.connect(self._show_all_classes)
        context.images.list_changed.connect(self._show_all_classes)
        for signal in (context.images.list_changed, context.models.task_changed):
            signal.connect(lambda *_: self._lines.look_up())
        context.models.task_changed.connect(
            lambda _: QTimer.singleShot(0, self, lambda: self._share_right(anew=True))
        )

    def _make_room(self, is_open: bool) -> None:  # noqa: FBT001  (connected to a signal)
        """What speaks of the finding on the slide makes room for the gallery."""
        if is_open:
            docks = (self._docks[name] for name in ABOUT_THE_SLIDE)
            self._away = [dock for dock in docks if not dock.isHidden()]
        for dock in self._away:
            dock.setVisible(not is_open)

    def _show_all_classes(self) -> None:
        if not self._in_tabs:
            share_left(self, *(self._docks[name] for name in ("images", "classes", "layers")))

    def _share_right(self, *, anew: bool = False) -> None:
        """Verdict and queue share the height where the window has another one, or `anew`."""
        if not self._in_tabs and self.isVisible() and (anew or self._shared_px != self.height()):
            self._shared_px = self.height()
            verdict, queue = self._docks["verdict"], self._docks["queue"]
            share_right(self, verdict, queue, self._verdict.full_px)

    def _act(self, name: str) -> None:
        action = self.actions_by_key.get(name)
        if isinstance(action, QAction):
            action.trigger()

    def _setting_changed(self, name: str) -> None:
        app, settings = QApplication.instance(), self._context.settings
        if name == "language" and app is not None:
            install_language(app, settings.language)
        elif name == "theme" and isinstance(app, QApplication):
            apply_theme(app, settings.theme)
            self.retranslate()
        elif name == "store_url":
            change_store(self._context)
        elif name == "reader":
            undoable.begin_anew(self._context)
            gallery.forget(self._context)
            self._context.images.forget_answers()
            self._lines.look_up()
            load_review.reload(self._context)
        elif name.startswith("keys/"):
            apply_keys(self.actions_by_key, settings)
            retranslate_actions(self.actions_by_key, settings)

    def retranslate(self) -> None:
        """Set every text and icon of the frame again."""
        retranslate_actions(self.actions_by_key, self._context.settings)
        self._menus["images"].setTitle(self.tr("&File"))
        self._menus["review"].setTitle(self.tr("&Review"))
        self._menus["drawing"].setTitle(self.tr("&Drawing"))
        self._menus["view"].setTitle(self.tr("&View"))
        self._menus["program"].setTitle(self.tr("&Help"))
        self.setWindowIcon(icon("medcls"))
        self._bar.retranslate()
        self._name_window()

    def _name_window(self) -> None:
        image = self._context.images.current
        name = "" if image is None else f"{image.path.name} - "
        self.setWindowTitle(f"{name}medcls")

    def _restore(self) -> None:
        settings = self._context.settings
        geometry, docks = settings.window_layout("geometry"), settings.window_layout("docks")
        if geometry:
            self.restoreGeometry(geometry)
        if docks:
            self.restoreState(docks)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew, once the panels have theirs."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_all_classes)
        QTimer.singleShot(0, self, self._share_right)

    def showEvent(self, event: QShowEvent) -> None:
        """Share the height between the docks once the window has its own."""
        super().showEvent(event)
        room = screen_room(self)
        self.resize(self.size().boundedTo(room))
        self._in_tabs = fit_into(self, self._docks, room)
        if self._context.settings.window_layout("docks"):
            self._shared_px = self.height()  # as the reader left it
        elif not self._in_tabs:
            share_out(self, self._docks, self.slide.height() + self._docks["strip"].height())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the layout, let the store finish, stop the rest, close store and images."""
        settings = self._context.settings
        self._context.gallery.show(shown=False)
        settings.keep_window_layout("geometry", bytes(self.saveGeometry().data()))
        if not self._in_tabs:  # that is this screen's, and not how the reader wants it
            settings.keep_window_layout("docks", bytes(self.saveState().data()))
        coverage.change_image(self._context, None)
        runner = self._context.runner
        if runner.live():
            self._status.show_ending()
        self.slide.view.set_source(None)
        clean = runner.shutdown(QUIT_LIMIT_MS, gpu_limit_ms=QUIT_MODEL_LIMIT_MS)
        if runner.is_idle(Lane.STORE):
            self._context.store.close()
        if clean:
            self._context.sources.close_all()
        super().closeEvent(event)
