"""Own read first and hidden repeats, through the whole window and the store."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QWidget

from app.commands import load_review, run_task, undoing, verdicts
from app.context import AppContext
from app.panels.verdict import VerdictPanel
from medcls_core.errors import StoreUnusable
from medcls_core.findings import Verdict
from medcls_core.geometry import Box
from medcls_core.store import looks, open_store, reading_rules, reads
from medcls_core.store.blinding import ReadingRule
from medcls_core.store.looks import Look
from medcls_core.tasks import get_task

MITOSIS = get_task("mitosis").class_label("mitosis").name.en
EVERYTHING = ReadingRule(own_first=1.0)
AGAIN_AT_ONCE = ReadingRule(repeats=1.0, repeat_after=timedelta(0))


def rule(context: AppContext, chosen: ReadingRule) -> None:
    with open_store(context.settings.store_url) as store, store.session() as session:
        reading_rules.choose(session, context.settings.reader, chosen)


@pytest.fixture
def blind(opened: AppContext, settle) -> AppContext:
    rule(opened, EVERYTHING)
    run_task.run_task(opened)
    settle()
    return opened


def kept(context: AppContext):
    image, reader = context.images.current, context.settings.reader
    with open_store(context.settings.store_url) as store, store.session() as session:
        said = reads.of_image(session, image.uuid)
        hidden = {one.read: one for one in reading_rules.conditions(session, reader)}
    return [(r.verdict, r.class_key, r.model_sha256 is None, hidden.get(r.uuid)) for r in said]


def visible_words(window: QWidget) -> list[str]:
    """Every text, tooltip and accessible name that a person could come by."""
    found = []
    for widget in window.findChildren(QWidget):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel) or hasattr(widget, "text"):
            text = widget.text() if callable(getattr(widget, "text", None)) else ""
            found.append(text if isinstance(text, str) else "")
        if isinstance(widget, QComboBox):
            found += [widget.itemText(place) for place in range(widget.count())]
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += _cells(widget.model())
    return found


def _cells(model) -> list[str]:
    lists = isinstance(model, QAbstractListModel)
    columns = 1 if lists else model.columnCount(QModelIndex())
    rows = model.rowCount(QModelIndex())
    return [
        str(model.data(model.index(row, column), role))
        for row in range(rows)
        for column in range(columns)
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    ]


def test_nothing_of_the_answer_is_in_sight_while_it_waits(window, blind: AppContext):
    review = blind.review
    assert review.waiting == 4
    assert all(review.item(uuid).prediction is None for uuid in review.queue)
    assert review.counts() == {"mitosis": (0, 0), "non_mitotic": (0, 0)}
    words = "\n".join(visible_words(window))
    assert "Your read first" in words
    for score in ("0.95", "0.55", "0.75", "0.65", "95 %", "95%", "55%", "95.0%", "55.0%"):
        assert score not in words
    assert f"Accept: {MITOSIS}" not in words
    assert {mark.label for mark in _marks(window)} == {""}
    assert len({mark.color for mark in _marks(window)}) == 1
    assert blind.overlay.maps == ()
    assert blind.analyst.explained == 0


def _marks(window):
    return window.slide.view._overlays.marks._index.marks


def test_queue_goes_by_place_while_all_wait(blind: AppContext):
    centers = [blind.review.item(uuid).finding.outline.center for uuid in blind.review.queue]
    assert centers == sorted(centers, key=lambda point: (point.y_l0, point.x_l0))


def test_accepting_unseen_is_not_possible_and_says_what_is(window, blind, qtbot, settle):
    qtbot.keyClick(window.slide.view, Qt.Key.Key_A)
    settle()
    assert kept(blind) == []
    assert blind.messages.log[-1].text.startswith("Your read first: give the class by its digit")


def test_own_class_brings_the_models_to_light_and_goes_on_where_both_agree(
    window, blind, qtbot, settle
):
    first, second = blind.review.queue[:2]
    qtbot.keyClick(window.slide.view, Qt.Key.Key_1)
    assert blind.review.item(first).prediction is not None
    assert blind.review.selected.finding.uuid == second
    assert blind.review.selected.sealed is not None
    settle()
    ((verdict, class_key, unseen, condition),) = kept(blind)
    assert (verdict, class_key, unseen) == (Verdict.ACCEPT, "mitosis", True)
    assert condition.hidden_model == blind.analyst.models()["mitosis"][""].sha256
    assert condition.repeats is None


def test_where_the_model_differs_the_finding_stays_and_a_change_is_kept_apart(
    window, blind, qtbot, settle
):
    first, second = blind.review.queue[:2]
    qtbot.keyClick(window.slide.view, Qt.Key.Key_2)
    assert blind.review.selected.finding.uuid == first
    words = "\n".join(visible_words(window))
    assert f"Model: {MITOSIS}" in words
    assert "The model says something else." in words
    qtbot.keyClick(window.slide.view, Qt.Key.Key_A)
    assert blind.review.selected.finding.uuid == second
    settle()
    own, changed = kept(blind)
    assert (own[0], own[1], own[2]) == (Verdict.CORRECT, "non_mitotic", True)
    assert (changed[0], changed[1], changed[2]) == (Verdict.ACCEPT, "mitosis", False)
    assert own[3] is not None
    assert changed[3] is None


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_F])
def test_a_remark_opens_nothing(window, blind, qtbot, settle, key):
    first = blind.review.queue[0]
    qtbot.keyClick(window.slide.view, key)
    settle()
    assert blind.review.item(first).sealed is not None
    assert kept(blind)[0][3] is None


def test_a_read_that_could_not_be_stored_seals_the_answer_again(blind, settle, monkeypatch):
    first = blind.review.queue[0]

    def refuse(*_args, **_more):
        raise StoreUnusable("labels", "the disk is full")

    monkeypatch.setattr("medcls_core.store.reads.append_all", refuse)
    verdicts.give_digit(blind, 1)
    assert blind.review.item(first).prediction is not None
    settle()
    assert blind.review.item(first).sealed is not None
    assert blind.review.standing(first) is None


def test_after_a_restart_what_was_read_is_open_and_the_rest_still_waits(blind, settle):
    first, second = blind.review.queue[:2]
    verdicts.give_digit(blind, 1)
    settle()
    load_review.reload(blind)
    settle()
    assert blind.review.item(first).prediction is not None
    assert blind.review.item(second).sealed is not None
    assert blind.review.waiting == 3


def test_an_old_read_comes_again_as_open_without_itself_in_sight(window, opened, settle):
    run_task.run_task(opened)
    settle()
    first = opened.review.queue[0]
    verdicts.give_digit(opened, 1)
    settle()
    rule(opened, AGAIN_AT_ONCE)
    load_review.reload(opened)
    settle()
    assert opened.review.reviewed() == 0
    assert opened.review.item(first).sealed is not None
    assert opened.review.counts()["mitosis"] == (3, 0)
    opened.review.visit(first)
    assert "saved" not in "\n".join(visible_words(window)).replace("All saved", "")
    verdicts.give_digit(opened, 2)
    settle()
    assert opened.review.standing(first).class_key == "non_mitotic"
    earlier, again = kept(opened)
    assert earlier[3] is None
    assert again[3].repeats == next(r.uuid for r in opened.review.reads if r.finding == first)
    load_review.reload(opened)
    settle()
    assert opened.review.item(first).sealed is None
    assert opened.review.standing(first).class_key == "non_mitotic"


def test_a_second_key_before_the_answer_is_painted_is_still_an_own_read(window, blind, settle):
    first = blind.review.queue[0]
    panel = window.findChild(VerdictPanel)
    verdicts.give_digit(blind, 2)
    assert blind.review.selected.finding.uuid == first, "the model says something else"
    verdicts.give_digit(blind, 1)
    settle()
    typed, corrected = kept(blind)
    assert (typed[1], corrected[1]) == ("non_mitotic", "mitosis")
    assert corrected[2], "no answer of the model had been seen"
    assert typed[3].hidden_model == corrected[3].hidden_model is not None
    blind.review.visit(first)
    panel.grab()  # now it is painted
    verdicts.give_digit(blind, 2)
    settle()
    changed = kept(blind)[-1]
    assert not changed[2]
    assert changed[3] is None


def test_a_blind_read_that_is_done_again_is_kept_as_blind(window, blind, settle):
    verdicts.give_digit(blind, 1)
    settle()
    window.findChild(VerdictPanel).grab()
    undoing.undo(blind)
    settle()
    undoing.redo(blind)
    settle()
    given, _, again = kept(blind)
    assert (again[0], again[1], again[2]) == (given[0], given[1], given[2])
    assert again[3].hidden_model == given[3].hidden_model


def test_what_was_looked_at_stays_in_sight_when_the_share_is_raised(window, opened, settle):
    run_task.run_task(opened)
    settle()
    image, reader = opened.images.current, opened.settings.reader
    with open_store(opened.settings.store_url) as store, store.session() as session:
        seen = Look(Box(0, 0, 50, 50), 1.0, 3.0, datetime.now(UTC))
        looks.add(session, image.uuid, reader, [seen])
    rule(opened, EVERYTHING)
    load_review.reload(opened)
    settle()
    assert opened.review.waiting == 0
    assert window.isVisible()


def test_behind_another_tab_the_panel_paints_nothing_so_the_slide_has_told_it(
    window, blind: AppContext, qtbot, settle
):
    verdict, queue = window._docks["verdict"], window._docks["queue"]
    window.tabifyDockWidget(verdict, queue)
    queue.raise_()
    panel = window.findChild(VerdictPanel)
    qtbot.waitUntil(lambda: panel.visibleRegion().isEmpty())
    asked = blind.review.selected.finding.uuid
    verdicts.give_digit(blind, 2)
    settle()
    assert blind.review.item(asked).sealed is None
    assert blind.unpainted.sealed(asked) is None
