"""A laptop's screen, 1280 x 800, holds the window; seven classes need no scrolling."""

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QComboBox, QScrollArea

from app.commands import gallery, open_images, run_task
from app.dock_room import fit_into, share_out
from app.panels.class_list import ClassListPanel
from app.panels.crop_pair import CropPair
from app.panels.task_bar import TaskBar
from app.panels.verdict import VerdictPanel
from app.theme import GRID
from medcls_core.findings import Verdict
from medcls_core.geometry import Point

SEVEN = 7


@pytest.fixture
def small(window, context, settle, qtbot, tmp_path):
    run_task.look_up_models(context)
    settle()
    run_task.choose_task(context, "micronucleus")
    Image.new("RGB", (240, 200), "pink").save(tmp_path / "cell.png")
    open_images.open_paths(context, [tmp_path / "cell.png"])
    settle()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.height() == 800)
    return window


def test_the_window_is_not_wider_than_a_small_screen(small, context, settle):
    from medcls_core.language import Language  # noqa: PLC0415

    assert small.minimumSizeHint().width() <= 1280
    context.settings.language = Language.CHINESE
    settle()
    assert small.minimumSizeHint().width() <= 1280
    assert small.minimumSizeHint().height() <= 800


def test_the_list_of_images_gets_the_room_that_classes_leave(small, context, settle, qtbot):
    images, classes = small._docks["images"], small._docks["classes"]
    small.resize(1600, 1000)
    qtbot.waitUntil(lambda: classes.lacking_px == 0 and small._docks["layers"].idle_px < GRID)
    crowded, before = images.height(), classes.height()
    run_task.choose_task(context, "mitosis")
    settle()
    qtbot.waitUntil(lambda: images.height() > crowded)
    assert classes.height() < before
    run_task.choose_task(context, "micronucleus")
    settle()
    qtbot.waitUntil(lambda: classes.lacking_px == 0)
    assert images.height() >= images.minimumSizeHint().height()


def test_seven_classes_fit_and_a_row_is_a_button(small, context, settle, qtbot):
    from app.commands.marks import add_mark  # noqa: PLC0415

    panel = small.findChild(VerdictPanel)
    assert len(context.review.task.classes) == SEVEN
    add_mark(context, Point(100, 100), context.review.task.classes[0].key)
    settle()
    area = next(each for each in small.findChildren(QScrollArea) if each.widget() is panel)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    plot = panel._plot
    row = QPoint(20, plot.height() * 5 // 14)  # the middle of the third
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=row)
    settle()
    read = context.review.standing(context.review.selected.finding.uuid)
    assert read.class_key == context.review.task.classes[2].key
    assert read.verdict is Verdict.CORRECT


def test_a_low_screen_at_large_scale_holds_the_window_and_the_gallery(small, context, settle):
    """1920 x 1080 at 150 %, and the gallery in the room that is left of it by the panels."""
    assert small.minimumSizeHint().height() <= 680
    gallery.show_gallery(context, shown=True)
    settle()
    page = small.slide.gallery
    assert page.minimumSizeHint().width() <= 560
    wide, narrow = page.filters.heightForWidth(1200), page.filters.heightForWidth(500)
    assert wide < narrow, "what has no room goes on in the next line"


def test_no_filter_of_the_gallery_is_cut(small, context, settle):
    gallery.show_gallery(context, shown=True)
    settle()
    for combo in small.slide.gallery.filters.findChildren(QComboBox):
        texts = [combo.itemText(place) for place in range(combo.count())]
        longest = max(map(combo.fontMetrics().horizontalAdvance, texts), default=0)
        assert combo.isHidden() or combo.width() > longest


def test_half_a_laptop_screen_holds_the_window_with_its_panels_in_tabs(window):
    """1366 x 768 at 200 %, less the system's bar."""
    room = QSize(683, 344)
    assert fit_into(window, window._docks, room)
    least = window.minimumSizeHint()
    assert least.width() <= room.width()
    assert least.height() <= room.height()
    assert not fit_into(window, window._docks, room), "what fits stays as it is"


def test_a_narrow_bar_keeps_the_icons_and_gives_the_words_up(window, qtbot):
    bar = window.findChild(TaskBar)
    window.resize(1900, 800)
    qtbot.waitUntil(lambda: bar.width() == 1900)
    assert bar.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    window.resize(900, 800)
    qtbot.waitUntil(lambda: bar.width() == 900)
    assert bar.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly


def test_classes_take_the_room_that_the_image_list_can_spare(small, qtbot):
    small.resize(1280, 900)
    area = small.findChild(ClassListPanel).parent().parent()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)


def test_crops_are_as_high_as_they_are_wide_and_the_bars_follow(small, context, settle, qtbot):
    from app.commands.marks import add_mark  # noqa: PLC0415

    small.resize(1500, 1200)
    add_mark(context, Point(100, 100), context.review.task.classes[0].key)
    settle()
    pair = small.findChild(CropPair)
    qtbot.waitUntil(lambda: abs(pair.plain.height() - pair.plain.width()) <= 1)
    gap = small.findChild(VerdictPanel)._plot.geometry().top() - pair.geometry().bottom()
    assert gap <= 2 * GRID


def _high(window, qtbot, height: int) -> tuple[int, int]:
    """How much verdict and queue have left idle, and how high the queue is."""
    window.resize(1500, height)
    verdict, queue = window._docks["verdict"], window._docks["queue"]
    area, panel = verdict.widget(), window.findChild(VerdictPanel)
    qtbot.waitUntil(lambda: window._shared_px == height)
    qtbot.waitUntil(lambda: abs(area.height() - panel.full_px) < 2 * GRID)
    return area.height() - panel._buttons.geometry().bottom(), queue.height()


def test_what_the_verdict_has_no_use_for_is_the_queue_s(window, analysed, qtbot):
    idle, high = _high(window, qtbot, 1200)
    assert analysed.review.selected is not None
    assert idle < 8 * GRID
    more_idle, higher = _high(window, qtbot, 1400)
    assert abs(more_idle - idle) <= GRID
    assert higher >= high + 190


def test_the_share_that_a_reader_drags_stays_until_the_window_changes(
    window, analysed, qtbot, settle
):
    verdict, queue = window._docks["verdict"], window._docks["queue"]
    _high(window, qtbot, 1200)
    dragged = queue.height() - 120
    window.resizeDocks([verdict, queue], [verdict.height() + 120, dragged], Qt.Orientation.Vertical)
    qtbot.keyClick(window.slide.view, Qt.Key.Key_2)
    settle()
    assert abs(queue.height() - dragged) <= GRID
    assert analysed.review.reviewed() == 1


def test_on_a_low_screen_the_queue_lies_behind_the_verdict_and_both_are_whole(window, qtbot):
    """1366 x 768, less bars."""
    share_out(window, window._docks, 660)
    window.resize(1366, 740)
    verdict, queue = window._docks["verdict"], window._docks["queue"]
    assert queue in window.tabifiedDockWidgets(verdict)
    panel = window.findChild(VerdictPanel)
    qtbot.waitUntil(lambda: verdict.widget().height() >= panel.full_px)
    assert not panel.visibleRegion().isEmpty()


def test_learning_opens_where_there_is_room(window, settle):
    learning = window._docks["learning"]
    learning.show()
    learning.raise_()
    settle()
    assert window._docks["verdict"] in window.tabifiedDockWidgets(learning)
    assert learning.height() > window._docks["queue"].height()
