"""Switching the window between English and Chinese while it runs."""

from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from medcls_core.language import Language, Text
from medcls_core.resources import resource_path

_BROKEN = "the bundled Chinese translation cannot be read"
_LOCALES = {Language.CHINESE: QLocale("zh_CN"), Language.ENGLISH: QLocale("en_GB")}


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """`text` itself, found by lupdate for a later `QCoreApplication.translate(context, text)`.

    Qt's own function of that name is typed as giving an object.
    """
    return text


class _Installed:
    """Which language is on, and the translators that make it so."""

    language = Language.ENGLISH
    translators: tuple[QTranslator, ...] = ()


def install_language(app: QCoreApplication, language: Language) -> None:
    """Make `language` the window's; every widget receives a LanguageChange event."""
    for translator in _Installed.translators:
        app.removeTranslator(translator)
    _Installed.language = language
    QLocale.setDefault(_LOCALES[language])
    _Installed.translators = _translators(app) if language is Language.CHINESE else ()
    for translator in _Installed.translators:
        app.installTranslator(translator)


def _translators(app: QCoreApplication) -> tuple[QTranslator, ...]:
    ours, qts = QTranslator(app), QTranslator(app)
    if not ours.load(str(resource_path("i18n", "medcls_zh_CN.qm"))):
        raise RuntimeError(_BROKEN)
    # Qt's own buttons and file dialogs; some builds of Qt leave the file out.
    found = qts.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return (qts, ours) if found else (ours,)


@cache
def _chinese() -> QTranslator:
    translator = QTranslator()
    if not translator.load(str(resource_path("i18n", "medcls_zh_CN.qm"))):
        raise RuntimeError(_BROKEN)
    return translator


def chinese_text(command_text: str) -> str:
    """A command's name in Chinese, whichever language is on; "" if it has none."""
    return _chinese().translate("Keys", command_text) or ""


def current_language() -> Language:
    """The language that is on."""
    return _Installed.language


def say(text: Text) -> str:
    """A core phrase (class name, card line) in the language that is on."""
    return text.say(_Installed.language)
