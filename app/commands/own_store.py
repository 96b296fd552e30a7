"""Long looks at the label store, with a connection of their own: verdicts never wait for them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.context import AppContext
from app.jobs import Lane, load_torch
from medcls_core.errors import MedclsError
from medcls_core.progress import Progress

if TYPE_CHECKING:  # the store package loads the database library
    from medcls_core.store import LabelStore

T = TypeVar("T")


def look_beside(  # noqa: PLR0913  (a job is its work and whom to tell; two have defaults)
    context: AppContext,
    kind: str,
    work: "Callable[[LabelStore, Progress], T]",
    *,
    done: Callable[[T], None],
    failed: Callable[[MedclsError], None],
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], None] | None = None,
) -> int:
    """Do `work` in the lane of models, with torch loaded and the store opened once more.

    Returns:
        The job's id.
    """
    url = context.settings.store_url or None

    def job(told: Progress) -> T:
        load_torch()
        from medcls_core.store import open_store  # noqa: PLC0415  (in the job's own thread)

        with open_store(url) as store:
            return work(store, told)

    return context.runner.submit(
        Lane.GPU, kind, job, done=done, failed=failed, progress=progress, cancelled=cancelled
    )
