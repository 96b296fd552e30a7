"""`medcls review`: the window, found by its entry point because the core doesn't know it."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, cast

import typer

from medcls_core.cli.help_texts import both
from medcls_core.cli.invocation import typed
from medcls_core.cli.options import StoreOption
from medcls_core.cli.speech import current_language, invalid, language_asked_for
from medcls_core.data.capsule.archive import SUFFIX
from medcls_core.errors import MedclsError
from medcls_core.images import find_images
from medcls_core.language import Text
from medcls_core.tasks import get_task

HELP = both(
    "Open the window on images, to see findings with their evidence and to give verdicts.\n\n"
    "Verdicts go into the label store, each on disk before it is shown as saved.\n\n"
    "[bold]Examples[/]\n\n"
    "A slide:            medcls review slide.svs\n\n"
    "A folder, Chinese:  medcls review slides/ --lang zh\n\n"
    "A colleague's case: medcls review second.medcase\n\n"
    "A shared store:     medcls review --store postgresql+psycopg://me@server/labels\n\n"
    "Does it work here:  medcls review slide.svs --smoke-test FOLDER",
    "打开窗口查看图像、目标及其依据，并给出判读。\n\n"
    "判读写入标注库；显示“已保存”时已落盘。\n\n"
    "[bold]示例[/]\n\n"
    "单张切片：  medcls review slide.svs\n\n"
    "中文界面：  medcls review slides/ --lang zh\n\n"
    "同行病例：  medcls review second.medcase\n\n"
    "共享标注库：medcls review --store postgresql+psycopg://me@server/labels\n\n"
    "检查本机：  medcls review slide.svs --smoke-test 文件夹",
)

GROUP = "medcls.window"
_ONE_IMAGE = Text("it takes one image file", "需要一个图像文件")
_NO_SCREEN = Text(
    "there is no screen here (DISPLAY is not set); 'medcls analyze' needs none",
    "此处没有屏幕（未设置 DISPLAY）；“medcls analyze”无需屏幕",
)
_NO_WINDOW = Text(
    "the window is not installed ({reason}); install it with: python -m pip install medcls",
    "窗口未安装（{reason}）；请运行：python -m pip install medcls",
)


def review(
    images: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[IMAGES]...",
            show_default=False,
            help=both("Image files, folders or patterns.", "图像文件、文件夹或通配符。"),
        ),
    ] = None,
    store: StoreOption = None,
    task: Annotated[
        str | None,
        typer.Option(
            "--task",
            "-t",
            metavar="TASK",
            show_default=False,
            help=both("The task chosen at the start.", "启动时选择的任务。"),
        ),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--reader",
            metavar="NAME",
            show_default=False,
            help=both("Name under which verdicts are kept.", "判读所用的姓名。"),
        ),
    ] = None,
    run: Annotated[
        bool,
        typer.Option("--run", help=both("Run the task at once.", "打开后立即运行任务。")),
    ] = False,
    smoke_test: Annotated[
        Path | None,
        typer.Option(
            "--smoke-test",
            metavar="FOLDER",
            show_default=False,
            help=both(
                "Do the whole loop once off screen on the image, with a store of its own, and "
                "write what came of it into FOLDER.",
                "在屏幕外对该图像完整运行一遍（使用独立的标注库），并将结果写入文件夹。",
            ),
        ),
    ] = None,
) -> None:
    """Open the window; see `HELP`."""
    if task is not None:
        get_task(task)
    if images:
        _check_images(images)
    if smoke_test is not None:
        raise typer.Exit(_smoke_test(images or [], smoke_test, task))
    _check_screen()
    window = _window()
    options = [("--store", store), ("--task", task), ("--reader", reader)]
    arguments = [part for option, value in options if value for part in (option, value)]
    asked = language_asked_for(typed(), os.environ)  # else the window goes by its own setting
    arguments += [*(["--lang", asked.value] if asked else []), *(["--run"] if run else [])]
    raise typer.Exit(window([*arguments, "--", *(images or [])]))


def _smoke_test(images: Sequence[str], out: Path, task: str | None) -> int:
    """In a process of its own: Qt off screen has to be told before anything else is."""
    if len(images) != 1 or not Path(images[0]).is_file():
        raise invalid("medcls review --smoke-test", _ONE_IMAGE)
    command = [sys.executable, "-X", "utf8", "-m", "app.smoke", "--smoke-test", images[0]]
    command += ["--out", str(out), "--lang", current_language().value]
    command += ["--task", task] if task else []
    return subprocess.run(command, check=False).returncode  # noqa: S603  (our own module)


def _check_images(places: Sequence[str]) -> None:
    """Refuse where the window would stay empty; of several places the window names the bad ones."""
    for place in places:
        if place.lower().endswith(SUFFIX) and Path(place).is_file():
            return
        try:
            find_images([place])
        except MedclsError:
            continue
        return
    find_images(places)


def screen_variables() -> dict[str, str]:
    """What the environment lacks for a window that nobody looks at; nothing where a screen is."""
    return {} if _has_screen() else {"QT_QPA_PLATFORM": "offscreen"}


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    names = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return any(os.environ.get(name) for name in names)


def _check_screen() -> None:
    """Refuse where Qt would end the process without a word that helps."""
    if not _has_screen():
        raise invalid("medcls review", _NO_SCREEN)


def _window() -> Callable[[list[str]], int]:
    found = entry_points(group=GROUP, name="review")
    try:
        (entry,) = found
        return cast("Callable[[list[str]], int]", entry.load())
    except ValueError as problem:
        raise invalid("medcls review", _NO_WINDOW, reason=GROUP) from problem
    except ImportError as problem:
        raise invalid("medcls review", _NO_WINDOW, reason=problem) from problem
