"""The demo slide: rendered once into the data folder, then opened like any other."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.commands.open_images import open_paths
from app.commands.run_task import choose_task
from app.context import AppContext
from app.jobs import Lane
from app.state import Doing
from medcls_core.progress import Progress
from medcls_core.resources import user_folder

DEMO = "demo slide"
TASK = "mitosis"


def demo_path() -> Path:
    """Where the demo slide lies, once it was rendered."""
    return user_folder() / "demo" / "sample.tiff"


def open_demo(context: AppContext) -> None:
    """Open the demo slide, which is rendered first if it isn't there."""
    if context.work.doing(DEMO) is not None:
        return

    def work(progress: Progress) -> Path:
        path = demo_path()
        if not path.exists():
            _render(path, progress)
        return path

    def done(path: Path) -> None:
        if context.models.task.key != TASK:
            choose_task(context, TASK)
        open_paths(context, [path])

    job = context.runner.submit(
        Lane.TILES,
        DEMO,
        work,
        done=done,
        failed=context.messages.error,
        progress=lambda done, total, _: context.work.report(DEMO, done, total, ""),
    )
    title = QCoreApplication.translate("Commands", "Rendering the demo slide")
    context.work.begin(DEMO, Doing(job, title, can_cancel=False))


def _render(path: Path, progress: Progress) -> None:
    # Loads image libraries that the window needn't wait for.
    from medcls_core.data.rendered_slide import render_sample_slide  # noqa: PLC0415
    from medcls_core.whole_folder import whole_folder  # noqa: PLC0415

    with whole_folder(path.parent) as part:
        render_sample_slide(part / path.name, progress=progress)
