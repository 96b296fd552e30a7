"""The self-test behind the window: one job a check, so that each result shows as it comes."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from app.context import AppContext
from app.jobs import Lane
from app.translation import current_language
from medcls_core.language import Language
from medcls_core.progress import Progress

if TYPE_CHECKING:  # the self-test loads torch
    from medcls_core.selftest import Check, Step

T = TypeVar("T")

BEHIND_EVERYTHING = -50


def run_self_test(
    context: AppContext,
    *,
    begin: Callable[[list[str]], None],
    tell: "Callable[[tuple[int, Check]], None]",
) -> None:
    """Try everything once, after whatever else the models' lane has to do.

    Args:
        context: the window's.
        begin: is given the names of the checks, in their order.
        tell: is given the place of a check and what came of it, one by one.
    """
    language = current_language()

    def find(_: Progress) -> "tuple[Step, ...]":
        from medcls_core.selftest import steps  # noqa: PLC0415  (torch)

        return steps()

    def found(steps: "tuple[Step, ...]") -> None:
        begin([step.name.say(language) for step in steps])
        for place, step in enumerate(steps):
            _submit(context, partial(_placed, place, step, language), tell)

    _submit(context, find, found)


def _placed(place: int, step: "Step", language: Language, _: Progress) -> "tuple[int, Check]":
    return place, step.try_it(language)


def _submit(context: AppContext, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
    context.runner.submit(
        Lane.GPU,
        "self-test",
        work,
        done=done,
        failed=context.messages.error,
        priority=BEHIND_EVERYTHING,
    )
