"""The history of the open image: what is listed, what a return says before, and what it does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar

from app.commands import undoing, verdicts
from app.context import AppContext
from app.panels.history import FINDING, HistoryPanel
from app.panels.two_lines import SECOND_LINE
from medcls_core.findings import Verdict
from medcls_core.store import NewRead, open_store, reads, verifying


@pytest.fixture
def panel(window, analysed: AppContext, settle) -> HistoryPanel:
    assert analysed.review.queue
    window.actions_by_key["history"].trigger()
    settle()
    return window.findChild(HistoryPanel)


def listed(panel: HistoryPanel) -> list[tuple[str, str]]:
    model = panel.acts.model()
    return [
        (str(model.index(row).data()), str(model.index(row).data(SECOND_LINE)))
        for row in range(model.rowCount())
    ]


def choose(panel: HistoryPanel, row: int) -> None:
    panel.acts.setCurrentIndex(panel.acts.model().index(row))


def say(context: AppContext, finding, verdict, class_key=None, reader="Dr. Li") -> None:
    new = NewRead(finding, "mitosis", reader, verdict, class_key, "test", None)
    with open_store(context.settings.store_url) as store, store.session() as session:
        reads.append(session, new)


@pytest.fixture
def read_twice(panel, analysed: AppContext, qtbot, settle) -> AppContext:
    """The first finding accepted, then rejected; the second accepted."""
    first, second = analysed.review.queue[:2]
    for finding, act in ((first, 1), (second, 1)):
        analysed.review.visit(finding)
        verdicts.give_digit(analysed, act)
    analysed.review.visit(first)
    verdicts.give(analysed, Verdict.REJECT)
    settle()
    qtbot.waitUntil(lambda: panel.acts.model().rowCount() == 4)
    settle()
    return analysed


def test_acts_are_listed_newest_first_with_what_was_before(panel, read_twice):
    first = read_twice.review.item(read_twice.review.queue[0]).number
    lines = listed(panel)
    assert lines[0][0] == "Mitotic figure → Rejected"
    assert lines[1][0] == lines[2][0] == "Not read → Mitotic figure"
    assert lines[3] == ("The beginning", "Nothing was said yet")
    when, who, number = lines[0][1].split(" · ")
    assert (who, number) == ("Dr. Test", f"No. {first}")
    assert len(when.split(":")) == 3


def test_a_return_says_what_it_will_change_does_it_and_is_one_undo(
    panel, read_twice, qtbot, settle
):
    review, first = read_twice.review, read_twice.review.queue[0]
    assert not panel.return_button.isEnabled()
    choose(panel, 3)
    settle()
    said = panel.foretold.text().splitlines()
    assert said[0] == "Returning changes, of yours:"
    assert "Rejected → Not read" in said[1] + said[2]
    assert "Mitotic figure → Not read" in said[1] + said[2]
    qtbot.mouseClick(panel.return_button, Qt.MouseButton.LeftButton)
    settle()
    assert review.reviewed() == 0
    qtbot.waitUntil(lambda: listed(panel)[0][1].endswith("returned to"))
    settle()
    undoing.undo(read_twice)
    settle()
    assert review.standing(first).verdict is Verdict.REJECT
    assert review.reviewed() == 2
    with open_store(read_twice.settings.store_url) as store:
        assert verifying.verify(store).ok
    qtbot.waitUntil(lambda: listed(panel)[0][1].endswith("undone"))
    undoing.undo(read_twice)
    settle()
    assert review.standing(first).class_key == "mitosis", "undo goes on where it stood before"
    assert review.reviewed() == 2
    undoing.undo(read_twice)
    settle()
    assert review.reviewed() == 1


def test_of_the_finding_in_focus_alone(panel, read_twice, settle):
    review = read_twice.review
    first, second = review.queue[:2]
    review.select(first)
    panel._scope.setCurrentIndex(panel._scope.findData(FINDING))
    panel._scope.activated.emit(1)
    assert len(listed(panel)) == 3
    choose(panel, 1)
    settle()
    assert panel.foretold.text().count("→") == 1
    panel.return_button.click()
    settle()
    assert review.standing(first).class_key == "mitosis"
    assert review.standing(second).class_key == "mitosis"
    review.select(second)
    assert len(listed(panel)) == 2


def test_others_are_told_after_the_own_answer_and_can_be_filtered(panel, analysed, qtbot, settle):
    review = analysed.review
    first = review.queue[0]
    say(analysed, first, Verdict.REJECT)
    analysed.review.visit(first)
    verdicts.give(analysed, Verdict.FLAG)
    settle()
    qtbot.waitUntil(lambda: len(listed(panel)) == 2)
    words = "".join(panel._waiting.text())
    assert panel._waiting.isVisible()
    assert words.startswith("Of other readers, shown after your own answers: 1")
    assert "Dr. Li" not in str(listed(panel))
    verdicts.give_digit(analysed, 1)
    settle()
    qtbot.waitUntil(lambda: len(listed(panel)) == 4)
    assert panel._waiting.isHidden()
    panel._reader.setCurrentText("Dr. Li")
    panel._reader.activated.emit(panel._reader.currentIndex())
    (li, _) = listed(panel)
    assert li[0] == "Not read → Rejected"
    settle()


def test_a_state_that_stands_already_offers_no_return(panel, read_twice, settle):
    assert read_twice.review.queue
    choose(panel, 0)
    settle()
    assert panel.foretold.text() == "Returning changes nothing of yours."
    assert not panel.return_button.isEnabled()


def test_enter_goes_to_the_finding(panel, read_twice, qtbot):
    first = read_twice.review.queue[0]
    choose(panel, 0)
    qtbot.keyClick(panel.acts, Qt.Key.Key_Return)
    assert read_twice.review.selected.finding.uuid == first


def test_what_waits_to_be_asked_for_has_no_tab(window, qtbot):
    window.repaint()
    qtbot.waitUntil(lambda: window.findChildren(QTabBar) != [])
    bars = [bar for bar in window.findChildren(QTabBar) if bar.parent() is window]
    assert not [bar for bar in bars if bar.geometry().intersects(window.rect())]
    window.actions_by_key["history"].trigger()
    qtbot.waitUntil(lambda: any(bar.geometry().intersects(window.rect()) for bar in bars))
