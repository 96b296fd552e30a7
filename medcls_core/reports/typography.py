"""Chinese as it is printed: punctuation as wide as the characters around it."""

import re

from medcls_core.language import Language, Text

_WIDE = {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01"}
_WIDE |= {"(": "\uff08", ")": "\uff09"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FIELD = re.compile(r"(\{[^{}]*\})")
_MARK = re.compile(r"(?<![0-9A-Za-z])[,:;?!()] ?|[,:;?!()](?![0-9A-Za-z]) ?")


def printed(text: Text, language: Language, **facts: object) -> str:
    """`text` in `language`, filled in with `facts`, which stay as they are."""
    phrase = text.say(language)
    if language is Language.CHINESE and _CHINESE.search(phrase):
        parts = _FIELD.split(phrase)
        phrase = "".join(
            part if part.startswith("{") else _MARK.sub(_widened, part) for part in parts
        )
    return phrase.format(**facts) if facts else phrase


def _widened(mark: re.Match[str]) -> str:
    return _WIDE[mark.group().strip()]
