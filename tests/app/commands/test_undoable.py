"""Undo is on where there is something to undo, and in menu, bar and panel alike."""

from PIL import Image

from app.commands import open_images, undoable, undoing, verdicts
from app.panels.verdict import VerdictPanel


def _on(window) -> tuple[bool, bool]:
    """Undo in the bar and in the panel."""
    buttons = window.findChild(VerdictPanel)._buttons
    return window.actions_by_key["undo"].isEnabled(), buttons._undo.isEnabled()


def test_menu_and_panel_follow_one_word(window, analysed, settle, tmp_path):
    assert _on(window) == (False, False)
    assert not window.actions_by_key["redo"].isEnabled()
    verdicts.accept(analysed)
    assert _on(window) == (True, True)
    settle()
    other = tmp_path / "other.png"
    Image.new("RGB", (50, 50), "white").save(other)
    open_images.open_paths(analysed, [other])
    settle()
    assert _on(window) == (True, True), "undo goes back to the image before"
    for _ in range(2):
        undoing.undo(analysed)
        settle()
    assert _on(window) == (False, False)
    assert window.actions_by_key["redo"].isEnabled()


def test_what_was_done_before_the_start_can_be_undone(analysed, settle, restart, qtbot, tmp_path):
    verdicts.accept(analysed)
    settle()
    other = tmp_path / "other.png"
    Image.new("RGB", (50, 50), "white").save(other)
    again = restart([other])
    undoable.look_up(again)
    qtbot.waitUntil(lambda: again.undoable.undo)
    for _ in range(2):  # to the image, then its verdict
        undoing.undo(again)
        qtbot.waitUntil(lambda: again.runner.live() == 0)
    assert again.review.reviewed() == 0
    assert not again.undoable.undo


def test_another_reader_has_nothing_to_undo(window, analysed, settle):
    verdicts.accept(analysed)
    settle()
    analysed.settings.reader = "Dr. Other"
    settle()
    assert _on(window) == (False, False)
    analysed.settings.reader = "Dr. Test"
    settle()
    assert _on(window) == (True, True)
