"""Readers who differ: a state that is seen, a queue of its own, and a decision that is blind."""

from datetime import timedelta

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QWidget

from app.commands import (
    adjudicate,
    load_review,
    navigate,
    open_images,
    run_task,
    undoing,
    verdicts,
)
from app.commands import gallery as gallery_commands
from app.commands.pixel_size import set_pixel_size
from app.context import AppContext
from app.panels.queue_orders import QueueOrders
from app.panels.verdict import VerdictPanel
from medcls_core.findings import ADJUDICATION, Dispute, Verdict
from medcls_core.learning.queues import QueueOrder, Wanted
from medcls_core.store import (
    NewRead,
    consensus,
    images,
    open_store,
    reading_rules,
    reads,
    verifying,
)
from medcls_core.store.blinding import ReadingRule
from medcls_core.store.consensus import State

LI, ZHAO = "Dr. Li", "Dr. Zhao"


def say(context: AppContext, finding, reader, verdict, class_key=None) -> None:
    new = NewRead(finding, "mitosis", reader, verdict, class_key, "test", None)
    with open_store(context.settings.store_url) as store, store.session() as session:
        reads.append(session, new)


def state_of(context: AppContext, finding):
    with open_store(context.settings.store_url) as store:
        with store.session(read_only=True) as session:
            standing = consensus.standings(reads.of_finding(session, finding))[finding]
        assert verifying.verify(store).ok
    return standing


@pytest.fixture
def differ(window, analysed: AppContext, settle) -> AppContext:
    """Li and Zhao differ on the first two findings; Dr. Test has read none."""
    assert window.isVisible()
    for finding in analysed.review.queue[:2]:
        say(analysed, finding, LI, Verdict.ACCEPT, "mitosis")
        say(analysed, finding, ZHAO, Verdict.REJECT)
    load_review.reload(analysed)
    settle()
    return analysed


def text_of(window) -> str:
    return window.findChild(VerdictPanel)._dispute.text()


def names(window) -> dict[str, str]:
    orders = window.findChild(QueueOrders)
    orders.refresh()
    return {orders.itemData(place): orders.itemText(place) for place in range(orders.count())}


def visible_words(window: QWidget) -> list[str]:
    """Every text, tooltip and line of a list that a person could come by."""
    found = []
    for widget in window.findChildren(QWidget):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel):
            found.append(widget.text())
        if isinstance(widget, QComboBox):
            found += [widget.itemText(place) for place in range(widget.count())]
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            found += [
                str(model.data(model.index(row, 0), role))
                for row in range(model.rowCount())
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            ]
    return found


def marks(window):
    return {mark.uuid: mark for mark in window.slide.view._overlays.marks._index.marks}


def test_disagreement_is_seen_on_the_mark_in_the_queue_and_beside_the_queues(window, differ):
    first, second, third, _ = differ.review.queue
    assert {uuid for uuid, mark in marks(window).items() if mark.disputed} == {first, second}
    assert names(window)["disputed"] == "Readers disagree (2)"
    assert names(window)["decide"] == "To be decided by you, blind (2)"
    differ.review.visit(first)
    assert text_of(window) == "≠ Readers disagree. Ctrl+J lets you decide, unseen who said what."
    differ.review.visit(third)
    assert window.findChild(VerdictPanel)._dispute.isHidden()
    navigate.sort_queue(differ, QueueOrder.DISPUTED)
    assert set(differ.review.queue) == {first, second}


def test_an_own_read_in_another_queue_is_no_decision(window, differ, qtbot, settle):
    first = differ.review.queue[0]
    differ.review.visit(first)
    qtbot.keyClick(window.slide.view, Qt.Key.Key_1)
    settle()
    assert state_of(differ, first).state is State.CONFLICT
    assert differ.review.dispute(first) is Dispute.OWN
    differ.review.visit(first)
    assert text_of(window) == "≠ Readers disagree; you are one of them."
    assert names(window)["decide"] == "To be decided by you, blind (1)"
    assert names(window)["disputed"] == "Readers disagree (2)"


