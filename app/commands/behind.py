"""Reading the open image behind everything else that the window does."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.context import AppContext
from app.jobs import Lane
from medcls_core.errors import MedclsError
from medcls_core.progress import Progress

if TYPE_CHECKING:  # the images package loads libraries the window needn't wait for
    from medcls_core.images.source import ImageSource

AFTER_ALL_ELSE = -20

Result = TypeVar("Result")


def read_behind(
    context: AppContext,
    source: "ImageSource",
    title: str,
    work: Callable[[Progress], Result],
    done: Callable[[Result], None],
) -> None:
    """Do `work`, which reads `source`, when nothing else is to be read; then `done` here.

    The image stays open for as long; a problem is said in the message bar.
    """

    def finished(result: Result) -> None:
        context.sources.release(source)
        done(result)

    def failed(problem: MedclsError) -> None:
        context.sources.release(source)
        context.messages.error(problem)

    context.sources.hold(source)
    context.runner.submit(
        Lane.TILES,
        title,
        work,
        done=finished,
        failed=failed,
        cancelled=lambda: context.sources.release(source),
        priority=AFTER_ALL_ELSE,
    )
