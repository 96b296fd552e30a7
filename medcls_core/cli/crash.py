"""What is left behind when a defect of ours ends the program: a file, not a traceback."""

import platform
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir

from platformdirs import user_log_path


def write_crash_log(problem: BaseException, arguments: Sequence[str]) -> Path:
    """Write what happened into the user's log folder, or the temporary one if that is closed.

    Returns:
        The file.
    """
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
    story = _story(problem, arguments)
    for folder in (user_log_path("medcls", appauthor=False), Path(gettempdir())):
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(story, "utf-8")
        except OSError:
            continue
        return path
    return Path("-")


def _story(problem: BaseException, arguments: Sequence[str]) -> str:
    head = (
        f"medcls {' '.join(arguments)}\n"
        f"{platform.platform()}, Python {sys.version.split()[0]}, {datetime.now(UTC).isoformat()}\n"
    )
    return head + "".join(traceback.format_exception(problem))
