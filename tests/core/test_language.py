"""Sentences in two languages, and shares as people read them."""

from pathlib import Path

import pytest

from medcls_core.errors import ImageUnreadable
from medcls_core.language import Language, Text, filled, percent


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (0.004, "<1 %"),
        (0.006, "1 %"),
        (0.554, "55 %"),
        (0.994, "99 %"),
        (0.996, ">99 %"),
        (1, "100 %"),
        (3.57, "357 %"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share, text):
    assert percent(share) == Text(text, text.replace(" ", ""))


def test_a_fact_in_two_languages_is_said_in_each():
    said = filled(Text("{n} of {what}", "{what}：{n}"), n=3, what=Text("cells", "细胞"))
    assert said == Text("3 of cells", "细胞：3")


def test_the_reason_alone_is_said_in_the_language_that_is_on():
    problem = ImageUnreadable(Path("切片.svs"), Text("it is damaged", "文件已损坏"))
    assert problem.reason_in(Language.CHINESE) == "文件已损坏"
    assert problem.reason_in(Language.ENGLISH) == "it is damaged"
    assert ImageUnreadable(Path("a.svs"), "torn").reason_in(Language.CHINESE) == "torn"
