"""Keys that a person chose: in force at once, never two commands on one key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.commands import open_images
from app.commands.keys import COMMANDS, user_command
from app.commands.shortcuts import (
    conflicts,
    give_keys,
    holder_title,
    key_text,
    keycaps,
    keys_in_use,
    portable,
    reset_all,
    spoken_key,
)
from app.settings import Settings
from app.translation import install_language
from medcls_core.language import Language


@pytest.fixture
def kept(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "keys.ini")


def test_the_usual_keys_hold_until_others_are_chosen(kept, tmp_path):
    usual = {command.key: command.shortcuts for command in COMMANDS}
    assert dict(keys_in_use(kept)) == usual
    give_keys(kept, "flag", ["Ctrl+,"])  # a comma must survive the file
    give_keys(kept, "undo", [])
    again = keys_in_use(Settings(tmp_path / "keys.ini"))
    assert again["flag"] == ("Ctrl+,",)
    assert again["undo"] == ()
    assert again["settings"] == ()  # gave its key away
    reset_all(kept)
    assert dict(keys_in_use(kept)) == usual


def test_a_key_given_again_is_the_usual_one_in_the_file_too(kept):
    give_keys(kept, "flag", ["F7"])
    give_keys(kept, "flag", ["F"])
    assert kept.keys("flag") is None


@pytest.mark.usefixtures("qapp")
def test_a_conflict_is_named_before_anything_changes(kept):
    assert conflicts(kept, "skip", ["F"]) == ("F",)
    assert holder_title(kept, "F", but="skip") == "Flag"
    assert holder_title(kept, "F", but="flag") == ""
    assert holder_title(kept, "3", but="skip") == "Class of the finding, next"
    assert keys_in_use(kept)["skip"] == ("S",)


def test_a_key_can_be_taken_and_the_other_command_keeps_its_rest(kept):
    give_keys(kept, "skip", ["A", "S"])
    assert keys_in_use(kept)["accept"] == ("Return", "Enter")
    assert keys_in_use(kept)["skip"] == ("A", "S")


def test_a_fixed_key_is_never_given(kept):
    give_keys(kept, "flag", ["1", "H", "F7"])
    assert keys_in_use(kept)["flag"] == ("F7",)


@pytest.mark.parametrize("written", ["F F8", "klingon", "\\x00\\xff", "Ctrl+K, Ctrl+C", "a, b"])
def test_a_damaged_file_gives_keys_that_belong_to_one_command_each(tmp_path, written):
    path = tmp_path / "keys.ini"
    path.write_text(f"[keys]\nskip={written}\nflag={written}\nnobody=Q\n[layout]\ndocks=zz\n")
    settings = Settings(path)
    held = [portable(key) for keys in keys_in_use(settings).values() for key in keys]
    assert len(held) == len(set(held))
    assert all(held)
    assert settings.window_layout("docks") == b""
    assert settings.cache_mb == 384


@pytest.mark.usefixtures("qapp")
def test_a_command_without_a_key_is_spoken_of_by_name(kept):
    assert spoken_key(kept, "accept") == "A"
    give_keys(kept, "accept", [])
    assert spoken_key(kept, "accept") == user_command("accept").title
    assert key_text(kept, "accept") == ""


def test_another_key_works_at_once_and_everywhere_it_is_shown(window, context, qtbot):
    ran = []
    window.actions_by_key["opacity"].triggered.connect(lambda: ran.append(1))
    qtbot.keyClick(window.slide, Qt.Key.Key_F8)
    assert ran == []
    give_keys(context.settings, "opacity", ["F8"])
    qtbot.keyClick(window.slide, Qt.Key.Key_F8)
    assert ran == [1]
    qtbot.keyClick(window.slide, Qt.Key.Key_O)
    assert ran == [1]
    assert "(F8)" in window.actions_by_key["opacity"].toolTip()
    give_keys(context.settings, "run", ["F5"])
    assert "F5" in window.slide._empty.accessibleDescription()


def test_a_key_that_was_taken_from_the_zoom_does_nothing_in_the_slide_either(
    window, context, picture, settle, qtbot
):
    open_images.open_paths(context, [picture])
    settle()
    view, before = window.slide.view, window.slide.view.camera
    for command, keys in (("zoom_in", ["F7"]), ("fit", []), ("opacity", [])):
        give_keys(context.settings, command, keys)
    opacity = context.overlay.opacity
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.keyClick(view, Qt.Key.Key_O)
    settle()
    assert (view.goal, context.overlay.opacity) == (before, opacity)
    qtbot.keyClick(view, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: view.goal == view.camera != before)
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.goal != before
    settle()


def test_the_keys_are_read_from_the_settings_once_a_change(context, monkeypatch):
    keys_in_use(context.settings)
    read = []
    monkeypatch.setattr(
        context.settings, "_read", lambda name, default: read.append(name) or default
    )
    keys_in_use(context.settings)
    assert read == []
    monkeypatch.undo()
    give_keys(context.settings, "opacity", ["F8"])
    assert keys_in_use(context.settings)["opacity"] == ("F8",)


def test_two_keys_of_one_name_are_shown_once(qapp):
    install_language(qapp, Language.CHINESE)
    assert keycaps(("A", "Return", "Enter")) == ("A", "回车")
    install_language(qapp, Language.ENGLISH)
    assert keycaps(("A", "Return", "Enter")) == ("A", "Return", "Enter")
