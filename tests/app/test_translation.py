"""Every sentence of the window exists in Chinese, and the compiled file says the same."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QTranslator

from app.translation import current_language, install_language
from medcls_core.language import Language
from medcls_core.resources import resource_path

APP = Path(__file__).resolve().parents[2] / "app"


def catalogue() -> dict[tuple[str, str], str]:
    """(context, English) -> Chinese, of everything that is finished."""
    root = ET.parse(resource_path("i18n", "medcls_zh_CN.ts")).getroot()  # noqa: S314  (our file)
    found = {}
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation.get("type") is None and translation.text:
                key = (context.findtext("name"), message.findtext("source"))
                found[key] = translation.text
    return found


def sentences() -> Iterator[tuple[str, str, str]]:
    """(file, context, English) of every call of tr, translate and QT_TRANSLATE_NOOP."""
    for path in sorted(APP.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for parent in ast.walk(tree):
            if isinstance(parent, ast.ClassDef):
                for call in ast.walk(parent):
                    text = _literal(call, "tr", 0)
                    if text is not None:
                        yield path.name, parent.name, text
        for call in ast.walk(tree):
            for name in ("translate", "QT_TRANSLATE_NOOP"):
                context, text = _literal(call, name, 0), _literal(call, name, 1)
                if context is not None and text is not None:
                    yield path.name, context, text


def _literal(call: ast.AST, name: str, place: int) -> str | None:
    if not isinstance(call, ast.Call) or len(call.args) <= place:
        return None
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    called = call.func.id if isinstance(call.func, ast.Name) else called
    argument = call.args[place]
    literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return argument.value if called == name and literal else None


def test_every_sentence_is_translated():
    known = catalogue()
    missing = [each for each in sentences() if (each[1], each[2]) not in known]
    assert len(known) > 200
    assert missing == []


def test_translations_keep_the_fields():
    for (_, english), chinese in catalogue().items():
        fields = {name for _, name, _, _ in string.Formatter().parse(english) if name}
        kept = {name for _, name, _, _ in string.Formatter().parse(chinese) if name}
        assert kept == fields, english


def test_the_compiled_file_is_up_to_date():
    translator = QTranslator()
    assert translator.load(str(resource_path("i18n", "medcls_zh_CN.qm")))
    for (context, english), chinese in catalogue().items():
        assert translator.translate(context, english) == chinese


@pytest.mark.parametrize("language", list(Language))
def test_the_window_speaks_both_languages_and_switches(window, context, qtbot, language):
    context.settings.language = language
    assert current_language() is language
    expected = ("Images", "Review queue")
    if language is Language.CHINESE:
        expected = ("图像", "阅片队列")
    docks = [window._docks[name] for name in ("images", "queue")]
    qtbot.waitUntil(lambda: tuple(dock.windowTitle() for dock in docks) == expected)
    run = window.actions_by_key["run"].text()
    assert run == ("Run the model" if language is Language.ENGLISH else "运行模型")


def test_errors_are_said_in_the_language_that_is_on(window, context, qapp):
    from medcls_core.errors import NoImagesFound  # noqa: PLC0415

    install_language(qapp, Language.CHINESE)
    context.messages.error(NoImagesFound("某处"))
    assert window.slide.bar.text == "在 某处 未找到图像：请给出图像文件或包含图像的文件夹。"
