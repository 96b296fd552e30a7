"""The queues by name: what each holds, why one is off, and unseen tissue as a queue of fields."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app.commands import coverage, navigate, open_images, run_task, verdicts
from app.commands.load_review import reload
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from app.panels.queue import QueuePanel
from app.panels.queue_orders import UNSEEN, QueueOrders
from medcls_core.findings import Verdict
from medcls_core.learning.queues import QueueOrder
from medcls_core.store import open_store, reading_rules
from medcls_core.store.blinding import ReadingRule


@pytest.fixture
def orders(window) -> QueueOrders:
    return window.findChild(QueueOrders)


def line(orders: QueueOrders, key: str) -> tuple[str, bool, str]:
    """Text, whether it can be chosen, and the reason why not."""
    orders.refresh()
    place = orders.findData(key)
    reason = orders.itemData(place, Qt.ItemDataRole.ToolTipRole) or ""
    return orders.itemText(place), orders.model().item(place).isEnabled(), reason


@pytest.fixture
def analysed(window, analysed: AppContext) -> AppContext:  # noqa: ARG001
    """With the whole window over it."""
    return analysed


def test_without_an_image_every_queue_of_some_findings_is_off_and_says_why(orders):
    for key in ("likely_wrong", "flags", "blind", UNSEEN, "class mitosis"):
        _, enabled, reason = line(orders, key)
        assert not enabled
        assert reason
    assert line(orders, UNSEEN)[2] == "Open an image first."
    assert line(orders, "flags")[2] == "No finding here is flagged: F flags one."
    assert line(orders, "least_sure") == ("Least sure first", True, "")


def test_every_queue_says_how_much_it_holds(analysed, orders, settle):
    first, second = analysed.review.queue[:2]
    assert line(orders, "class mitosis")[0].endswith("(4)")
    analysed.review.visit(first)
    verdicts.give_digit(analysed, 2)
    verdicts.give(analysed, Verdict.FLAG)
    settle()
    assert analysed.review.selected.finding.uuid == second
    assert line(orders, "flags") == ("My flags (1)", True, "")
    assert line(orders, "likely_wrong")[:2] == ("Likely wrong first (1)", True)
    assert line(orders, "class mitosis")[0].endswith("(3)")
    assert line(orders, "class non_mitotic")[0].endswith("(1)")
    for order, key in ((QueueOrder.FLAGS, ""), (QueueOrder.LIKELY_WRONG, "")):
        navigate.sort_queue(analysed, order, key)
        assert len(analysed.review.queue) == analysed.review.size_of(order, key)
    for label in analysed.review.task.classes:
        navigate.sort_queue(analysed, QueueOrder.CLASS, label.key)
        size = analysed.review.size_of(QueueOrder.CLASS, label.key)
        assert len(analysed.review.queue) == size


def headings(orders: QueueOrders) -> dict[str, list[str]]:
    """By heading, what stands below it."""
    orders.refresh()
    found: dict[str, list[str]] = {}
    for place in range(orders.count()):
        if not orders.itemData(place):
            assert not orders.model().item(place).isEnabled()
            found[orders.itemText(place)] = []
        else:
            found[list(found)[-1]].append(orders.itemData(place))
    return found


def test_it_says_of_what_the_counts_are(analysed, orders, picture, settle):
    below = headings(orders)
    assert list(below) == ["In this image", "In all listed images"]
    assert {"least_sure", "flags", UNSEEN, "class mitosis"} < set(below["In this image"])
    assert below["In all listed images"] == ["teaches"], "one image is all images"
    noise = np.random.default_rng(3).integers(90, 180, (200, 240, 3), dtype=np.uint8)
    Image.fromarray(noise).save(picture.with_name("b.png"))
    analysed.images.add([picture.with_name("b.png")])
    settle()
    assert "all flags" in headings(orders)["In all listed images"]
    assert orders.currentData() == "least_sure"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_flags_of_all_images_are_counted_and_open_in_the_gallery(
    window, analysed, orders, picture, settle
):
    noise = np.random.default_rng(3).integers(90, 180, (200, 240, 3), dtype=np.uint8)
    Image.fromarray(noise).save(picture.with_name("b.png"), dpi=(101600, 101600))
    verdicts.give(analysed, Verdict.FLAG)
    settle()
    open_images.open_paths(analysed, [picture.with_name("b.png")])
    settle()
    run_task.run_task(analysed)
    settle()
    verdicts.give(analysed, Verdict.FLAG)
    settle()
    assert line(orders, "flags") == ("My flags (1)", True, "")
    assert line(orders, "all flags") == ("My flags, in the gallery", True, "")
    orders.setCurrentIndex(orders.findData("all flags"))
    orders.activated.emit(orders.currentIndex())
    settle()
    assert analysed.gallery.is_open
    assert len(analysed.gallery.shown) == 2
    assert line(orders, "all flags")[0] == "My flags, in the gallery (2)"
    assert orders.currentData() == "least_sure", "the queue of the open image is as it was"
    window.actions_by_key["gallery"].trigger()
    settle()
    analysed.review.visit(analysed.review.queue[1])
    verdicts.give(analysed, Verdict.FLAG)
    settle()
    orders.showPopup()
    assert orders.itemText(orders.findData("all flags")) == "My flags, in the gallery (3)"
    orders.hidePopup()


def test_blind_reads_are_a_queue_that_keeps_what_was_read(analysed, orders, settle):
    assert not line(orders, "blind")[1]
    with open_store(analysed.settings.store_url) as store, store.session() as session:
        reading_rules.choose(session, analysed.settings.reader, ReadingRule(own_first=1.0))
    reload(analysed)
    settle()
    assert line(orders, "blind")[:2] == ("Blind reads and hidden repeats (4)", True)
    navigate.sort_queue(analysed, QueueOrder.BLIND)
    first, second = analysed.review.queue[:2]
    analysed.review.visit(first)
    verdicts.give_digit(analysed, 1)
    settle()
    assert analysed.review.selected.finding.uuid == second
    assert len(analysed.review.queue) == 4
    assert analysed.review.reviewed() == 1
    assert line(orders, "blind")[0].endswith("(4)")


@pytest.fixture
def slide(window, context: AppContext, tmp_path: Path, settle) -> AppContext:
    """Tissue all over, 3000 x 2000, on screen."""
    path = tmp_path / "slide.png"
    noise = np.random.default_rng(1).integers(90, 180, (200, 300, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((3000, 2000)).save(path)
    open_images.open_paths(context, [path])
    settle()
    set_pixel_size(context, 0.25)
    settle()
    window.slide.view.resize(300, 200)
    return context


def test_unseen_tissue_is_a_queue_of_fields_that_keys_go_through(
    window, slide, orders, settle, qtbot
):
    orders.setCurrentIndex(orders.findData(UNSEEN))
    orders.activated.emit(orders.currentIndex())
    settle()
    panel, fields = window.findChild(QueuePanel), slide.coverage.unseen(10.0)
    assert slide.coverage.is_queue
    assert line(orders, UNSEEN) == (f"Unseen tissue ({len(fields)})", True, "")
    assert panel._pages.currentWidget() is panel._unseen
    assert panel._unseen.count() == len(fields) > 1
    assert "mm² unseen" in panel._unseen.item(0).text()
    panel._unseen.itemClicked.emit(panel._unseen.item(0))
    assert window.slide.view.camera.center == pytest.approx(fields[0].center, abs=1)
    qtbot.keyClick(window.slide.view, Qt.Key.Key_BracketRight)
    settle()
    assert window.slide.view.camera.center == pytest.approx(fields[1].center, abs=1)
    navigate.sort_queue(slide, QueueOrder.LEAST_SURE)
    assert not slide.coverage.is_queue
    assert panel._pages.currentWidget() is not panel._unseen
    settle()


def test_a_verdict_leaves_the_view_where_it_is_while_fields_are_gone_through(analysed, settle):
    coverage.queue_unseen(analysed)
    settle()
    first = analysed.review.queue[0]
    analysed.review.select(first)
    verdicts.accept(analysed)
    settle()
    assert analysed.review.standing(first) is not None
    assert analysed.review.selected.finding.uuid == first
