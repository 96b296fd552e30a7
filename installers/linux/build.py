"""A folder that runs on any recent Linux with a desktop, packed as one archive."""

import shutil
from collections.abc import Callable
from pathlib import Path

from installers.bytecode import compile_all
from installers.layout import Layout
from installers.linux.python import copy_python, oldest_glibc
from installers.listing import size_report, write_checksums, write_list
from installers.packages import install
from installers.pruning import prune
from installers.running import program, run

_START = """#!/bin/sh
# Follows links, so that a link to this file in ~/bin works.
here=$(dirname "$(readlink -f "$0")")
exec "$here/python/bin/python3.11" -I -X utf8 -m {module} "$@"
"""
_LAUNCHERS = {"medcls": "medcls_core.cli", "medcls-review": "app.start"}


def build_linux(layout: Layout, tell: Callable[[str], None], *, packed: bool) -> None:
    """Make the folder and, if wanted, its archive.

    Raises:
        BuildError: if a step fails.
    """
    stage = _stage(layout, tell)
    if not packed:
        return
    tell("archive")
    layout.out.mkdir(parents=True, exist_ok=True)
    archive = layout.out / f"{stage.name}-linux-x86_64.tar.zst"
    run(
        [
            *(program("tar"), "--sort=name", "--owner=0", "--group=0", "--numeric-owner"),
            *("--mtime=1980-01-01 00:00:00Z", "-I", "zstd -6 -T0", "-cf", archive),
            *("-C", stage.parent, stage.name),
        ],
        limit_s=3600,
    )
    files = layout.out / f"{stage.name}-linux-files.sha256"
    shutil.copyfile(write_list(stage), files)
    write_checksums(layout.out, [archive, files])
    tell(f"{archive}  {archive.stat().st_size / 1e6:.1f} MB")


def _stage(layout: Layout, tell: Callable[[str], None]) -> Path:
    stage = layout.stage("linux")
    shutil.rmtree(stage.parent, ignore_errors=True)
    tell("Python with its libraries")
    packages = copy_python(stage / "python")
    tell("packages of the lock file, and our own")
    install(layout, "linux", packages)
    tell(f"taken out: {prune(packages) / 1e6:.0f} MB")
    tell("bytecode")
    compile_all(stage / "python" / "lib", stage)
    for name, module in _LAUNCHERS.items():
        _script(stage / name, _START.format(module=module))
    _script(stage / "add-to-menu.sh", (layout.sources / "linux" / "add-to-menu.sh").read_text())
    shutil.copyfile(layout.root / "LICENSE", stage / "LICENSE.txt")
    write_list(stage)
    tell(f"staged; needs glibc {oldest_glibc(stage)}\n{size_report(stage, packages)}")
    return stage


def _script(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o755)
