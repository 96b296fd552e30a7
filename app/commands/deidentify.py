"""A copy of the open slide that names nobody; as `medcls deidentify`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.context import AppContext
from app.jobs import Lane
from app.state import Doing
from medcls_core.progress import Progress

if TYPE_CHECKING:  # loads the slide libraries
    from medcls_core.images.privacy.deidentify import Deidentified

# ruff: noqa: PLC0415  (imported in the job)

DEIDENTIFY = "deidentify"


def deidentify(
    context: AppContext, source: Path, out: Path, tell: "Callable[[Deidentified], None]"
) -> None:
    """Copy `source` to `out` without what names the patient; `tell` hears what was removed."""

    def work(progress: Progress) -> "Deidentified":
        from medcls_core.images.privacy.deidentify import deidentify as copy_without

        return copy_without(source, out, progress)

    job = context.runner.submit(
        Lane.TILES, DEIDENTIFY, work, done=tell, failed=context.messages.error, priority=1
    )
    title = QCoreApplication.translate("Commands", "Copying {name} without names")
    context.work.begin(DEIDENTIFY, Doing(job, title.format(name=source.name)))
