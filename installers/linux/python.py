"""A Python that can be carried: this machine's own, with the libraries it needs beside it."""

import re
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from installers.layout import PYTHON, BuildError
from installers.running import program, run

_LEFT_OUT = shutil.ignore_patterns(
    *("__pycache__", "site-packages", "dist-packages", "test", "tests", "config-*", "*.a"),
    *("idlelib", "tkinter", "turtledemo", "turtle.py", "ensurepip", "lib2to3", "_tkinter*"),
)
_OF_EVERY_SYSTEM = re.compile(r"(ld-linux|libc|libm|libdl|librt|libpthread|libutil|libresolv)[.-]")
"""glibc's own: they belong to the kernel and the system, never into a folder."""

_NEEDED = re.compile(r"=> (/\S+)")
_GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")


def copy_python(target: Path) -> Path:
    """Copy this Python into `target`; gives the folder of its packages.

    Raises:
        BuildError: if this isn't the Python that is shipped, or patchelf is missing.
    """
    if f"{sys.version_info.major}.{sys.version_info.minor}" != PYTHON:
        raise BuildError(f"run the build with Python {PYTHON}")
    library = target / "lib"
    (target / "bin").mkdir(parents=True)
    binary = target / "bin" / f"python{PYTHON}"
    shutil.copy2(Path(sys.executable).resolve(), binary)
    stdlib = library / f"python{PYTHON}"
    shutil.copytree(sysconfig.get_path("stdlib"), stdlib, ignore=_LEFT_OUT)
    modules = sorted((stdlib / "lib-dynload").glob("*.so"))
    for needed in sorted(set(_needed_by([binary, *modules]))):
        shutil.copy2(needed, library / needed.name)
    _look_beside(binary, "$ORIGIN/../lib")
    for module in modules:
        _look_beside(module, "$ORIGIN/../..")
    for copied in library.glob("*.so*"):
        _look_beside(copied, "$ORIGIN")
    packages = stdlib / "site-packages"
    packages.mkdir()
    return packages


def _needed_by(files: list[Path]) -> Iterator[Path]:
    """Libraries that every Linux may lack or have in another version."""
    for file in files:
        for found in _NEEDED.findall(run([program("ldd"), file], limit_s=60)):
            if not _OF_EVERY_SYSTEM.match(Path(found).name):
                yield Path(found)


def _look_beside(file: Path, where: str) -> None:
    file.chmod(file.stat().st_mode | 0o200)
    run([program("patchelf"), "--set-rpath", where, file], limit_s=60)


def oldest_glibc(folder: Path) -> str:
    """The oldest glibc that every library below `folder` can be loaded with, such as 2.34."""
    oldest = (0, 0)
    for file in sorted((*folder.rglob("*.so"), *folder.rglob("*.so.*"), *folder.glob("bin/*"))):
        if not file.is_symlink() and file.is_file():
            said = run([program("objdump"), "-T", file], limit_s=120, accepted=frozenset({0, 1}))
            found = [(int(major), int(minor)) for major, minor in _GLIBC.findall(said)]
            oldest = max([oldest, *found])
    return f"{oldest[0]}.{oldest[1]}"
