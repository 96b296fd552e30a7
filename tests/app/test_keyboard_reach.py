"""Everything can be reached by the Tab key alone, nothing holds it, and everything has a name."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QRadioButton,
    QScrollBar,
    QTextBrowser,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.commands import gallery, run_task, undoing, verdicts
from app.commands.marks import add_mark
from app.context import AppContext
from app.dialogs.bin import BinDialog
from app.dialogs.put_away import PutAwayDialog
from app.dialogs.settings import SettingsDialog
from app.panels.history import HistoryPanel
from app.panels.image_list import ImageListPanel
from app.panels.levels_histogram import LevelsHistogram
from app.panels.task_bar import TaskBar
from app.panels.unseen_list import UnseenList
from medcls_core.geometry import Point

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextBrowser,
)
WHOLE = (QAbstractSpinBox, QComboBox, QLineEdit, QKeySequenceEdit, QDockWidget)
PARTS = (QScrollBar, QHeaderView)
MOST = 200
"""More controls than any window has."""


def controls(root: QWidget) -> list[QWidget]:
    """What a person can do something with: in sight and on, parts of another control left out."""
    found = []
    for widget in root.findChildren(QWidget):
        inner = isinstance(widget.parentWidget(), WHOLE) or isinstance(widget, PARTS)
        inner = inner or widget.objectName() == "qt_toolbar_ext_button"
        usable = widget.isVisible() and widget.isEnabled() and widget.window() is root.window()
        if isinstance(widget, CONTROLS) and usable and not inner:
            found.append(widget)
    return found


def walk(first: QWidget, qtbot: QtBot) -> tuple[list[QWidget], QWidget | None]:
    """The widgets that Tab goes through until it comes to one again, and that one."""
    first.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    passed: list[QWidget] = []
    for _ in range(MOST):
        widget = QApplication.focusWidget()
        if widget is None or widget in passed:
            return passed, widget
        passed.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    return passed, None


def named(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or widget.toolTip()


def described(widgets: Iterable[QWidget]) -> list[str]:
    return [f"{type(each).__name__} {named(each)!r}" for each in widgets]


def by_arrows(widget: QWidget) -> bool:
    """One of several radio buttons: Tab goes to the chosen one, arrows to the others."""
    return isinstance(widget, QRadioButton) and not widget.isChecked()


def check(root: QWidget, qtbot: QtBot) -> None:
    """Every control takes Tab, is reached by it from the first one, and has a name."""
    wanted = [each for each in controls(root) if not by_arrows(each)]
    assert [each for each in described(wanted) if each.endswith(" ''")] == []
    deaf = [each for each in wanted if not each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert described(deaf) == []
    passed, back_at = walk(wanted[0], qtbot)
    assert described(each for each in wanted if each not in passed) == []
    assert back_at is wanted[0], f"Tab is held by {described([back_at])}"


@pytest.mark.parametrize("task", ["mitosis", "cervical"])
def test_tab_goes_round_the_window(window, analysed: AppContext, task: str, qtbot, settle):
    run_task.choose_task(analysed, task)
    settle()
    check(window, qtbot)


def test_tab_goes_as_one_reads(window, analysed: AppContext, qtbot):
    assert analysed.review.queue
    first = window.findChild(TaskBar).findChildren(QToolButton)[1]
    order, _ = walk(first, qtbot)
    names = [named(each) for each in order]
    panels = ["Open files", "Task", "Images", "Heatmap", "Slide", "Accept: Mitotic figure"]
    panels += ["Mitotic figure", "Reject", "Order of the queue"]
    places = [len(names) - names[::-1].index(name) - 1 for name in panels if name != "Slide"]
    assert places == sorted(places)


def test_tab_goes_round_the_gallery(window, analysed: AppContext, qtbot, settle):
    gallery.show_gallery(analysed, shown=True)
    settle()
    check(window, qtbot)


@pytest.mark.parametrize(
    "page", ["reader", "keys", "viewer", "models", "privacy", "language", "store"]
)
def test_tab_goes_round_every_page_of_the_settings(window, context, page, qtbot, settle):
    dialog = SettingsDialog(context, window)
    qtbot.addWidget(dialog)
    dialog.page(page)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    settle()
    check(dialog, qtbot)


def test_tab_goes_round_the_window_with_its_history(window, analysed: AppContext, qtbot, settle):
    verdicts.accept(analysed)
    window.actions_by_key["history"].trigger()
    settle()
    panel = window.findChild(HistoryPanel)
    qtbot.waitUntil(lambda: panel.acts.model().rowCount() == 2)
    assert QApplication.focusWidget() is panel.acts, "the command gives the keys to the list"
    panel.acts.setCurrentIndex(panel.acts.model().index(1, 0))
    qtbot.waitUntil(panel.return_button.isEnabled)
    settle()
    check(window, qtbot)


@pytest.mark.parametrize(("command", "kind"), [("bin", BinDialog), ("put_away", PutAwayDialog)])
def test_tab_goes_round_the_bin(window, analysed: AppContext, command, kind, qtbot, settle):
    add_mark(analysed, Point(200, 150), "mitosis")
    undoing.undo(analysed)
    settle()
    window.actions_by_key[command].trigger()
    settle()
    dialog = window.findChild(kind)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    check(dialog, qtbot)


def test_black_and_white_point_are_set_by_keys(window, analysed: AppContext):
    panel = window.findChild(LevelsHistogram)
    panel._black.setValue(0.2)
    panel._white.setValue(0.7)
    assert analysed.overlay.levels == (pytest.approx(0.2), pytest.approx(0.7), 1.0)
    panel._white.setValue(0.1)
    low, high, _ = analysed.overlay.levels
    assert low < high, "black stays below white"


@pytest.mark.parametrize("kind", [ImageListPanel, UnseenList])
def test_enter_in_a_list_gives_no_verdict(window, analysed, settle, qtbot, kind):
    view = window.findChild(kind)
    view = view if isinstance(view, QAbstractItemView) else view.findChild(QAbstractItemView)
    if kind is UnseenList:
        view.addItem("a field")
        view.parentWidget().show()
        view.show()
    window.activateWindow()
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    with qtbot.waitSignal(view.activated):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    settle()
    assert not analysed.review.reads
