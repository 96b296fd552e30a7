import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView

from app.commands.keys import COMMANDS, user_command
from app.panels.palette import Palette, matches
from app.translation import chinese_text


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("zoom i", "zoom_in"),
        ("report", "report"),
        ("放大", "zoom_in"),
        ("运行", "run"),
        ("rn mdl", "run"),
    ],
)
def test_letters_of_either_language_find_the_command(typed, best):
    ranks = {each.key: matches(each, typed) for each in COMMANDS}
    found = {key: rank for key, rank in ranks.items() if rank is not None}
    assert found[best] == min(found.values())


def test_other_letters_find_nothing():
    assert all(matches(each, "xyzzy") is None for each in COMMANDS)


def test_every_command_has_a_chinese_name():
    missing = [each.key for each in COMMANDS if not chinese_text(each.text)]
    assert missing == []


def palette_of(window, qtbot):
    window.actions_by_key["palette"].trigger()
    palette = window.findChild(Palette)
    qtbot.waitUntil(palette.isVisible)
    return palette


def test_enter_runs_the_best_fit_and_closes(window, qtbot):
    palette = palette_of(window, qtbot)
    ran = []
    window.actions_by_key["zoom_in"].triggered.connect(lambda: ran.append("zoom_in"))
    line = palette.findChild(QLineEdit)
    qtbot.keyClicks(line, "zoom")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert ran == ["zoom_in"]
    qtbot.waitUntil(lambda: window.findChild(Palette) is None)


def test_arrows_choose_and_what_cannot_be_used_now_is_last_and_never_runs(window, qtbot):
    palette = palette_of(window, qtbot)
    ran = []
    cancel = window.actions_by_key["cancel"]
    cancel.setEnabled(False)
    cancel.triggered.connect(lambda: ran.append("cancel"))
    line, shown = palette.findChild(QLineEdit), palette.findChild(QListView)
    qtbot.keyClicks(line, "model")
    titles = [shown.model().index(row, 0).data() for row in range(shown.model().rowCount())]
    assert titles[-1] == user_command("cancel").title
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert shown.currentIndex().row() == 1
    for _ in titles:
        qtbot.keyClick(line, Qt.Key.Key_Down)
    assert shown.currentIndex().row() == len(titles) - 2
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(Palette) is None)
    assert ran == []


def test_letters_that_no_command_has_are_answered_in_words(window, qtbot):
    palette = palette_of(window, qtbot)
    line, shown = palette.findChild(QLineEdit), palette.findChild(QListView)
    line.setText("xyzzy")
    said = [each.text() for each in palette.findChildren(QLabel) if each.isVisible()]
    assert said == ["No command has these letters in its name."]
    assert not shown.isVisible()
    line.setText("zoom")
    assert shown.isVisible()
    assert not any(each.isVisible() for each in palette.findChildren(QLabel))
    palette.close()
