"""The window's whole loop once, on one image and without a person: for installers and support.

`medcls-review --smoke-test FILE --out FOLDER` (or `medcls review --smoke-test FILE`) opens the
real window off screen with settings and a label store of its own, and leaves `smoke.json`,
`smoke.html`, `window.png`, `report.pdf` and `labels.sqlite` in FOLDER. It ends by itself.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtWidgets import QApplication

from app.driven_window import NotReady, opened_window
from app.smoke_steps import PICTURE, STEPS, Loop
from medcls_core.language import Language
from medcls_core.tasks import all_tasks
from medcls_core.whole_file import written_beside

if TYPE_CHECKING:  # the self-test loads torch
    from medcls_core.selftest import Check

OPTION = "--smoke-test"
READER = "smoke-test"
_SIZE = (1280, 800)


def main(argv: list[str] | None = None) -> NoReturn:
    """Do every step, write what came of it, and end the process: with 1 if one failed."""
    wanted = _parser().parse_args(argv)
    # As an argument: a variable of the environment doesn't reach Qt everywhere (Wine drops it).
    application = QApplication([sys.argv[0], "-platform", "offscreen"])
    checks = run(wanted.image, wanted.out, wanted.task, Language(wanted.lang))
    failed = [check for check in checks if check.state == "failed"]
    for check in checks:
        sys.stdout.write(f"{check.name}: {check.state}; {check.detail}\n")
    sys.stdout.flush()
    del application
    # Everything is written; a library's thread that doesn't end must not keep the process.
    os._exit(bool(failed))


def run(image: Path, out: Path, task: str, language: Language) -> "list[Check]":
    """Do the steps up to the first that fails, and write result and page.

    Args:
        image: what is opened, with something on it that the task's model finds.
        out: folder of the results; a label store from before there is replaced.
        task: key of the task.
        language: of window, report and page.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    from medcls_core.selftest import as_json, write_page  # noqa: PLC0415  (torch)

    out.mkdir(parents=True, exist_ok=True)
    store = out / "labels.sqlite"
    for old in (store, *out.glob("labels.sqlite-*"), out / PICTURE):
        old.unlink(missing_ok=True)
    with opened_window(str(store), reader=READER, task=task, language=language) as opened:
        context, window = opened
        window.resize(*_SIZE)
        with _crashes() as crashes:
            context.runner.crashed.connect(lambda told: crashes.append(told.splitlines()[-1]))
            checks = _steps(Loop(context, window, image, out, store, crashes), language)
    with written_beside(out / "smoke.json") as part:
        part.write_text(as_json(checks), "utf-8")
    shown = PICTURE if (out / PICTURE).exists() else None
    write_page(checks, out / "smoke.html", language, shown)
    return checks


@contextmanager
def _crashes() -> Iterator[list[str]]:
    """The last line of every exception that nobody catches from now on; each is printed, too."""
    lines: list[str] = []

    def remember(
        kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        lines.append(f"{kind.__name__}: {problem}")
        sys.__excepthook__(kind, problem, trace)

    before, sys.excepthook = sys.excepthook, remember
    try:
        yield lines
    finally:
        sys.excepthook = before


def _steps(loop: Loop, language: Language) -> "list[Check]":
    checks: list[Check] = []
    for name, step in STEPS:
        checks.append(_try(name.say(language), step, loop))
        if checks[-1].state == "failed":
            break  # each stands on the one before
    return checks


def _try(name: str, step: Callable[[Loop], str], loop: Loop) -> "Check":
    from medcls_core.selftest import Check  # noqa: PLC0415  (torch)

    try:
        return Check(name, "ok", step(loop))
    except NotReady as problem:
        return Check(name, "failed", str(problem))
    except Exception as problem:  # noqa: BLE001  (a test reports defects, it has none)
        return Check(name, "failed", f"{type(problem).__name__}: {problem}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.smoke", description="Try the whole loop once.")
    parser.add_argument(OPTION, dest="image", type=Path, required=True, help="image to open")
    parser.add_argument("--out", type=Path, default=Path("medcls-smoke"), help="results' folder")
    parser.add_argument("--task", choices=[task.key for task in all_tasks()], default="mitosis")
    parser.add_argument("--lang", choices=[one.value for one in Language], default="en")
    return parser


if __name__ == "__main__":
    main()
