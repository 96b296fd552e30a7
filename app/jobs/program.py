"""This program once more, in a process of its own that outlives the window."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess


def start_program(arguments: list[str], log: Path) -> int:
    """Start `medcls` with arguments; the window neither waits for it nor takes it along.

    Args:
        arguments: what follows the program's name.
        log: where what it says on standard error is kept.

    Returns:
        The process; 0 if it could not be started.
    """
    process = QProcess()
    process.setProgram(sys.executable)
    process.setArguments(["-m", "medcls_core.cli", *arguments])
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(str(log))
    started, number = process.startDetached()
    return int(number) if started else 0
