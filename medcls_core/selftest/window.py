"""Qt really drawing, for the self-test; in a process of its own, since Qt can end its process."""

import json
import subprocess
import sys
from dataclasses import dataclass

_LIMIT_S = 120
_MODULE = "app.probe"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: pixels of ink in Latin and in Chinese letters, or why nothing was."""

    platform: str = ""
    ink: tuple[int, ...] = ()
    reason: str = ""


def draw_in_window() -> Drawn:
    """Have the window's side draw two words where nobody sees it."""
    command = [sys.executable, "-X", "utf8", "-m", _MODULE]
    try:
        done = subprocess.run(  # noqa: S603  (our own module, in our own interpreter)
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Drawn(reason=f"Qt drew nothing within {_LIMIT_S} s")
    said = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode or not said:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return Drawn(reason=f"exit code {done.returncode}: {words[-1] if words else 'no word'}")
    answer = json.loads(said.splitlines()[-1])
    return Drawn(str(answer["platform"]), tuple(int(count) for count in answer["ink"]))
