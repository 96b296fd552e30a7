"""The real window with settings of its own, and waiting for what happens in it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.commands.analyst import CoreAnalyst
from app.context import AppContext, make_context
from app.main import application
from app.main_window import MainWindow
from app.settings import Settings, ThemeChoice
from app.theme import apply_theme
from app.translation import install_language
from medcls_core.language import Language

LIMIT_S = 300.0
READER = "bench"
TASK = "mitosis"
_LOOK_EVERY_MS = 2


class NotReady(Exception):
    """The window did not get there in time."""


@contextmanager
def opened_window(
    store: str,
    *,
    reader: str = READER,
    task: str = TASK,
    language: Language = Language.ENGLISH,
    theme: ThemeChoice = ThemeChoice.LIGHT,
) -> Iterator[tuple[AppContext, MainWindow]]:
    """The window on screen; nobody's settings are read or changed.

    Args:
        store: path or URL of the label store.
        reader: whose verdicts are given.
        task: key of the task that is chosen.
        language: of the window.
        theme: of the window.
    """
    app = application()
    with TemporaryDirectory(prefix="medcls-driven-") as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.store_url, settings.reader, settings.task = store, reader, task
        settings.language, settings.theme = language, theme
        install_language(app, settings.language)
        apply_theme(app, settings.theme)
        context = make_context(settings, CoreAnalyst())
        window = MainWindow(context)
        window.show()
        try:
            yield context, window
        finally:
            window.close()
            window.deleteLater()  # else the next window's theme would be given to this one too
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_until(ready: Callable[[], bool], otherwise: str, limit_s: float = LIMIT_S) -> None:
    """Run the event loop until `ready`, looking every other millisecond.

    Raises:
        NotReady: with `otherwise`, after the limit.
    """
    if ready():
        return
    loop, ends = QEventLoop(), time.monotonic() + limit_s
    reached: list[bool] = []

    def look() -> None:
        # Kept, not asked again after the loop: its last events may have begun something new.
        if ready():
            reached.append(True)
        if reached or time.monotonic() > ends:
            loop.quit()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(look)
    timer.start(_LOOK_EVERY_MS)
    loop.exec()
    timer.stop()
    if not reached:
        raise NotReady(f"{otherwise} within {limit_s:g} s")


def wait_for_rest(
    context: AppContext, window: MainWindow, still_s: float, limit_s: float = LIMIT_S
) -> None:
    """Wait until nothing works any more and the picture is sharp, and stays so for `still_s`.

    Timers start jobs late, so that one look at a quiet window says nothing.

    Raises:
        NotReady: after the limit.
    """
    since = time.monotonic()

    def is_at_rest() -> bool:
        nonlocal since
        if context.runner.live() or not window.slide.view.is_sharp:
            since = time.monotonic()
        return time.monotonic() - since >= still_s

    wait_until(is_at_rest, "the window did not come to rest", limit_s)


def run_for(seconds: float) -> None:
    """Run the event loop for so long."""
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(loop.quit)
    timer.start(round(1000 * seconds))
    loop.exec()
    timer.stop()


def work_off() -> None:
    """Handle every event that is there now, paints among them."""
    QApplication.processEvents()