def test_one_key_decides_and_goes_on_and_nobody_is_named_before(window, differ, qtbot, settle):
    first, second = sorted(differ.review.queue[:2], key=lambda u: differ.review.item(u).number)
    window.actions_by_key["adjudicate"].trigger()
    assert differ.review.order is QueueOrder.DECIDE
    place = differ.review.selected.finding.uuid
    assert place == differ.review.queue[0]
    assert text_of(window) == "≠ You decide. Readers said: Rejected / Mitotic figure."
    for name in (LI, ZHAO):
        assert name not in str(window.findChild(VerdictPanel)._dispute.toolTip() + text_of(window))
    qtbot.keyClick(window.slide.view, Qt.Key.Key_2)
    settle()
    decided = state_of(differ, place)
    assert decided.state is State.ADJUDICATED
    assert (decided.adjudicated.reader, decided.adjudicated.class_key) == (
        "Dr. Test",
        "non_mitotic",
    )
    other = second if place == first else first
    assert differ.review.selected.finding.uuid == other
    navigate.sort_queue(differ, QueueOrder.PLACE)
    assert {uuid for uuid, mark in marks(window).items() if mark.disputed} == {other}
    differ.review.visit(place)
    assert text_of(window).startswith("Decided by Dr. Test: Not mitotic.")
    assert "Dr. Li: Mitotic figure" in text_of(window)


def test_a_decision_is_undone_done_again_and_changed(window, differ, qtbot, settle):
    adjudicate.begin(differ)
    first = differ.review.selected.finding.uuid
    verdicts.give(differ, Verdict.REJECT)
    settle()
    undoing.undo(differ)
    settle()
    assert state_of(differ, first).state is State.CONFLICT
    assert differ.review.dispute(first) is Dispute.OTHERS
    undoing.redo(differ)
    settle()
    assert state_of(differ, first).adjudicated.verdict is Verdict.REJECT
    differ.review.visit(first)
    qtbot.keyClick(window.slide.view, Qt.Key.Key_1)
    settle()
    standing = state_of(differ, first)
    assert standing.adjudicated.class_key == "mitosis"
    assert "Dr. Test" not in standing.given
    undoing.undo(differ)
    settle()
    assert state_of(differ, first).adjudicated.verdict is Verdict.REJECT


def test_the_own_word_comes_first_where_the_rule_says_so(window, differ, qtbot, settle):
    first = differ.review.queue[0]
    with open_store(differ.settings.store_url) as store, store.session() as session:
        reading_rules.choose(session, "Dr. Test", ReadingRule(own_first=1.0))
        (told, _) = consensus.conflicts(session, "mitosis", "Dr. Test")
    assert told.answers == ()
    load_review.reload(differ)
    settle()
    assert not any(mark.disputed for mark in marks(window).values())
    assert names(window)["disputed"] == "Readers disagree (0)"
    differ.review.visit(first)
    assert text_of(window) == ""
    adjudicate.begin(differ)
    assert text_of(window).startswith("≠ You decide. Your word first")
    place = differ.review.selected.finding.uuid
    qtbot.keyClick(window.slide.view, Qt.Key.Key_2)
    settle()
    decided = state_of(differ, place).adjudicated
    assert decided.model_sha256 is None
    with open_store(differ.settings.store_url) as store, store.session() as session:
        conditions = {one.read for one in reading_rules.conditions(session, "Dr. Test")}
    assert decided.uuid in conditions


def test_the_store_refuses_a_decision_of_one_who_differs(window, differ, settle):
    """Another window of the same reader's gave an own read meanwhile."""
    assert window.isVisible()
    adjudicate.begin(differ)
    first = differ.review.selected.finding.uuid
    say(differ, first, "Dr. Test", Verdict.CANNOT_TELL)
    verdicts.give_digit(differ, 1)
    settle()
    assert "one of those who differ" in differ.messages.log[-1].text
    assert differ.review.standing(first) is None
    assert all(read.source != ADJUDICATION for read in state_of(differ, first).given.values())


def test_after_the_last_one_it_says_so(differ, settle):
    adjudicate.begin(differ)
    verdicts.give_digit(differ, 1)
    verdicts.give_digit(differ, 1)
    settle()
    assert differ.messages.log[-1].text == "Nothing waits for your decision."


