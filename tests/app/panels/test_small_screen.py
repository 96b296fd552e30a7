"""A laptop's screen, 1280 x 800, holds the window; seven classes need no scrolling."""

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea

from app.commands import open_images, run_task
from app.panels.verdict import VerdictPanel
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
