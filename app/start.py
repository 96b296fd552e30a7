"""The window started by medcls-review.exe, where no console shows what goes wrong."""

import faulthandler
import sys
import traceback
from pathlib import Path

from platformdirs import user_log_dir

LAST_WORDS = "start.log"


def main() -> int:
    """Open the window; whatever ends the program against its will is written beside its log."""
    path = Path(user_log_dir("medcls", appauthor=False)) / LAST_WORDS
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", errors="backslashreplace", buffering=1) as words:
        faulthandler.enable(words)
        # Without a console both are None, and the first library that warns would fail.
        sys.stdout = sys.stdout or words
        sys.stderr = sys.stderr or words
        try:
            return _open_window(sys.argv[1:])
        except Exception:  # noqa: BLE001  (the crash hook of the launcher)
            traceback.print_exc(file=words)
            return 1
        finally:
            faulthandler.disable()


def _open_window(arguments: list[str]) -> int:
    """Imported here: where a library is missing, that is told, too."""
    if "--smoke-test" in arguments:
        from app import smoke  # noqa: PLC0415

        smoke.main(arguments)
    from app.main import main as open_window  # noqa: PLC0415

    return open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