def test_from_image_to_image_where_something_waits(window, differ, tmp_path, settle):
    """The one with nothing to decide in between isn't opened."""
    assert window.isVisible()
    first = differ.images.current.path
    paths = [first]
    for place in (1, 2):
        path = tmp_path / f"other {place}.png"
        noise = np.random.default_rng(place).integers(120, 255, (200, 240, 3), dtype=np.uint8)
        Image.fromarray(noise).save(path)
        open_images.open_paths(differ, [path])
        settle()
        set_pixel_size(differ, 0.25)
        settle()
        run_task.run_task(differ)
        settle()
        paths.append(path)
    last = differ.review.queue[0]
    say(differ, last, LI, Verdict.ACCEPT, "mitosis")
    say(differ, last, ZHAO, Verdict.REJECT)
    open_images.show_image(differ, 1)
    settle()
    adjudicate.begin(differ)
    settle()
    assert differ.images.current.path == first
    assert differ.messages.log[-1].text == "Findings that wait for your decision: 3, in images: 2."
    for _ in range(2):
        verdicts.give_digit(differ, 1)
    settle()
    assert differ.images.current.path == paths[2]
    assert differ.review.selected.finding.uuid == last
    verdicts.give_digit(differ, 1)
    settle()
    assert state_of(differ, last).state is State.ADJUDICATED
    assert differ.messages.log[-1].text == "Nothing waits for your decision."


def test_a_missing_image_is_named(differ, settle):
    path = differ.images.current.path
    with open_store(differ.settings.store_url) as store, store.session() as session:
        (image,) = images.all(session)
        size = image.size_l0
        images.remember(session, path.with_name("gone.png"), image.quick_hash, size, None)
    differ.images.remove(path)
    differ.images.show(None)
    load_review.begin_review(differ)
    adjudicate.begin(differ)
    settle()
    assert differ.messages.log[-1].text.endswith("where they were: gone.png.")


def test_nobody_who_differs_is_named_while_one_decides(window, differ, settle):
    window.actions_by_key["history"].trigger()
    adjudicate.begin(differ)
    settle()
    words = "\n".join(visible_words(window))
    assert "You decide." in words
    assert LI not in words
    assert ZHAO not in words


def test_a_low_threshold_hides_nothing_that_is_to_be_decided(differ):
    differ.review.set_threshold(0.99)
    assert len(differ.review.queue) == 0
    adjudicate.begin(differ)
    assert len(differ.review.queue) == 2


def test_what_is_to_be_read_again_unseen_tells_of_no_disagreement(window, differ, settle):
    first = differ.review.queue[0]
    differ.review.visit(first)
    verdicts.give_digit(differ, 2)
    settle()
    with open_store(differ.settings.store_url) as store, store.session() as session:
        rule = ReadingRule(repeats=1.0, repeat_after=timedelta(0))
        reading_rules.choose(session, "Dr. Test", rule)
    load_review.reload(differ)
    settle()
    assert differ.review.dispute(first) is None
    assert not marks(window)[first].disputed
    differ.review.visit(first)
    assert text_of(window) == ""
    verdicts.give_digit(differ, 2)
    settle()
    assert differ.review.dispute(first) is Dispute.OWN


def test_the_gallery_shows_and_filters_what_readers_disagree_on(differ, settle):
    gallery_commands.show_gallery(differ, shown=True)
    settle()
    assert differ.gallery.counts().disputed == 2
    gallery_commands.filter_by(differ, Wanted(disputed=True))
    assert len(differ.gallery.shown) == 2
    settle()


def test_what_was_decided_is_not_changed_in_the_gallery(differ, settle):
    adjudicate.begin(differ)
    first = differ.review.selected.finding.uuid
    verdicts.give_digit(differ, 1)
    settle()
    gallery_commands.show_gallery(differ, shown=True)
    settle()
    differ.gallery.choose((first,), first)
    verdicts.give_digit(differ, 2)
    settle()
    assert state_of(differ, first).adjudicated.class_key == "mitosis"
    assert "changed on its slide" in differ.messages.log[-1].text
