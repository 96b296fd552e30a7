"""Installing and removing the GPU pack; as `medcls gpu`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.context import AppContext
from app.jobs import Lane
from medcls_core.errors import MedclsError
from medcls_core.gpu_pack import folder as packs
from medcls_core.gpu_pack.folder import Pack
from medcls_core.progress import Progress

if TYPE_CHECKING:
    from medcls_core.gpu_pack.state import PackState

# ruff: noqa: PLC0415  (pip's end of it is imported by the job that needs it)


def look(context: AppContext, tell: "Callable[[PackState], None]") -> None:
    """Tell what is installed, and what the program's own torch can do."""

    def work(_: Progress) -> "PackState":
        from medcls_core.gpu_pack.state import pack_state

        return pack_state()

    context.runner.submit(
        Lane.FETCH, "look at GPU pack", work, done=tell, failed=context.messages.error
    )


def install(
    context: AppContext,
    source: str,
    *,
    progress: Callable[[int, int, str], None],
    done: Callable[[Pack], None],
    ended: Callable[[MedclsError | None], None],
) -> int:
    """Install a pack from `source`.

    Args:
        context: the window's.
        source: an index, a folder or a .zip.
        progress: told how far it is.
        done: called with the pack that is used from the next start.
        ended: called with the reason if it failed, with None if it was cancelled.

    Returns:
        The job's id, to cancel it by.
    """

    def work(told: Progress) -> Pack:
        from medcls_core.gpu_pack import installing

        return installing.install(source, told)

    return context.runner.submit(
        Lane.FETCH,
        "install GPU pack",
        work,
        done=done,
        failed=ended,
        cancelled=lambda: ended(None),
        progress=progress,
    )


def remove(context: AppContext, done: Callable[[None], None]) -> None:
    """Use the processor again from the next start."""

    def work(_: Progress) -> None:
        packs.deactivate()

    context.runner.submit(
        Lane.FETCH,
        "remove GPU pack",
        work,
        done=done,
        failed=context.messages.error,
    )
