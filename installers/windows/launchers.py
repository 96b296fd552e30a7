"""medcls-review.exe for the window, medcls.exe for the console."""

from dataclasses import dataclass
from pathlib import Path

from installers.layout import Layout
from installers.running import program, run


@dataclass(frozen=True, slots=True)
class _Launcher:
    file: str
    title: str
    module: str
    windowed: bool


_LAUNCHERS = (
    _Launcher("medcls-review.exe", "medcls", "app.start", windowed=True),
    _Launcher("medcls.exe", "medcls command line", "medcls_core.cli", windowed=False),
)


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers of Windows' version resource: '0.10.2rc1' is (0, 10, 2, 0)."""
    parts = [*version.split("."), "0", "0", "0"][:4]
    digits = ["".join(c for c in part.partition("rc")[0] if c.isdigit()) for part in parts]
    first, second, third, fourth = (int(text or 0) for text in digits)
    return first, second, third, fourth


def make_launchers(layout: Layout, icon: Path, target: Path) -> list[Path]:
    """Compile both into `target`.

    Raises:
        BuildError: if mingw isn't there or refuses.
    """
    folder = layout.work / "launchers"
    folder.mkdir(parents=True, exist_ok=True)
    return [_make(layout, launcher, icon, folder, target) for launcher in _LAUNCHERS]


def _make(layout: Layout, launcher: _Launcher, icon: Path, folder: Path, target: Path) -> Path:
    source = layout.sources / "windows"
    resource, made = folder / f"{launcher.file}.o", target / launcher.file
    numbers = ",".join(str(number) for number in version_numbers(layout.version))
    # The definitions lie in a file: quotes on windres' command line are read twice.
    definitions = folder / f"{launcher.file}.rc"
    definitions.write_text(
        f'#define VERSION_COMMAS {numbers}\n#define VERSION_TEXT "{layout.version}"\n'
        f'#define TITLE "{launcher.title}"\n#define FILE_NAME "{launcher.file}"\n'
        f'#define ICON_FILE "{icon}"\n#include "launcher.rc"\n',
        "utf-8",
    )
    run(
        [program("x86_64-w64-mingw32-windres"), "-I", source, definitions, resource],
        limit_s=60,
        folder=source,
    )
    run(
        [
            *(program("x86_64-w64-mingw32-gcc"), "-municode", "-Os", "-s", "-Wall", "-Werror"),
            *(("-mwindows", "-DWINDOWED") if launcher.windowed else ("-mconsole",)),
            f'-DMODULE=L"{launcher.module}"',
            # No date in the file: the same source gives the same bytes.
            *("-Wl,--no-insert-timestamp", "-o", made, source / "launcher.c", resource),
            "-lshell32",
        ],
        limit_s=60,
    )
    return made
