"""The tool bar: which question is asked, run it, zoom by objective power, mark, report."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QToolBar, QToolButton, QWidget

from app.commands import run_task
from app.context import AppContext
from app.icons import icon
from app.panels.page_switch import PageSwitch
from app.translation import say
from app.viewer.slide_view import SlideView
from medcls_core.tasks import all_tasks

POWERS = (2.5, 5.0, 10.0, 20.0, 40.0)


class TaskBar(QToolBar):
    """Actions are the window's own; only the task choice and the powers belong to the bar."""

    def __init__(
        self,
        context: AppContext,
        actions: dict[str, QAction],
        view: SlideView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        self._words_px = 0
        self.setObjectName("taskBar")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._task = QComboBox()
        self._task.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._task.activated.connect(
            lambda place: run_task.choose_task(context, str(self._task.itemData(place)))
        )
        self.addAction(actions["open"])
        self.addSeparator()
        self.addWidget(self._task)
        self.addAction(actions["run"])
        self.addAction(actions["cancel"])
        self.addSeparator()
        self._pages = PageSwitch(context, actions["gallery"])
        self.addWidget(self._pages)
        self.addSeparator()
        self.addAction(actions["fit"])
        self._powers = [self._power_button(power, view) for power in POWERS]
        self.addSeparator()
        self.addAction(actions["mark"])
        self.addAction(actions["undo"])
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self.addAction(actions["report"])
        self.addAction(actions["language"])
        for name in ("open", "run", "cancel", "fit", "mark", "undo", "report", "language"):
            self.widgetForAction(actions[name]).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        context.models.task_changed.connect(self.retranslate)
        context.images.current_changed.connect(self._enable_powers)
        # Bound to the bar, so that work which ends after the window finds nobody to tell.
        context.work.changed.connect(self._show_running)
        self.retranslate()
        self._enable_powers()
        self._show_running()

    def _power_button(self, power: float, view: SlideView) -> QToolButton:
        button = QToolButton()
        button.setText(f"{power:g}×")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: view.zoom_to_objective(power))
        self.addWidget(button)
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room for words the icons stay; what has no room at all is in the arrow's menu."""
        super().resizeEvent(event)
        self._choose_style()

    def _choose_style(self) -> None:
        style = Qt.ToolButtonStyle
        words = self._words_px <= self.width()
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly
        )

    def _measure(self) -> None:
        """How wide the bar is with its words."""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._words_px = self.sizeHint().width()
        self._choose_style()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setWindowTitle(self.tr("Tools"))
        self._task.clear()
        for task in all_tasks():
            self._task.addItem(say(task.title), task.key)
        self._task.setCurrentIndex(self._task.findData(self._context.models.task.key))
        self._task.setAccessibleName(self.tr("Task"))
        self._task.setToolTip(say(self._context.models.task.question))
        for button, power in zip(self._powers, POWERS, strict=True):
            text = self.tr("As through a {power:g}x objective").format(power=power)
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._pages.retranslate()
        self._dress_arrow()
        self._measure()

    def _dress_arrow(self) -> None:
        """What opens the menu of the rest: Qt's own arrow is black on any ground."""
        arrow = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if arrow is not None:
            arrow.setIcon(icon("more"))
            arrow.setToolTip(self.tr("More tools"))
            arrow.setAccessibleName(self.tr("More tools"))

    def _enable_powers(self) -> None:
        image = self._context.images.current
        known = image is not None and (
            image.source.pixel_size is not None or image.source.objective_power is not None
        )
        for button in self._powers:
            button.setEnabled(known)

    def _show_running(self) -> None:
        actions = self._actions
        running = self._context.work.doing(run_task.ANALYSE) is not None
        may_stop = bool(self._context.work.stoppable())
        actions["run"].setVisible(not running)
        actions["cancel"].setVisible(running or may_stop)
        actions["cancel"].setEnabled(may_stop)
