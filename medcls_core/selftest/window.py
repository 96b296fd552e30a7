"""Qt really drawing, for the self-test; in a process of its own, since Qt can end its process."""

import json
import subprocess
import sys
from dataclasses import dataclass

from medcls_core.child_process import run_to_end

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
        done = run_to_end(command, _LIMIT_S)
    except subprocess.TimeoutExpired:
        return Drawn(reason=f"Qt drew nothing within {_LIMIT_S} s")
    said = done.said.strip()
    if done.code or not said:
        return Drawn(reason=f"exit code {done.code}: {done.reason}")
    answer = json.loads(said.splitlines()[-1])
    return Drawn(str(answer["platform"]), tuple(int(count) for count in answer["ink"]))
