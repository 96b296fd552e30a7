"""The lock files: every package of a build, pinned and hashed, resolved once by uv."""

from pathlib import Path

from installers.layout import PYTHON, BuildError, Layout
from installers.running import program, run

SYSTEMS = {"windows": "x86_64-pc-windows-msvc", "linux": "x86_64-manylinux_2_34"}
"""What uv calls them. PySide6 6.11 for Linux needs glibc 2.34; an older one would be chosen."""

_HEAD = "# Made by `python -m installers.build lock`; not edited by hand.\n"


def lock(layout: Layout) -> list[Path]:
    """Resolve anew and write the lock files.

    Raises:
        BuildError: if uv finds no solution, or would lock a Qt that loses references.
    """
    written = []
    for system, platform in SYSTEMS.items():
        path = layout.lock(system)
        run(
            [
                *(program("uv"), "pip", "compile", "-q", "--no-header", "--generate-hashes"),
                *("--python-version", PYTHON, "--python-platform", platform, "--upgrade"),
                *("--extra", "postgres", "-o", path.relative_to(layout.root)),
                *("pyproject.toml", "installers/locks/beside.in"),
            ],
            limit_s=300,
            folder=layout.root,
        )
        text = _HEAD + path.read_text("utf-8")
        if "pyside6-essentials==6.11." not in text:
            raise BuildError(f"{path}: PySide6 isn't 6.11, the one that is tested; look again")
        path.write_text(text, "utf-8")
        written.append(path)
    return written
