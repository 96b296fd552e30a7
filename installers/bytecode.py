"""Python files compiled ahead, so that the first start is quick and an all-users folder works."""

import sys
from pathlib import Path

from installers.layout import PYTHON, BuildError
from installers.running import run


def compile_all(packages: Path, stage: Path) -> None:
    """Compile every module below `packages`.

    The bytecode is never compared with its source's date: the same files give the same bytes, and
    copying or unpacking them doesn't make them stale. Paths in tracebacks start at `stage`.

    Raises:
        BuildError: if this Python isn't the one that is shipped.
    """
    if f"{sys.version_info.major}.{sys.version_info.minor}" != PYTHON:
        raise BuildError(f"bytecode must fit: run the build with Python {PYTHON}")
    run(
        [
            *(sys.executable, "-m", "compileall", "-q", "-j", "2"),
            *("--invalidation-mode", "unchecked-hash", "-s", stage, packages),
        ],
        limit_s=1800,
        # Some packages ship templates that are no valid Python.
        accepted=frozenset({0, 1}),
    )
