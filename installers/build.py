"""From a checkout to what installs: `python -m installers.build windows|linux|lock`."""

import argparse
import sys
import time
from pathlib import Path

from installers.layout import BuildError, Layout, layout_of
from installers.linux.build import build_linux
from installers.locking import lock
from installers.windows.build import Tell, build_windows
from installers.windows.setup import Compression


def main(argv: list[str] | None = None) -> int:
    """Build what is asked for; returns 2, with one sentence, where that can't be done."""
    wanted = _parser().parse_args(argv)
    began = time.monotonic()

    def tell(text: str) -> None:
        print(f"[{time.monotonic() - began:6.0f} s] {text}", flush=True)

    try:
        layout = layout_of(wanted.work, wanted.version)
        layout.work.mkdir(parents=True, exist_ok=True)
        _build(layout, wanted, tell)
    except BuildError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    tell("done")
    return 0


def _build(layout: Layout, wanted: argparse.Namespace, tell: Tell) -> None:
    match wanted.what:
        case "lock":
            for path in lock(layout):
                tell(str(path))
        case "linux":
            build_linux(layout, tell, packed=not wanted.staged)
        case "windows":
            build_windows(
                layout, Compression(wanted.compression), tell, portable=not wanted.no_portable
            )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="installers.build", description=__doc__)
    parser.add_argument("what", choices=["windows", "linux", "lock"])
    parser.add_argument("--work", type=Path, help="scratch folder outside of the checkout")
    parser.add_argument(
        "--compression",
        choices=[each.value for each in Compression],
        default=Compression.LZMA.value,
        help="of setup.exe: lzma (usual) is smallest, zlib quicker, none for a trial",
    )
    parser.add_argument("--no-portable", action="store_true", help="no zip beside setup.exe")
    parser.add_argument("--staged", action="store_true", help="of Linux the folder alone")
    parser.add_argument("--version", help="another version than pyproject's, to try an upgrade")
    return parser


if __name__ == "__main__":
    sys.exit(main())
