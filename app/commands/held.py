"""Jobs that read an image, which stays open for as long as they take."""

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


def submit_held(  # noqa: PLR0913  (a job, the image that it reads, and whom to tell)
    context: AppContext,
    source: "ImageSource",
    lane: Lane,
    kind: str,
    work: Callable[[Progress], Result],
    *,
    done: Callable[[Result], None],
    failed: Callable[[MedclsError], None] | None = None,
    cancelled: Callable[[], None] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    priority: int = 0,
) -> int:
    """Queue `work`, which reads `source`; the image may be closed once the job has ended.

    Args:
        context: of the window.
        source: the image.
        lane: where it runs.
        kind: what it is, for the log.
        work: what is done.
        done: told the result.
        failed: told the problem; the message bar is, if nobody else.
        cancelled: told that it was.
        progress: told how far it is.
        priority: a higher one goes first.

    Returns:
        The job's id.
    """

    def arrived(result: Result) -> None:
        context.sources.release(source)
        done(result)

    def refused(problem: MedclsError) -> None:
        context.sources.release(source)
        (failed or context.messages.error)(problem)

    def stopped() -> None:
        context.sources.release(source)
        if cancelled is not None:
            cancelled()

    context.sources.hold(source)
    return context.runner.submit(
        lane,
        kind,
        work,
        done=arrived,
        failed=refused,
        cancelled=stopped,
        progress=progress,
        priority=priority,
    )
