"""The two languages of the program, for every sentence that does not come from Qt."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language a person can read the program in."""

    ENGLISH = "en"
    CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class Text:
    """One phrase in both languages: class names, report lines, error sentences."""

    en: str
    zh: str

    def say(self, language: Language) -> str:
        """The phrase in `language`."""
        return self.zh if language is Language.CHINESE else self.en


def percent(share: float) -> Text:
    """A share, 0 to 1 or more, as it is written everywhere: '96 %' and '96%'.

    What is neither nothing nor all never reads as either: it is '<1 %' or '>99 %'.
    """
    number = f"{100 * share:.0f}"
    if number == "0" and share > 0:
        number = "<1"
    elif number == "100" and share < 1:
        number = ">99"
    return Text(f"{number} %", f"{number}%")


def filled(text: Text, **facts: object) -> Text:
    """`text` with its fields filled in both languages; a fact that is a `Text` in its own."""

    def said(language: Language) -> str:
        spoken = {
            name: fact.say(language) if isinstance(fact, Text) else fact
            for name, fact in facts.items()
        }
        return text.say(language).format(**spoken)

    return Text(said(Language.ENGLISH), said(Language.CHINESE))
