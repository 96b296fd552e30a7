"""Help in two languages: written in English where an option is declared, exchanged when built.

Options are declared in signatures, which exist before the language is known. `both` notes the
Chinese text of an English one, in the manner of gettext, and `translate` walks a built command.
"""

from typing import Protocol, cast

from medcls_core.language import Language

_CHINESE: dict[str, str] = {}


class _Helped(Protocol):
    help: str | None


def both(en: str, zh: str) -> str:
    """The English help text `en`, whose Chinese is from now on known as `zh`."""
    _CHINESE[_plain(en)] = zh
    return en


def say_help(text: str, language: Language) -> str:
    """`text` in `language`; English where no Chinese is known."""
    return _CHINESE.get(_plain(text), text) if language is Language.CHINESE else text


def translate(command: object, language: Language) -> None:
    """Exchange the help of `command`, its parameters and the commands below it, in place."""
    for helped in (command, *getattr(command, "params", ())):
        _exchange(helped, "help", language)
    for attribute in ("short_help", "epilog"):
        _exchange(command, attribute, language)
    for below in getattr(command, "commands", {}).values():
        translate(below, language)


def _exchange(helped: object, attribute: str, language: Language) -> None:
    text = getattr(cast("_Helped", helped), attribute, None)
    if isinstance(text, str):
        setattr(helped, attribute, say_help(text, language))


def _plain(text: str) -> str:
    return " ".join(text.split())
