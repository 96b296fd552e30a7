"""The settings through the real window: in force at once, showing what is really used."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton

from app.commands import open_images, run_task
from app.commands.shortcuts import give_keys, keys_in_use
from app.dialogs.card import CardDialog
from app.dialogs.settings import _PAGES, SettingsDialog
from app.settings import ThemeChoice
from medcls_core.language import Language


@pytest.fixture
def dialog(window, context, settle) -> SettingsDialog:
    run_task.look_up_models(context)
    settle()
    window.openers.settings()
    return window.findChild(SettingsDialog)


def _said(page) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_the_settings_open_beside_the_window_and_only_once(window, dialog):
    assert not dialog.isModal()
    window.openers.settings()
    assert len(window.findChildren(SettingsDialog)) == 1


def test_every_page_names_its_controls(dialog, settle):
    for name in _PAGES:
        page = dialog.page(name)
        settle()
        for control in page.findChildren(QPushButton):
            assert control.accessibleName() or control.text()
        assert page.accessibleName() == dialog.list.currentItem().text()


def test_a_name_is_taken_when_the_line_is_left(dialog, context, qtbot, settle):
    page = dialog.page("reader")
    page.reader.clear()
    qtbot.keyClicks(page.reader, "Dr. New")
    assert context.settings.reader == "Dr. Test"
    page.reader.editingFinished.emit()
    assert context.settings.reader == "Dr. New"
    settle()


def test_the_account_s_name_is_never_taken_for_the_reader_s(dialog, context, settle):
    page = dialog.page("reader")
    page.reader.clear()
    page.reader.editingFinished.emit()
    assert page.reader.placeholderText() == context.settings.reader
    assert context.settings.given_reader() == ""
    settle()


def test_language_and_theme_change_at_once_and_the_pages_follow(dialog, context, qtbot):
    page = dialog.page("language")
    page.theme.setCurrentIndex(page.theme.findData("dark"))
    page.theme.activated.emit(page.theme.currentIndex())
    assert context.settings.theme is ThemeChoice.DARK
    page.language.setCurrentIndex(page.language.findData("zh"))
    page.language.activated.emit(page.language.currentIndex())
    assert context.settings.language is Language.CHINESE
    qtbot.waitUntil(lambda: dialog.page("language") is not page)
    assert dialog.page("language").language.currentData() == "zh"
    context.settings.language = Language.ENGLISH
    context.settings.theme = ThemeChoice.LIGHT


def test_the_store_in_use_is_said_and_another_is_used_only_when_asked(
    dialog, context, settle, tmp_path: Path
):
    page = dialog.page("store")
    settle()
    assert str(tmp_path / "labels.sqlite") in page.used.text()
    assert page.used.text().endswith("MB")
    other = tmp_path / "other.sqlite"
    page.store.setText(str(other))
    settle()
    assert not other.exists()
    page._take_button.click()
    settle()
    assert other.exists()
    assert str(other) in page.used.text()
    assert context.settings.store_url == str(other)


def test_the_models_page_says_device_version_and_digest(dialog, settle, window, qtbot):
    page = dialog.page("models")
    settle()
    assert "processor" in page.found.text()
    assert "9.9-test · sha256 5a5a5a5a5a5a…" in _said(page)
    buttons = [each for each in page.findChildren(QPushButton) if each.text() == "Card"]
    assert len(buttons) == 5
    named = next(each for each in buttons if "Mitotic" in each.accessibleName())
    qtbot.mouseClick(named, Qt.MouseButton.LeftButton)
    assert window.findChild(CardDialog) is not None


def test_the_viewer_page_sets_what_the_tiles_may_take(dialog, context, picture, settle):
    page = dialog.page("viewer")
    page.cache.setValue(128)
    assert context.settings.cache_mb == 128
    open_images.open_paths(context, [picture])
    settle()
    assert "carries no ICC profile" in _said(page)
    page.icc.setChecked(True)
    assert context.settings.icc


def test_a_key_is_given_by_pressing_it(dialog, context, qtbot, window):
    page = dialog.page("keys")
    page.choose("opacity")
    qtbot.keyClick(page.edit, Qt.Key.Key_F8)
    assert page.edit.keySequence() == QKeySequence("F8")
    assert page.verdict.text() == "F8 is free."
    qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    assert keys_in_use(context.settings)["opacity"] == ("F8",)
    assert window.actions_by_key["opacity"].shortcut() == QKeySequence("F8")
    assert page.table.item(page.table.currentRow(), 2).text() == "O"
    qtbot.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert keys_in_use(context.settings)["opacity"] == ("O",)


def test_a_key_of_another_command_is_named_and_taken_only_on_purpose(dialog, context, qtbot):
    page = dialog.page("keys")
    page.choose("skip")
    qtbot.keyClick(page.edit, Qt.Key.Key_F)
    assert page.verdict.text() == "F is the key of 'Flag'."
    qtbot.mouseClick(page.add_key, Qt.MouseButton.LeftButton)
    assert keys_in_use(context.settings)["skip"] == ("S",)
    assert page.take.isVisible()
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    assert keys_in_use(context.settings)["skip"] == ("S", "F")
    assert keys_in_use(context.settings)["flag"] == ()
    page.choose("flag")
    qtbot.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert page.verdict.text() == "F is the key of 'Skip'."
    qtbot.mouseClick(page.reset_all, Qt.MouseButton.LeftButton)
    assert keys_in_use(context.settings)["flag"] == ("F",)


def test_a_class_digit_is_nobody_else_s(dialog, context, qtbot):
    page = dialog.page("keys")
    page.choose("skip")
    qtbot.keyClick(page.edit, Qt.Key.Key_3)
    qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    assert "Class of the finding" in page.verdict.text()
    assert not page.take.isVisible()
    assert keys_in_use(context.settings)["skip"] == ("S",)


def test_the_page_follows_keys_that_change_elsewhere_and_finds_them(dialog, context):
    page = dialog.page("keys")
    give_keys(context.settings, "report", ["F9"])
    page.search.setText("f9")
    shown = [row for row in range(page.table.rowCount()) if not page.table.isRowHidden(row)]
    assert [page.table.item(row, 0).text() for row in shown] == ["Review · Report and export"]
