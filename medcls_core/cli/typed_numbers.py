"""A number that isn't one, or is out of range, said with an example of what would do."""

import re
from collections.abc import Sequence
from typing import Final

import typer

from medcls_core.cli.speech import say
from medcls_core.language import Text

WANTED: Final[dict[str, Text]] = {
    "--mpp": Text(
        "give micrometres per pixel as a number above 0, for example 0.25",
        "请给出每像素微米数（大于 0 的数字），例如 0.25",
    ),
    "--threshold": Text(
        "give a probability between 0 and 1, for example 0.5",
        "请给出 0 与 1 之间的概率，例如 0.5",
    ),
    "--size": Text(
        "give the side in pixels as a number of at least 1, for example 64",
        "请给出边长的像素数（不小于 1），例如 64",
    ),
    "--findings": Text(
        "give a whole number of at least 1, for example 4", "请给出不小于 1 的整数，例如 4"
    ),
    "--images": Text(
        "give a whole number of at least 1, for example 12", "请给出不小于 1 的整数，例如 12"
    ),
    "--seed": Text(
        "give a whole number of at least 0, for example 7", "请给出不小于 0 的整数，例如 7"
    ),
    "--folds": Text(
        "give a whole number of at least 0, for example 5", "请给出不小于 0 的整数，例如 5"
    ),
    "--epochs": Text(
        "give a whole number of at least 1, for example 30", "请给出不小于 1 的整数，例如 30"
    ),
    "--seeds": Text(
        "give a whole number of at least 1, for example 3", "请给出不小于 1 的整数，例如 3"
    ),
}
"""What each numeric option takes."""

_WHOLE = Text("give a whole number", "请给出整数")
_NUMBER = Text("give a number", "请给出数字")
_SENTENCE = Text("{option} {typed}: {wanted}.", "{option} {typed}：{wanted}。")
# What typer says of numbers comes from pydantic, in English and about 'input' and 'strings'.
_OF_NUMBERS = re.compile(r"Input should be (a valid (number|integer)|(greater|less) than|a finite)")


def number_sentence(problem: typer.BadParameter, arguments: Sequence[str]) -> str | None:
    """What to type instead of the number that `problem` is about; None if it is about no number.

    Args:
        problem: as typer found it.
        arguments: what the person typed.
    """
    named = getattr(problem.param, "opts", None) or []
    if not named or not _OF_NUMBERS.match(problem.message):
        return None
    general = _WHOLE if "integer" in problem.message else _NUMBER
    return wanted_sentence(named[0], _typed(named, arguments), general)


def wanted_sentence(option: str, typed: str, general: Text = _NUMBER) -> str:
    """The sentence that refuses `typed` for `option`."""
    wanted = say(WANTED.get(option, general))
    return say(_SENTENCE).format(option=option, typed=typed, wanted=wanted)


def _typed(named: Sequence[str], arguments: Sequence[str]) -> str:
    """The last value that was typed for the option of these names."""
    found = ""
    for place, argument in enumerate(arguments):
        if argument in named:
            found = "".join(arguments[place + 1 : place + 2])
        for name in named:
            if argument.startswith(f"{name}="):
                found = argument.removeprefix(f"{name}=")
    return found
