"""setup.exe through NSIS, and the same files as a zip that needs no installation."""

import zipfile
from enum import StrEnum
from pathlib import Path

from installers.layout import Layout
from installers.running import program, run
from installers.windows.launchers import version_numbers


class Compression(StrEnum):
    """lzma is smallest and takes ten minutes, zlib one; none is for a quick trial."""

    NONE = "none"
    ZLIB = "zlib"
    LZMA = "lzma"


def make_setup(layout: Layout, stage: Path, icon: Path, compression: Compression) -> Path:
    """Pack `stage` into one setup program.

    Raises:
        BuildError: if makensis refuses.
    """
    layout.out.mkdir(parents=True, exist_ok=True)
    made = layout.out / f"medcls-{layout.version}-setup.exe"
    size_kb = sum(file.stat().st_size for file in stage.rglob("*") if file.is_file()) // 1024
    values = {
        "VERSION": layout.version,
        "FILE_VERSION": ".".join(str(number) for number in version_numbers(layout.version)),
        "STAGE": stage,
        "ICON": icon,
        "OUTFILE": made,
        "SIZE_KB": size_kb,
        "COMPRESSION": compression.value,
    }
    run(
        [
            *(program("makensis"), "-V2", "-INPUTCHARSET", "UTF8"),
            *(f"-D{name}={value}" for name, value in values.items()),
            layout.sources / "windows" / "setup.nsi",
        ],
        limit_s=3600,
    )
    return made


def make_portable(layout: Layout, stage: Path) -> Path:
    """Pack `stage` as a zip; unpacked anywhere, medcls-review.exe starts."""
    made = layout.out / f"medcls-{layout.version}-portable.zip"
    made.parent.mkdir(parents=True, exist_ok=True)
    part = made.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(stage.rglob("*")):
            if file.is_file():
                name = f"medcls-{layout.version}/{file.relative_to(stage).as_posix()}"
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same bytes every time
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                packed.writestr(entry, file.read_bytes())
    part.replace(made)
    return made
