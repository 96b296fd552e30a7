"""Which language the command line speaks, and its few ways of saying something."""

import locale
import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from rich.console import Console

from medcls_core.errors import InputInvalid, MedclsError
from medcls_core.language import Language, Text

LANGUAGE_VARIABLE = "MEDCLS_LANG"

_PIPE_WIDTH = 240  # a table in a pipe or file is not folded to some terminal's width

_SPOKEN: ContextVar[Language] = ContextVar("spoken language", default=Language.ENGLISH)


def current_language() -> Language:
    """The language of this run: from --lang, else MEDCLS_LANG, else the system."""
    return _SPOKEN.get()


def speak(language: Language) -> None:
    """Use `language` for the rest of this run."""
    _SPOKEN.set(language)


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language asked for by --lang, else by MEDCLS_LANG, else by the system's locale.

    Raises:
        InputInvalid: if --lang or MEDCLS_LANG names a language that isn't there.
    """
    return language_asked_for(arguments, environment) or system_language(environment)


def language_asked_for(arguments: Sequence[str], environment: Mapping[str, str]) -> Language | None:
    """The language asked for by --lang, else by MEDCLS_LANG; None if nobody asked for one.

    Raises:
        InputInvalid: if --lang or MEDCLS_LANG names a language that isn't there.
    """
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            return _language_called("--lang", "".join(arguments[place + 1 : place + 2]))
        if argument.startswith("--lang="):
            return _language_called("--lang", argument.removeprefix("--lang="))
    if environment.get(LANGUAGE_VARIABLE):
        return _language_called(LANGUAGE_VARIABLE, environment[LANGUAGE_VARIABLE])
    return None


def _language_called(what: str, name: str) -> Language:
    try:
        return Language(name.lower()[:2])
    except ValueError as problem:
        known = ", ".join(Language)
        raise InputInvalid(what, f"'{name}' is not a language of this program ({known})") from (
            problem
        )


def system_language(environment: Mapping[str, str]) -> Language:
    """The language of the system's locale, in which a wrong --lang is complained of."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _by_prefix(environment[name])
    return _by_prefix(locale.getlocale()[0] or "")


def _by_prefix(name: str) -> Language:
    # Windows says 'Chinese (Simplified)_China', everything else 'zh_CN.UTF-8'.
    return Language.CHINESE if name.lower().startswith(("zh", "chinese")) else Language.ENGLISH


def say(text: Text) -> str:
    """`text` in the language of this run."""
    return text.say(current_language())


def results() -> Console:
    """Standard output, for what was asked for; never folded in a file or a pipe."""
    return Console(
        file=sys.stdout, width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False
    )


def notes() -> Console:
    """Standard error, for progress and remarks; it stays out of the way of scripts."""
    return Console(file=sys.stderr, soft_wrap=True, highlight=False)


def complain(sentence: str) -> None:
    """Say one sentence, on one line, on standard error."""
    line = " ".join(sentence.split())
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def sentence_of(problem: MedclsError) -> str:
    """The sentence of `problem` in the language of this run."""
    return problem.sentence(current_language())


def invalid(what: str, reason: Text, /, **facts: object) -> InputInvalid:
    """An `InputInvalid` whose reason is said in the language of this run."""
    return InputInvalid(what, say(reason).format(**facts))
