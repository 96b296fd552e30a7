"""A throw-away Windows under Wine: Chinese user, Chinese code page, the shims that tests need."""

import os
import select
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from installers.layout import BuildError
from installers.running import program, run

USER = "张医生"
LOCALE = "zh_CN.UTF-8"
"""Wine takes the code page 936 from it, as a Chinese Windows has."""

_SHIMS = Path(__file__).parent / "shims"
_CC = "x86_64-w64-mingw32-gcc"
_FLAGS = ("-O2", "-shared", "-nostdlib", "-Wl,-e,DllMainCRTStartup")
_COMPLEX = (
    "-Wl,--start-group",
    *("-lmingwex", "-lmingw32", "-lgcc", "-lmsvcrt", "-lkernel32"),
    "-Wl,--end-group",
)
_FORWARDED = {"ucrtbase.dll": "wineucrt.dll", "mscms.dll": "winemscms.dll"}
"""Wine's own libraries that a shim stands before, and what they are called behind it."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """One Windows: its folder, and programs started in it."""

    folder: Path

    @property
    def drive(self) -> Path:
        """C:."""
        return self.folder / "drive_c"

    @property
    def home(self) -> Path:
        """The user's own folder."""
        return self.drive / "users" / USER

    def path(self, windows: str) -> Path:
        """Where a path of C: lies here."""
        return self.drive.joinpath(*windows.removeprefix("C:\\").split("\\"))

    def environment(self) -> dict[str, str]:
        """What Wine is told; the machine's own variables are added by `run`."""
        return {
            "WINEPREFIX": str(self.folder),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "ucrtbase,mscms=n,b;mscoree,mshtml,winemenubuilder.exe=",
            "KMP_AFFINITY": "disabled",  # Wine lacks what OpenMP asks about processors
            "USER": USER,
            "LOGNAME": USER,
            "LC_ALL": LOCALE,
            "DISPLAY": "",
        }

    def wine(self, *command: str, limit_s: float, accepted: frozenset[int] = frozenset({0})) -> str:
        """Run a Windows program to its end.

        Raises:
            BuildError: if it fails or takes too long; whatever still runs in the prefix is ended.
        """
        try:
            return run(
                [program("wine"), *command],
                limit_s=limit_s,
                environment=self.environment(),
                accepted=accepted,
            )
        except BuildError:
            self.end()
            raise

    def python(self, installed: str, code: str, *, limit_s: float) -> str:
        """Run `code` by the installed Python, as a file, since it may hold any letter."""
        script = self.drive / "trial.py"
        script.write_text(code, "utf-8")
        try:
            return self.wine(
                f"{installed}\\runtime\\python.exe", "-X", "utf8", "C:\\trial.py", limit_s=limit_s
            )
        finally:
            script.unlink()

    def start(self, *command: str, limit_s: float) -> subprocess.Popen[bytes]:
        """Start a Windows program and go on when it has said something.

        Raises:
            BuildError: if it says nothing within the limit.
        """
        started = subprocess.Popen(
            [program("wine"), *command],
            env={**os.environ, **self.environment()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,  # Windows' Python refuses a regular file here under Wine
            stderr=subprocess.DEVNULL,
        )
        listened = [] if started.stdout is None else [started.stdout]
        ready, _, _ = select.select(listened, [], [], limit_s)
        if not ready:
            started.kill()
            raise BuildError(f"{command[0]} didn't start within {limit_s:g} s")
        return started

    def end(self) -> None:
        """End all that runs in the prefix."""
        subprocess.run(
            [program("wineserver"), "-k"],
            env={**os.environ, **self.environment()},
            timeout=60,
            check=False,
        )

    def registry(self, key: str) -> str:
        """What `reg query KEY /s` says; empty where there is no such key."""
        return run(
            [program("wine"), "reg", "query", key, "/s"],
            limit_s=120,
            environment=self.environment(),
            accepted=frozenset({0, 1}),
            encoding="gb18030",  # the console's code page
        )


def fresh_prefix(folder: Path) -> Prefix:
    """Make a new Windows 10 with the shims in it.

    Raises:
        BuildError: if Wine or mingw is missing, or fails.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    prefix = Prefix(folder)
    _need_locale()
    prefix.wine("wineboot", "-u", limit_s=180)
    prefix.wine("winecfg", "-v", "win10", limit_s=60)
    prefix.end()
    system = prefix.drive / "windows" / "system32"
    for own, behind in _FORWARDED.items():
        shutil.copyfile(system / own, system / behind)
    for shim in build_shims(folder.parent / "shims"):
        shutil.copyfile(shim, system / shim.name)
    return prefix


def build_shims(folder: Path) -> list[Path]:
    """Compile the libraries that Debian's Wine lacks; they are for the prefix, never shipped."""
    folder.mkdir(parents=True, exist_ok=True)
    recipes: dict[str, tuple[str, ...]] = {
        "ucrtbase.dll": ("cplx.c", "ucrtbase.def", *_COMPLEX),
        "mscms.dll": ("mscms.c", "mscms.def"),
        "icuuc.dll": ("icuuc.c",),
        "bcryptprimitives.dll": ("bcryptprimitives.c", "-ladvapi32"),
    }
    for name, parts in recipes.items():
        run([program(_CC), *_FLAGS, "-o", folder / name, *parts], limit_s=120, folder=_SHIMS)
    return [folder / name for name in recipes]


def _need_locale() -> None:
    """Make the Chinese locale where the machine lacks it.

    Raises:
        BuildError: if it can't be made.
    """
    if "zh_CN.utf8" not in run(["locale", "-a"], limit_s=30):
        run([program("localedef"), "-i", "zh_CN", "-f", "UTF-8", LOCALE], limit_s=120)
