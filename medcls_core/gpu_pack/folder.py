"""Where the pack lies, and how the program finds it before torch is imported.

One line of JSON, `gpu/active.json` in the user's data folder, names the pack in use. A pack is
never changed: another one is laid beside it, and the line is replaced in one moment. So a program
that runs keeps its libraries, which Windows wouldn't let go anyway; what is left over goes later.
"""

import json
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from medcls_core.resources import user_folder
from medcls_core.whole_file import written_beside

ACTIVE = "active.json"
PACKS = "pack-*"


@dataclass(frozen=True, slots=True)
class Pack:
    """An installed pack.

    Attributes:
        folder: its name below `packs_folder()`.
        torch: version with its build, such as 2.15.0+cu130.
        cuda: version of CUDA that it brings.
        device: the GPU it was tried on.
        python: whose extension modules it has, such as 3.11.
        source: where it came from.
    """

    folder: str
    torch: str
    cuda: str
    device: str
    python: str
    source: str

    @property
    def path(self) -> Path:
        """What goes onto sys.path."""
        return packs_folder() / self.folder


def packs_folder() -> Path:
    """Where packs lie; it may not exist."""
    return user_folder() / "gpu"


def own_python() -> str:
    """Major and minor version of this Python."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def active() -> Pack | None:
    """The pack in use; None if there is none that fits this Python."""
    try:
        kept = json.loads((packs_folder() / ACTIVE).read_text("utf-8"))
        pack = Pack(**{name: str(kept[name]) for name in Pack.__slots__})
    except (OSError, ValueError, KeyError, TypeError):
        return None  # without one, or with a damaged line, everything runs on the processor
    fits = pack.python == own_python() and (pack.path / "torch" / "__init__.py").is_file()
    return pack if fits else None


def put_first() -> None:
    """Let the pack's torch come before the program's; called before anything imports torch."""
    if not (packs_folder() / ACTIVE).exists():
        return
    pack = active()
    if pack is not None and str(pack.path) not in sys.path:
        sys.path.insert(0, str(pack.path))


def activate(pack: Pack) -> None:
    """Use `pack` from the next start.

    Raises:
        OutputUnwritable: if the disk refuses.
    """
    with written_beside(packs_folder() / ACTIVE) as part:
        part.write_text(json.dumps(asdict(pack), ensure_ascii=False), "utf-8")


def deactivate() -> None:
    """Use none from the next start; its files go now, or, while they are in use, later."""
    (packs_folder() / ACTIVE).unlink(missing_ok=True)
    sweep()


def sweep() -> None:
    """Remove packs that aren't in use any more, as far as nothing holds their files."""
    pack = active()
    for folder in packs_folder().glob(PACKS):
        if pack is None or folder != pack.path:
            shutil.rmtree(folder, ignore_errors=True)
