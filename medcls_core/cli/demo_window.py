"""Pictures of the real window, taken by a process of their own: the core knows no Qt."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

from medcls_core.child_process import run_to_end
from medcls_core.cli.demo_reader import READER
from medcls_core.language import Language, Text, filled

LIMIT_S = 90.0

_NO_QT = Text(
    "No pictures of the window: PySide6 is not installed here.", "未生成窗口截图：未安装 PySide6。"
)
_TOO_SLOW = Text(
    "No pictures of the window: it was not ready within {limit:g} seconds.",
    "未生成窗口截图：窗口在 {limit:g} 秒内未就绪。",
)
_FAILED = Text("No pictures of the window: {reason}", "未生成窗口截图：{reason}")


def picture_paths(folder: Path) -> tuple[Path, ...]:
    """Where the pictures go, one a language."""
    return tuple(folder / f"window-{language}.png" for language in Language)


def photograph_window(
    image: Path, store_url: str, task: str, finding: UUID | None, folder: Path
) -> Text | None:
    """Open the window on `image` and the label store, off screen, and write its pictures.

    Args:
        image: the file.
        store_url: label store with the findings.
        task: key of the task.
        finding: which one is selected; None leaves it to the window.
        folder: where `picture_paths` lie; older ones are removed first.

    Returns:
        Why there are none, in one sentence; None if all went well.
    """
    for path in picture_paths(folder):
        path.unlink(missing_ok=True)
    if find_spec("PySide6") is None:
        return _NO_QT
    command = [sys.executable, "-m", "app.screenshots", str(image), "--store", store_url]
    command += ["--task", task, "--reader", READER, "--out", str(folder)]
    command += [] if finding is None else ["--finding", str(finding)]
    try:
        done = run_to_end(command, LIMIT_S, {"QT_QPA_PLATFORM": "offscreen"})
    except subprocess.TimeoutExpired:
        if all(path.exists() for path in picture_paths(folder)):
            return None  # only its closing was slow
        return filled(_TOO_SLOW, limit=LIMIT_S)
    return None if done.code == 0 else filled(_FAILED, reason=done.reason)
