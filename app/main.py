"""Starting the window: the frame first, everything heavy in jobs behind it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.commands import cases, news, open_images, recent, run_task, safety, undoable
from app.commands.analyst import CoreAnalyst
from app.context import AppContext, make_context
from app.crash import install_hook, log_path, start_log
from app.jobs import share_memory
from app.main_window import MainWindow
from app.settings import APPLICATION, Settings, ThemeChoice
from app.theme import apply_theme
from app.translation import install_language
from medcls_core.language import Language
from medcls_core.tasks import all_tasks

TURN_S = 0.0003
SAFETY_MS = 3000
"""The first look at the store's file waits until the window is usable."""

LANGUAGE_VARIABLE = "MEDCLS_LANG"
"""As the command line's: it comes after --lang and before the setting."""


def main(argv: list[str] | None = None) -> int:
    """Open the window; returns the exit code when it was closed.

    Args:
        argv: arguments without the program's name; None takes the process's own.
    """
    wanted = _parser().parse_args(argv)
    start_log(log_path())
    app = application()
    settings = Settings()
    _override(settings, wanted)
    install_language(app, settings.language)
    apply_theme(app, settings.theme)
    context = make_context(settings, CoreAnalyst())
    window = MainWindow(context)
    install_hook(window.openers.crash)
    window.show()
    start(context, [Path(place) for place in wanted.places], run=wanted.run)
    if settings.is_first_start() and not wanted.places:
        window.slide.show_welcome()
    code = app.exec()
    if context.runner.live():
        # A job that doesn't stop would keep the process for ever; everything is written.
        os._exit(code)
    return code


def application() -> QApplication:
    """The process's application object, made if there is none."""
    # A worker in pure Python lets the window have its turn after so long; the interpreter's own
    # measure (5 ms) adds up to a block that is felt, as one paint asks for fifty turns and more.
    sys.setswitchinterval(TURN_S)
    share_memory()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(APPLICATION)
    app.setApplicationDisplayName("medcls")
    return app


def start(context: AppContext, places: Sequence[Path], *, run: bool = False) -> None:
    """What happens once the window is on screen: store and readers, images, then the models."""
    QTimer.singleShot(0, context.runner, context.store.open_early)
    QTimer.singleShot(0, context.runner, lambda: open_images.load_readers(context))
    QTimer.singleShot(0, context.runner, lambda: recent.look_up(context))
    QTimer.singleShot(0, context.runner, lambda: undoable.look_up(context))
    if places:
        QTimer.singleShot(0, context.runner, lambda: cases.open_places(context, places))
    QTimer.singleShot(0, context.runner, lambda: run_task.look_up_models(context))
    QTimer.singleShot(0, context.runner, lambda: news.watch(context))
    QTimer.singleShot(SAFETY_MS, context.runner, lambda: safety.watch(context))
    if run:
        _run_when_ready(context)


def _run_when_ready(context: AppContext) -> None:
    """Run the task as soon as both the image and the model are there."""

    def try_to_run() -> None:
        if context.images.current is not None and context.models.version is not None:
            context.models.changed.disconnect(try_to_run)
            context.review.items_changed.disconnect(try_to_run)
            run_task.run_task(context)

    context.models.changed.connect(try_to_run)
    context.review.items_changed.connect(try_to_run)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=APPLICATION, description="Review what models say about cells and tissue."
    )
    parser.add_argument("places", nargs="*", help="image files or folders to open")
    parser.add_argument("--store", help="label store: a file path or an SQLAlchemy URL")
    parser.add_argument("--task", choices=[task.key for task in all_tasks()])
    parser.add_argument("--lang", choices=[language.value for language in Language])
    parser.add_argument("--theme", choices=[theme.value for theme in ThemeChoice])
    parser.add_argument("--reader", help="name under which verdicts are kept")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"])
    parser.add_argument("--run", action="store_true", help="run the task once the image is open")
    return parser


def _override(settings: Settings, wanted: argparse.Namespace) -> None:
    """Options of the command hold for this run and aren't remembered."""
    options = {
        "store_url": wanted.store,
        "task": wanted.task,
        "language": wanted.lang or _language_of_environment(),
        "theme": wanted.theme,
        "reader": wanted.reader,
        "device": wanted.device,
    }
    for name, value in options.items():
        if value is not None:
            settings.override(name, str(value))


def _language_of_environment() -> str | None:
    """What MEDCLS_LANG asks for; a name that isn't known leaves the window's own setting."""
    name = os.environ.get(LANGUAGE_VARIABLE, "").lower()[:2]
    return name if name in {language.value for language in Language} else None


if __name__ == "__main__":
    sys.exit(main())
