"""The log file, and what happens when the program itself is at fault."""

import logging
import logging.handlers
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_dir

KEPT_BYTES = 1_000_000
KEPT_FILES = 3

_PLACE = re.compile(r"(?:[A-Za-z]:)?[\\/](?:[^\\/\r\n\"'<>|:*?]+[\\/])+")
"""The folders of an absolute path, up to the file's name."""


def log_path() -> Path:
    """Where the log is written."""
    return Path(user_log_dir("medcls", appauthor=False)) / "medcls.log"


def redacted(text: str) -> str:
    """`text` with every absolute path cut to its file name: folders may name a patient."""
    return _PLACE.sub("…/", text)


class _Redacting(logging.Formatter):
    """Formats a record without folder names, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines of a record."""
        return redacted(super().format(record))


def start_log(path: Path) -> logging.Handler | None:
    """Log to `path` from now on; None if the folder can't be written, which stops nobody."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
        )
    except OSError:
        return None
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def install_hook(show: Callable[[str], None]) -> None:
    """Log every exception that nobody caught, and hand its traceback to `show`."""

    def hook(
        kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, problem, trace)
            return
        text = "".join(traceback.format_exception(kind, problem, trace))
        logging.getLogger(__name__).critical("not caught:\n%s", text)
        show(redacted(text))

    sys.excepthook = hook
