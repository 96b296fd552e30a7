"""The first page: once, calm, and every result of the self-test as it comes."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop

from app import main as start
from app.commands import demo_slide, open_images
from app.settings import Settings
from medcls_core import selftest
from medcls_core.language import Language, Text
from medcls_core.selftest.checks import Step, _Result


@pytest.fixture
def checks(monkeypatch):
    """Three checks without torch: one well, one to know, one failing."""

    def fail(_folder):
        raise RuntimeError("no decoder")

    made = (
        Step(Text("device", "设备"), lambda _: _Result("note", "cpu")),
        Step(Text("slide", "切片"), lambda _: _Result("ok", Text("read", "已读取"))),
        Step(Text("label store", "标注库"), fail),
    )
    monkeypatch.setattr(selftest, "steps", lambda: made)


@pytest.mark.usefixtures("checks")
def test_the_self_test_shows_each_result_in_both_languages(window, context, settle, qtbot):
    window.slide.show_welcome()
    page = window.slide.welcome
    assert window.slide._pages.currentWidget() is page
    settle()
    shown = [[part.text() for part in row] for row in page._rows]
    assert shown == [
        ["•", "device", "cpu"],
        ["✓", "slide", "read"],
        ["✕", "label store", "RuntimeError: no decoder"],
    ]
    context.settings.language = Language.CHINESE
    qtbot.waitUntil(lambda: page._rows[1][1].text() == "切片")
    settle()
    assert page._rows[1][2].text() == "已读取"
    assert page._rows[1][1].accessibleName() == "切片：正常，已读取"


@pytest.mark.usefixtures("checks")
def test_name_and_language_are_taken_there_and_shown_as_set(window, context, settle):
    window.slide.show_welcome()
    page = window.slide.welcome
    page.reader.setText("Dr. First")
    page.reader.editingFinished.emit()
    page.language.setCurrentIndex(page.language.findData("zh"))
    page.language.activated.emit(page.language.currentIndex())
    assert context.settings.given_reader() == "Dr. First"
    assert context.settings.language is Language.CHINESE
    context.settings.reader = "Dr. Other"
    assert page.reader.text() == "Dr. Other"
    settle()


@pytest.mark.usefixtures("checks")
def test_an_image_takes_its_place_and_it_can_be_left(window, context, picture, settle):
    slide = window.slide
    slide.show_welcome()
    slide.welcome.left.emit()
    assert slide._pages.currentIndex() == 0
    slide.show_welcome()
    open_images.open_paths(context, [picture])
    settle()
    assert slide._pages.currentWidget() is slide.comparison


def test_the_demo_slide_is_rendered_once_and_opened(context, monkeypatch, settle, tmp_path: Path):
    rendered = []

    def render(path, _progress):
        from PIL import Image  # noqa: PLC0415

        rendered.append(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (64, 64), "white").save(path)

    monkeypatch.setattr(demo_slide, "user_folder", lambda: tmp_path)
    monkeypatch.setattr(demo_slide, "_render", render)
    for _ in range(2):
        demo_slide.open_demo(context)
        settle()
    assert rendered == [tmp_path / "demo" / "sample.tiff"]
    assert context.images.current.path == rendered[0]


def test_only_the_first_start_has_a_first_page(tmp_path: Path):
    path = tmp_path / "settings.ini"
    assert Settings(path).is_first_start()
    Settings(path).keep_window_layout("docks", b"1")  # as closing the window does
    assert not Settings(path).is_first_start()


@pytest.mark.usefixtures("checks")
def test_the_program_shows_it_at_the_first_start_alone(monkeypatch, tmp_path, qapp):
    shown, before = [], set(qapp.topLevelWidgets())

    def run_once(_app) -> int:
        fresh = set(qapp.topLevelWidgets()) - before
        (window,) = [each for each in fresh if isinstance(each, start.MainWindow)]
        shown.append(window.slide._pages.currentWidget() is window.slide.welcome)
        while window._context.runner.live():
            qapp.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        before.add(window)
        window.close()
        window.deleteLater()
        qapp.sendPostedEvents(None, 0)
        qapp.processEvents()
        return 0

    monkeypatch.setattr(start, "Settings", lambda: Settings(tmp_path / "fresh.ini"))
    monkeypatch.setattr(start, "start_log", lambda _: None)
    monkeypatch.setattr(start, "install_hook", lambda _: None)
    monkeypatch.setattr(start, "start", lambda *_, **__: None)
    monkeypatch.setattr(type(qapp), "exec", lambda *_: run_once(qapp))
    for _ in range(2):
        assert start.main([]) == 0
    assert shown == [True, False]
