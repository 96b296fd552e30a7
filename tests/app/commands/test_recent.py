"""What was opened is found again after a restart, and nothing of it is kept where unwanted."""

from pathlib import Path

import pytest
from PIL import Image

from app.commands import open_images, recent
from app.commands.cases import open_places
from app.commands.export import export
from app.commands.export_kinds import ExportKind
from app.dialogs.settings import SettingsDialog
from app.settings import Settings


@pytest.fixture
def made(tmp_path: Path):
    def make(*names: str) -> list[Path]:
        paths = [tmp_path / name for name in names]
        for path in paths:
            path.parent.mkdir(exist_ok=True)
            Image.new("RGB", (40, 40), "white").save(path)
        return paths

    return make


def _entries(window) -> dict[str, bool]:
    """The menu's places with whether they can be chosen."""
    acts = window.openers.recent.actions()
    return {Path(each.data()).name: each.isEnabled() for each in acts if each.data()}


def test_the_newest_comes_first_and_twelve_are_kept(context, made, settle, tmp_path):
    paths = made(*(f"{number:02}.png" for number in range(13)))
    for path in (*paths, paths[5]):
        open_places(context, [path])
        settle()
    names = [place.name for place in Settings(tmp_path / "settings.ini").recent]
    assert names == ["05.png", *(f"{n:02}.png" for n in range(12, 0, -1) if n != 5)]


def test_what_could_not_be_opened_is_not_remembered(context, made, settle, tmp_path):
    (tmp_path / "empty").mkdir()
    open_places(context, [tmp_path / "empty", *made("a, b.png")])
    settle()
    open_places(context, [tmp_path / "nowhere"])
    settle()
    assert context.settings.recent == (tmp_path / "a, b.png",)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    open_places(context, [broken])
    settle()
    assert context.settings.recent == (tmp_path / "a, b.png",)


def test_many_at_once_are_remembered_as_their_folder(context, made, settle, tmp_path):
    open_places(context, made(*(f"cells/{number}.png" for number in range(5))))
    settle()
    assert context.settings.recent == (tmp_path / "cells",)


def test_a_case_is_remembered_as_the_case(analysed, settle, tmp_path, monkeypatch):
    case = tmp_path / "case.medcase"
    export(analysed, ExportKind.CAPSULE, case)
    settle()
    recent.forget(analysed)
    analysed.store.change_url(str(tmp_path / "theirs.sqlite"))
    monkeypatch.setattr(type(analysed.settings), "reader", "Dr. Other")
    open_places(analysed, [case])
    settle()
    assert analysed.settings.recent == (case,)


def test_the_menu_opens_greys_what_is_gone_and_forgets(window, context, made, settle):
    first, second = made("one & two.png", "gone.png")
    for path in (first, second):
        open_places(context, [path])
        settle()
    menu, action = window.openers.recent, window.actions_by_key["recent"]
    second.unlink()
    assert list(_entries(window)) == ["gone.png", "one & two.png"]
    menu.aboutToShow.emit()
    settle()
    assert _entries(window) == {"gone.png": False, "one & two.png": True}
    assert context.images.current.path == second
    next(each for each in menu.actions() if each.data() == str(first)).trigger()
    settle()
    assert context.images.current.path == first
    assert action.menu() is menu
    assert action.isEnabled()
    menu.actions()[-1].trigger()
    assert context.settings.recent == ()
    assert not action.isEnabled()


def test_the_empty_page_opens_what_is_still_there(window, context, made, settle):
    slide, (there, gone) = window.slide, made("there.png", "gone.png")
    assert not slide.recent.isVisible()
    context.settings.recent = (gone, there)
    gone.unlink()
    recent.look_up(context)
    settle()
    shown = [button for button, _ in slide.recent._rows if button.isVisible()]
    assert [each.text() for each in shown] == ["there.png"]
    shown[0].click()
    settle()
    assert context.images.current.path == there


def test_nothing_is_kept_where_the_reader_wants_none(window, context, made, settle, tmp_path):
    (path,) = made("Zhang San.png")
    open_images.open_paths(context, [path])
    settle()
    window.openers.settings()
    page = window.findChild(SettingsDialog).page("privacy")
    page.recent.setChecked(False)
    open_images.open_paths(context, [path])
    settle()
    kept = (tmp_path / "settings.ini").read_text("utf-8")
    assert "Zhang" not in kept
    assert str(tmp_path) not in kept.replace("labels.sqlite", "").replace(
        f"store_url={tmp_path}", ""
    )
    assert context.settings.last_folder == path.parent, "for as long as the program runs"


@pytest.mark.parametrize("damage", ["[", "7", '{"a": 1}', '[1, null, ""]'])
def test_a_damaged_list_is_an_empty_one(tmp_path, damage):
    settings = Settings(tmp_path / "settings.ini")
    settings.override("recent", damage)
    assert settings.recent == ()
