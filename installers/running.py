"""Other programs, each with a time limit, and a readable end when one fails."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from installers.layout import BuildError

_SHOWN_LINES = 25

_PACKAGES = {
    "uv": "python -m pip install -e '.[dev]'",
    "x86_64-w64-mingw32-gcc": "apt-get install gcc-mingw-w64-x86-64",
    "x86_64-w64-mingw32-windres": "apt-get install gcc-mingw-w64-x86-64",
    "makensis": "apt-get install nsis",
    "osslsigncode": "apt-get install osslsigncode",
    "wine": "apt-get install wine wine64",
    "unshare": "apt-get install util-linux",
    "patchelf": "apt-get install patchelf",
    "objdump": "apt-get install binutils",
    "localedef": "apt-get install locales",
}
"""Where a program comes from on Debian."""


def program(name: str) -> str:
    """The path of a program.

    Raises:
        BuildError: if it isn't installed; the sentence says how to get it.
    """
    found = shutil.which(name)
    if found is None:
        raise BuildError(f"{name} is missing; get it by: {_PACKAGES.get(name, 'your packages')}")
    return found


def run(
    command: Sequence[str | Path],
    *,
    limit_s: float,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    accepted: frozenset[int] = frozenset({0}),
    encoding: str = "utf-8",
) -> str:
    """Run a command to its end.

    Args:
        command: program and arguments.
        limit_s: after so many seconds it is ended.
        folder: to run it in.
        environment: variables beside those of this process.
        accepted: exit codes that are no failure.
        encoding: of what it says; what isn't in it is replaced.

    Returns:
        Its standard output and error.

    Raises:
        BuildError: if it fails or takes too long, with the end of what it said.
    """
    named = [str(part) for part in command]
    try:
        done = subprocess.run(
            named,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise BuildError(f"{_short(named)}: not done after {limit_s:g} s") from problem
    said = done.stdout.decode(encoding, "replace")
    if done.returncode not in accepted:
        last = "\n".join(said.splitlines()[-_SHOWN_LINES:])
        raise BuildError(f"{_short(named)}: exit code {done.returncode}\n{last}")
    return said


def _short(command: Sequence[str]) -> str:
    text = " ".join([Path(command[0]).name, *command[1:]])
    return text if len(text) <= 200 else f"{text[:200]} …"  # noqa: PLR2004  (two lines)
