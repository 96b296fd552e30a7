"""The steps of the smoke test: each does one thing in the real window and says what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.commands import export, navigate, run_task, verdicts
from app.commands.export_kinds import ExportKind
from app.context import AppContext
from app.driven_window import NotReady, wait_until
from app.main import start
from app.main_window import MainWindow
from medcls_core.language import Text

# ruff: noqa: PLC0415  (torch and the database library come with the steps that need them)

LIMIT_S = 240.0
"""Of one step; the slowest is the first run of a model on a slow disk."""

PICTURE, REPORT = "window.png", "report.pdf"


@dataclass(frozen=True, slots=True)
class Loop:
    """What the steps share: the window, the image, the folder of the results."""

    context: AppContext
    window: MainWindow
    image: Path
    out: Path
    store: Path
    crashes: list[str]


def _open(loop: Loop) -> str:
    context, view = loop.context, loop.window.slide.view
    start(context, [loop.image])
    _wait(loop, lambda: context.images.current is not None, "the image was not opened")
    _wait(loop, lambda: view.is_sharp, "the image was not drawn")
    image = context.images.current
    if image is None:
        raise NotReady("the image was closed")
    width, height = image.source.size_l0
    return f"{image.source.format_name}, {width} x {height}"


def _predict(loop: Loop) -> str:
    context = loop.context
    _wait(loop, lambda: context.models.version is not None, "no model was found")
    run_task.run_task(context)
    _wait(loop, lambda: bool(context.review.queue), "the model found nothing")
    return context.messages.log[-1].text


def _explain(loop: Loop) -> str:
    context = loop.context
    finding = context.review.queue[0]
    navigate.visit(context, finding)
    _wait(loop, lambda: bool(context.analyses.evidence(finding)), "no heatmap was drawn")
    _wait(loop, lambda: context.overlay.heatmap is not None, "no heatmap was shown")
    _wait(loop, lambda: loop.window.slide.view.is_sharp, "the finding was not drawn")
    picture = loop.out / PICTURE
    if not loop.window.grab().save(str(picture), "PNG"):
        raise NotReady(f"{picture.name} could not be written")
    maps = context.analyses.evidence(finding) or ()
    return ", ".join(each.method.value for each in maps)


def _read(loop: Loop) -> str:
    context = loop.context
    verdicts.accept(context)
    _wait(loop, lambda: bool(context.review.reads), "no verdict was given")
    _wait(loop, lambda: context.review.unsaved() == 0, "the verdict was not saved")
    from medcls_core.store import open_store, verifying

    with open_store(str(loop.store)) as store, store.session(read_only=True) as session:
        chain = verifying.verify_chain(session)
    if not chain.ok or chain.count != 1:
        raise NotReady(f"{chain.count} verdicts are in the store instead of 1; {chain.reason}")
    return f"{chain.count} in {loop.store.name}, {chain.head[:12]}…"


def _report(loop: Loop) -> str:
    path = loop.out / REPORT
    path.unlink(missing_ok=True)
    export.export(loop.context, ExportKind.PDF, path)
    _wait(loop, path.exists, "no report was written")
    _wait(loop, lambda: loop.context.runner.live() == 0, "the window did not come to rest")
    written = path.read_bytes()
    if not written.startswith(b"%PDF"):
        raise NotReady(f"{path.name} is no PDF")
    return f"{path.name}, {len(written) // 1024} KiB"


def _train(_loop: Loop) -> str:
    from medcls_core.inference.device import choose_device
    from medcls_core.selftest.training import train_one_step

    with TemporaryDirectory(prefix="medcls-smoke-") as folder:
        did = train_one_step(Path(folder), choose_device("auto"))
    if not did.is_good:
        raise NotReady(f"the step moved {did.moved} tensors at a loss of {did.loss}")
    return f"loss {did.loss:.3f}, {did.moved} tensors moved"


STEPS: tuple[tuple[Text, Callable[[Loop], str]], ...] = (
    (Text("open the image", "打开图像"), _open),
    (Text("run the model", "运行模型"), _predict),
    (Text("draw a heatmap", "绘制热图"), _explain),
    (Text("give a verdict", "给出判读"), _read),
    (Text("write the report", "生成报告"), _report),
    (Text("train a step", "训练一步"), _train),
)


def _wait(loop: Loop, ready: Callable[[], bool], otherwise: str) -> None:
    """Wait until it is so, no longer than the first crash of a job."""
    try:
        wait_until(lambda: bool(loop.crashes) or ready(), otherwise, LIMIT_S)
    except NotReady as problem:
        said = loop.context.messages.log
        raise NotReady(f"{problem}; {said[-1].text}" if said else str(problem)) from problem
    if loop.crashes:
        raise NotReady(f"{otherwise}: {loop.crashes[0]}")
