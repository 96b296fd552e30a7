"""The mitotic count under the queue: what it says, where it leads, and when it isn't there."""

import pytest

from app.commands import hot_spot, verdicts
from app.commands.navigate import set_threshold
from app.commands.run_task import choose_task
from app.context import AppContext
from app.panels.hot_spot import HotSpotBar
from app.translation import install_language
from medcls_core.findings import Verdict
from medcls_core.language import Language


@pytest.fixture
def bar(window) -> HotSpotBar:
    return window.findChild(HotSpotBar)


@pytest.fixture
def counted(bar, analysed: AppContext, settle):
    """Count now instead of soon, and wait."""

    def count() -> AppContext:
        bar._count()
        settle()
        return analysed

    return count


def said(bar: HotSpotBar) -> list[str]:
    return bar._counted.text().split(" · ")


def test_without_an_image_it_is_not_there(bar):
    assert not bar.isVisible()


def test_model_and_reader_are_counted_apart(bar, counted):
    context = counted()
    assert bar.isVisible()
    *counts, density, tissue = said(bar)
    assert counts == ["Reader –", "model 4", "4 unread"]
    assert density.startswith("model ")
    assert tissue.endswith("is tissue")  # the picture is smaller than the circle
    context.review.visit(context.review.queue[0])
    verdicts.accept(context)
    counted()
    *counts, density, _ = said(bar)
    assert counts == ["Reader 1", "model 4", "3 unread"]
    assert not density.startswith("model ")


def test_only_what_is_probable_enough_counts(bar, counted):
    set_threshold(counted(), 0.7)
    counted()
    assert said(bar)[:3] == ["Reader –", "model 2", "2 unread"]


def test_the_circle_is_drawn_and_gone_to_and_taken_away(window, bar, counted):
    context = counted()
    view = window.slide.view
    plain = view.grab_image()
    bar._show.click()
    circle = context.hot_spot.circle
    assert circle is not None
    assert view.camera.view_box.contains(circle.center)
    assert view._overlays.field == circle
    view.zoom_fit()
    assert view.grab_image() != plain
    bar._show.click()
    assert view._overlays.field is None


def test_the_next_unread_figure_lies_in_the_circle(counted):
    context = counted()
    seen = set()
    for _ in range(4):
        hot_spot.next_unread(context)
        seen.add(context.review.selected.finding.uuid)
        verdicts.give(context, Verdict.REJECT)
    assert len(seen) == 4
    hot_spot.next_unread(context)
    assert context.messages.log[-1].text == "Every figure in the hot spot has an answer."


def test_another_area_is_counted_and_kept(bar, counted):
    context = counted()
    bar._area.setCurrentIndex(bar._area.findData(5.0))
    bar._area.activated.emit(bar._area.currentIndex())
    assert context.settings.count_area_mm2 == 5.0
    counted()
    assert context.hot_spot.count.area_mm2 == 5.0


def test_what_waits_for_an_own_read_counts_for_nobody(bar, counted):
    context = counted()
    queues = context.review.findings.queues
    for row in range(len(queues)):
        queues.seal(row, sealed=True)
    counted()
    assert context.hot_spot.count is None
    assert "no mitotic figure" in said(bar)[0]


def test_a_crowd_is_told_to_be_one(bar, counted, monkeypatch):
    monkeypatch.setattr(hot_spot, "MOST_FIGURES", 3)
    context = counted()
    assert context.hot_spot.count is None
    assert said(bar)[0].startswith("More than 3 figures")


def test_other_tasks_have_none(bar, counted, settle):
    context = counted()
    choose_task(context, "cervical")
    settle()
    assert not bar.isVisible()
    assert hot_spot.why_not(context) == "This task counts no mitoses."
    hot_spot.toggle(context)
    assert context.messages.log[-1].text == "This task counts no mitoses."


def test_it_speaks_chinese(qapp, qtbot, bar, counted):
    counted()
    install_language(qapp, Language.CHINESE)
    qtbot.waitUntil(lambda: said(bar)[:3] == ["阅片人 –", "模型 4", "4 个未复核"])
    assert bar._show.text() == "显示"
