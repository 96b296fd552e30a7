"""Everything of Windows' payload in one folder, then what is made of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from installers.bytecode import compile_all
from installers.icon import make_icon
from installers.layout import Layout
from installers.listing import size_report, write_checksums, write_list
from installers.packages import install
from installers.pruning import prune
from installers.windows.launchers import make_launchers
from installers.windows.runtime import unpack_runtime
from installers.windows.setup import Compression, make_portable, make_setup
from installers.windows.signing import sign

Tell = Callable[[str], None]


def build_windows(layout: Layout, compression: Compression, tell: Tell, *, portable: bool) -> None:
    """Make setup.exe, and the portable zip if wanted.

    Raises:
        BuildError: if a step fails.
    """
    stage = stage_windows(layout, tell)
    icon = make_icon(layout)
    tell(f"setup.exe ({compression})")
    made = [make_setup(layout, stage, icon, compression)]
    if not sign(made[0]):
        tell("not signed: no certificate is given")
    if portable:
        tell("portable zip")
        made.append(make_portable(layout, stage))
    files = layout.out / f"medcls-{layout.version}-windows-files.sha256"
    shutil.copyfile(write_list(stage), files)
    write_checksums(layout.out, [*made, files])
    for path in (*made, files):
        tell(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


def stage_windows(layout: Layout, tell: Tell) -> Path:
    """The folder as it will lie on a user's disk.

    Raises:
        BuildError: if a step fails.
    """
    stage = layout.stage("windows")
    shutil.rmtree(stage.parent, ignore_errors=True)
    runtime, packages = stage / "runtime", stage / "runtime" / "Lib" / "site-packages"
    tell("Python for Windows, by hash and signature")
    unpack_runtime(layout, runtime)
    tell("packages of the lock file, and our own")
    install(layout, "windows", packages)
    tell(f"taken out: {prune(packages) / 1e6:.0f} MB")
    tell("bytecode")
    compile_all(packages, stage)
    tell("launchers")
    for launcher in make_launchers(layout, make_icon(layout), stage):
        sign(launcher)
    shutil.copyfile(layout.root / "LICENSE", stage / "LICENSE.txt")
    write_list(stage)
    tell(f"staged\n{size_report(stage, packages)}")
    return stage
