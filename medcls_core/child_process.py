"""A program run to its end, with what it said.

Through files, not pipes: a pipe ends when everybody has closed it, and a desktop that a window
woke up (Windows, Wine) inherits it and keeps it open for good.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

_NOTHING_ELSE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and what it said on standard output and standard error."""

    code: int
    said: str
    complained: str

    @property
    def reason(self) -> str:
        """The last line of its complaints, or its exit code."""
        lines = self.complained.strip().splitlines()
        return lines[-1] if lines else f"exit code {self.code}"


def run_to_end(
    command: Sequence[str], limit_s: float, environment: Mapping[str, str] = _NOTHING_ELSE
) -> Ended:
    """Run a program without standard input.

    Args:
        command: program and arguments.
        limit_s: it is killed after so many seconds.
        environment: what is set beside our own.

    Raises:
        OSError: if it can't be started.
        subprocess.TimeoutExpired: if it took longer.
    """
    with TemporaryFile() as said, TemporaryFile() as complained:
        done = subprocess.run(  # noqa: S603  (callers name programs of ours)
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=complained,
            timeout=limit_s,
            check=False,
            env=os.environ | environment,
        )
        return Ended(done.returncode, _text(said), _text(complained))


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
