"""What to ask next, in the window: sought over all listed images, then gone through one by one."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.commands import asking, open_images, run_all, run_task
from app.commands import gallery as gallery_commands
from app.context import AppContext
from app.dialogs.settings import SettingsDialog
from app.panels.gallery_filters import GalleryFilters
from app.panels.queue import QueuePanel
from app.panels.queue_orders import QueueOrders
from medcls_core.language import Language
from medcls_core.learning.asking_next.strategies import Strategy
from medcls_core.learning.queues import QueueOrder
from medcls_core.store import open_store, reading_rules
from medcls_core.store.blinding import ReadingRule

TEACHES = QueueOrder.TEACHES.value


@pytest.fixture
def asked_by_margin(settings):
    settings.ask_strategy = Strategy.MARGIN
    return settings


@pytest.fixture
def three(window, asked_by_margin, analysed: AppContext, picture, settle) -> AppContext:  # noqa: ARG001
    """Three images with four findings each, the first on screen."""
    for name, seed in (("b.png", 1), ("c.png", 2)):
        noise = np.random.default_rng(seed).integers(120, 255, (200, 240, 3), dtype=np.uint8)
        Image.fromarray(noise).save(picture.with_name(name), dpi=(101600, 101600))
    open_images.open_paths(analysed, [picture.with_name("b.png"), picture.with_name("c.png")])
    settle()
    run_all.run_all(analysed)
    settle()
    open_images.show_image(analysed, 0)
    settle()
    return analysed


def ask(window, settle) -> None:
    window.actions_by_key["ask_next"].trigger()
    settle()


def line(window) -> tuple[str, bool, str]:
    orders = window.findChild(QueueOrders)
    orders.refresh()
    place = orders.findData(TEACHES)
    reason = orders.itemData(place, Qt.ItemDataRole.ToolTipRole) or ""
    return orders.itemText(place), orders.model().item(place).isEnabled(), reason


def empty(window) -> tuple[str, str]:
    state = window.findChild(QueuePanel)._empty
    assert not state.isHidden()
    return state.accessibleName(), state.accessibleDescription()


def progress(window) -> str:
    return window.findChild(QueuePanel)._progress.text()


def scores(context: AppContext) -> list[float]:
    items = (context.review.item(each) for each in context.review.queue)
    return [round(item.prediction.probs[1], 2) for item in items]


def test_what_teaches_most_is_queued_least_sure_first_over_all_images(window, three, settle):
    three.settings.ask_count = 10
    ask(window, settle)
    review, places = three.review, three.asking.places
    assert review.order is QueueOrder.TEACHES
    assert (len(places), three.asking.pool, len(three.asking.waiting())) == (10, 12, 3)
    assert [places[each] for each in review.queue] == sorted(places[each] for each in review.queue)
    assert scores(three) == sorted(scores(three))
    assert scores(three)[:3] == [0.55, 0.65, 0.75]
    assert review.selected.finding.uuid == review.queue[0]
    here = len(review.queue)
    assert progress(window) == f"0 of {here} read · +{10 - here}"
    assert line(window) == ("Teaches the model most (10)", True, "")
    assert three.messages.log[-1].text == (
        "10 chosen of 12 open findings; images: 3; two classes are nearly as likely."
    )


def test_keys_go_through_all_images_and_the_end_says_so(window, three, settle, qtbot):
    ask(window, settle)
    seen = []
    for left in range(12, 0, -1):
        assert three.asking.open() == left
        if three.images.current.path.name not in seen:
            seen.append(three.images.current.path.name)
        qtbot.keyClick(window.slide.view, Qt.Key.Key_2)
        settle()
    assert sorted(seen) == ["b.png", "c.png", "病例 1.png"]
    assert three.asking.open() == 0
    assert three.messages.log[-1].text.startswith("All 12 that were asked for are read")
    ask(window, settle)
    assert empty(window)[0] == "Nothing to ask"
    assert "Shift+R" in empty(window)[1]


def test_an_undo_makes_it_open_again(window, three, settle, qtbot):
    ask(window, settle)
    qtbot.keyClick(window.slide.view, Qt.Key.Key_2)
    settle()
    assert three.asking.open() == 11
    qtbot.keyClick(window.slide.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert three.asking.open() == 12


def test_next_at_the_end_goes_to_the_next_image(window, three, settle):
    ask(window, settle)
    here = three.images.current.path
    for _ in range(4):
        window.actions_by_key["next"].trigger()
        settle()
    assert three.images.current.path != here
    assert three.review.selected.finding.uuid == three.review.queue[0]


def test_where_none_lies_in_the_open_image_the_first_other_one_is_opened(
    window, three, settle, qtbot
):
    for _ in range(4):
        qtbot.keyClick(window.slide.view, Qt.Key.Key_1)
        settle()
    ask(window, settle)
    assert three.images.current.path.name != "病例 1.png"
    assert three.review.selected.finding.uuid in three.asking.places
    open_images.show_image(three, 0)
    settle()
    assert empty(window)[0] == "None of them lies in this image"


def test_the_gallery_shows_them_side_by_side(window, three, settle):
    three.settings.ask_count = 10
    gallery_commands.show_gallery(three, shown=True)
    settle()
    ask(window, settle)
    places, gallery = three.asking.places, three.gallery
    assert [places[each] for each in gallery.shown] == list(range(10))
    assert gallery.counts().asked == 10
    state = window.findChild(GalleryFilters)._state
    assert state.currentText() == "Teaches the model most (10)"
    gallery.visit(gallery.shown[0])
    read = gallery.shown[0]
    window.actions_by_key["accept"].trigger()
    settle()
    assert three.asking.open() == 9
    assert read in gallery.shown  # nothing jumps away while one works


def test_it_is_chosen_in_the_list_of_queues_and_asked_for_at_once(window, three, settle):
    orders = window.findChild(QueueOrders)
    assert line(window) == ("Teaches the model most", True, "")
    orders.setCurrentIndex(orders.findData(TEACHES))
    orders.activated.emit(orders.currentIndex())
    assert empty(window)[0] == "Looking for what teaches the model most …"
    settle()
    assert len(three.review.queue) == 4
    assert line(window)[0] == "Teaches the model most (12)"


def test_while_it_looks_the_reader_reads_on_and_can_stop_it(window, three, analyst, settle, qtbot):
    def until_stopped(told) -> None:
        while True:
            told.update(1, 3, "crops")

    analyst.before = until_stopped
    window.actions_by_key["ask_next"].trigger()
    qtbot.waitUntil(lambda: three.work.doing(asking.ASKING).total == 3)
    qtbot.waitUntil(lambda: not window._status._cancel.isHidden())
    first = three.review.queue[0]
    three.review.visit(first)
    qtbot.keyClick(window.slide.view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: three.review.unsaved() == 0)
    assert three.work.doing(asking.ASKING) is not None
    window.actions_by_key["cancel"].trigger()
    settle()
    assert three.messages.log[-1].text == "Stopped; nothing was asked for."
    assert not three.asking.is_known
    asking.choose(three)
    window.actions_by_key["cancel"].trigger()
    settle()
    assert empty(window) == (
        "Nothing was asked for yet",
        (
            "Shift+T finds the open findings of all listed images whose labels would teach the "
            "model most."
        ),
    )


def test_without_an_image_it_is_off_and_says_why(window, context, settle):
    assert line(window) == ("Teaches the model most", False, "Open an image first.")
    ask(window, settle)
    assert context.messages.log[-1].text == "Open an image first."


def test_what_was_asked_for_belongs_to_one_task(window, three, settle):
    ask(window, settle)
    run_task.choose_task(three, "cervical")
    settle()
    assert not three.asking.is_known
    assert len(three.review.queue) == 0


def test_answers_that_wait_for_the_reader_stay_hidden(window, three, settle):
    with open_store(three.settings.store_url) as store, store.session() as session:
        reading_rules.choose(session, three.settings.reader, ReadingRule(own_first=1.0))
    ask(window, settle)
    open_images.show_image(three, 2)  # the only one that wasn't on screen before the rule
    settle()
    assert three.images.current.path.name == "c.png"
    assert len(three.review.queue) == 4
    shown = [three.review.item(each) for each in three.review.queue]
    assert all(each.prediction is None for each in shown)


def test_images_that_are_not_listed_are_not_asked_about(three, picture, restart, qtbot):
    assert len(three.images.entries) == 3
    again = restart([picture])
    asking.follow(again)
    asking.ask(again)
    qtbot.waitUntil(lambda: again.runner.live() == 0, timeout=90_000)
    assert (len(again.asking.places), again.asking.pool) == (4, 4)


def test_strategy_and_number_are_settings(window, context, settle):
    window.openers.settings()
    settle()
    page = window.findChild(SettingsDialog).page("learning")
    assert page.strategy.currentData() == "mixed"
    for box, key in ((page.strategy, "margin"), (page.count, "40")):
        box.setCurrentIndex(box.findData(key))
        box.activated.emit(box.currentIndex())
    assert (context.settings.ask_strategy, context.settings.ask_count) == (Strategy.MARGIN, 40)
    said = " ".join(each.text() for each in page.findChildren(QLabel))
    assert "Told at once" in said


def test_it_speaks_chinese(window, three, settle):
    three.settings.language = Language.CHINESE
    ask(window, settle)
    assert line(window)[0] == "最能帮助模型学习 (12)"
    assert "未判读" in three.messages.log[-1].text
