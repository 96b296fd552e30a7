"""Qt really drawing, for the self-test; in a process of its own, since Qt can end its process."""

import json
import subprocess
import sys
from dataclasses import dataclass

from medcls_core.child_process import run_to_end
from medcls_core.language import Text, filled

_LIMIT_S = 120
_MODULE = "app.probe"
_NOTHING = Text("Qt drew nothing within {limit} s", "Qt 在 {limit} 秒内未绘出任何内容")
_ENDED = Text("exit code {code}: {reason}", "退出码 {code}：{reason}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: pixels of ink in Latin and in Chinese letters, or why nothing was."""

    platform: str = ""
    ink: tuple[int, ...] = ()
    reason: Text | None = None


def draw_in_window() -> Drawn:
    """Have the window's side draw two words where nobody sees it."""
    command = [sys.executable, "-X", "utf8", "-m", _MODULE]
    try:
        done = run_to_end(command, _LIMIT_S)
    except subprocess.TimeoutExpired:
        return Drawn(reason=filled(_NOTHING, limit=_LIMIT_S))
    said = done.said.strip()
    if done.code or not said:
        return Drawn(reason=filled(_ENDED, code=done.code, reason=done.reason))
    answer = json.loads(said.splitlines()[-1])
    return Drawn(str(answer["platform"]), tuple(int(count) for count in answer["ink"]))
