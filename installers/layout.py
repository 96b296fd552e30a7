"""Where a build reads, works and writes, and how it says that something is wrong."""

import os
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

PYTHON = "3.11"
"""The Python that is shipped; the build runs on the same, since bytecode must fit."""


class BuildError(Exception):
    """A step can't be done; the sentence says why and what helps."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one build.

    Attributes:
        root: the checkout.
        work: scratch, kept between builds: downloads and uv's cache.
        version: of the project, from pyproject.toml.
    """

    root: Path
    work: Path
    version: str

    @property
    def sources(self) -> Path:
        """This package's own files: scripts, locks, C."""
        return self.root / "installers"

    @property
    def out(self) -> Path:
        """Where finished files appear."""
        return self.work / "dist"

    def stage(self, system: str) -> Path:
        """The folder that becomes what is installed."""
        return self.work / system / f"medcls-{self.version}"

    def lock(self, name: str) -> Path:
        """A file of pinned, hashed requirements."""
        return self.sources / "locks" / f"{name}.txt"


def layout_of(work: Path | None, version: str | None = None) -> Layout:
    """The folders of a build in `work`, else in MEDCLS_BUILD, else in the temporary folder.

    Args:
        work: scratch folder; never inside the checkout, so that nothing of it is committed.
        version: instead of the project's, to try an upgrade from an earlier one.

    Raises:
        BuildError: if `work` lies in the checkout.
    """
    root = Path(__file__).resolve().parent.parent
    chosen = work or Path(os.environ.get("MEDCLS_BUILD", Path(tempfile.gettempdir()) / "medcls"))
    folder = chosen.resolve()
    if folder.is_relative_to(root):
        raise BuildError(f"{folder} lies in the checkout; name a work folder outside of it")
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return Layout(root, folder, version or str(project["version"]))
