"""Pictures of the real window on real findings, in both languages; for the demo and the README.

`python -m app.screenshots IMAGE --store FILE --out FOLDER` opens the window off screen, goes to a
finding, waits until its tiles and heatmaps are there, and writes `window-en.png` and
`window-zh.png`. The person's own settings are neither read nor changed.
"""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from app.commands import navigate
from app.context import AppContext
from app.driven_window import NotReady, opened_window, wait_for_rest, wait_until
from app.main import start
from app.main_window import MainWindow
from medcls_core.language import Language
from medcls_core.tasks import all_tasks

SIZE = (1600, 1000)
LIMIT_S = 60.0
_STILL_S = 0.3


def main(argv: list[str] | None = None) -> int:
    """Take the pictures; returns 1, with one sentence on standard error, if that failed."""
    wanted = _parser().parse_args(argv)
    try:
        with opened_window(wanted.store, reader=wanted.reader, task=wanted.task) as (
            context,
            window,
        ):
            _take(context, window, wanted.image, wanted.finding, wanted.out)
    except NotReady as problem:
        sys.stderr.write(f"{problem}.\n")
        return 1
    return 0


def _take(
    context: AppContext, window: MainWindow, image: Path, finding: UUID | None, out: Path
) -> None:
    window.resize(*SIZE)
    start(context, [image])
    wait_until(lambda: bool(context.review.items), "no findings came from the label store", LIMIT_S)
    wait_until(lambda: context.models.version is not None, "the model's card was not read", LIMIT_S)
    _go_to(context, finding)
    for language in Language:
        context.settings.language = language
        wait_for_rest(context, window, _STILL_S, LIMIT_S)
        _save(window, out / f"window-{language}.png")


def _go_to(context: AppContext, finding: UUID | None) -> None:
    known = finding is not None and context.review.item(finding) is not None
    navigate.visit(context, finding if known and finding else context.review.queue[0])


def _save(window: MainWindow, path: Path) -> None:
    part = path.with_name(f".{path.name}.part")
    if not window.grab().save(str(part), "PNG"):
        raise NotReady(f"{path} could not be written")
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
