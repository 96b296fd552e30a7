"""Pictures of the real window on real findings, in both languages; for the demo and the README.

`python -m app.screenshots IMAGE --store FILE --out FOLDER` opens the window off screen, goes to a
finding, waits until its tiles and heatmaps are there, and writes `window-en.png` and
`window-zh.png`. The person's own settings are neither read nor changed.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.commands import navigate
from app.commands.analyst import CoreAnalyst
from app.context import AppContext, make_context
from app.main import application, start
from app.main_window import MainWindow
from app.settings import Settings, ThemeChoice
from app.theme import apply_theme
from app.translation import install_language
from medcls_core.language import Language
from medcls_core.tasks import all_tasks

SIZE = (1600, 1000)
LIMIT_S = 60.0
_LOOK_EVERY_MS = 50
_QUIET_LOOKS = 6


class NotReady(Exception):
    """The window did not come to rest in time."""


def main(argv: list[str] | None = None) -> int:
    """Take the pictures; returns 1, with one sentence on standard error, if that failed."""
    wanted = _parser().parse_args(argv)
    app = application()
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.store_url = wanted.store
        settings.reader = wanted.reader
        settings.task = wanted.task
        settings.theme = ThemeChoice.LIGHT
        settings.language = Language.ENGLISH
        try:
            _take(app, settings, wanted.image, wanted.finding, wanted.out)
        except NotReady as problem:
            sys.stderr.write(f"{problem}\n")
            return 1
    return 0


def _take(
    app: QApplication, settings: Settings, image: Path, finding: UUID | None, out: Path
) -> None:
    install_language(app, settings.language)
    apply_theme(app, settings.theme)
    context = make_context(settings, CoreAnalyst())
    window = MainWindow(context)
    try:
        window.resize(*SIZE)
        window.show()
        start(context, [image])
        _wait(lambda: bool(context.review.items), "no findings came from the label store")
        _wait(lambda: context.models.version is not None, "the model's card was not read")
        _go_to(context, finding)
        for language in Language:
            settings.language = language
            _wait(lambda: _is_at_rest(context, window), "the window did not come to rest")
            _save(window, out / f"window-{language}.png")
    finally:
        window.close()


def _go_to(context: AppContext, finding: UUID | None) -> None:
    known = finding is not None and context.review.item(finding) is not None
    navigate.visit(context, finding if known and finding else context.review.queue[0])


def _is_at_rest(context: AppContext, window: MainWindow) -> bool:
    return context.runner.live() == 0 and window.slide.view.is_sharp


def _wait(ready: Callable[[], bool], otherwise: str) -> None:
    """Run the event loop until `ready` was true a few times in a row: timers start jobs late."""
    loop, ends = QEventLoop(), time.monotonic() + LIMIT_S
    quiet = 0

    def look() -> None:
        nonlocal quiet
        quiet = quiet + 1 if ready() else 0
        if quiet >= _QUIET_LOOKS or time.monotonic() > ends:
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(_LOOK_EVERY_MS)
    loop.exec()
    timer.stop()
    if quiet < _QUIET_LOOKS:
        raise NotReady(f"{otherwise} within {LIMIT_S:g} seconds.")


def _save(window: MainWindow, path: Path) -> None:
    part = path.with_name(f".{path.name}.part")
    if not window.grab().save(str(part), "PNG"):
        raise NotReady(f"{path} could not be written.")
    part.replace(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.screenshots", description="Picture the window.")
    parser.add_argument("image", type=Path)
    parser.add_argument("--store", required=True, help="label store with the image's findings")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pictures")
    parser.add_argument("--reader", default="", help="whose verdicts are shown")
    parser.add_argument("--task", choices=[task.key for task in all_tasks()], default="mitosis")
    parser.add_argument("--finding", type=UUID, help="which one is selected; else the first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
