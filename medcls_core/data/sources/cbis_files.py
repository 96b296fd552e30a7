"""Where CBIS-DDSM's files are, which its tables name as they once lay elsewhere."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from medcls_core.data.sources.image_files import DICOM_SUFFIXES, folders_in, images_below

_DEPTH = 3
"""How many folders may lie above the ones that the tables' paths begin with."""


class CbisFiles:
    """Finds the DICOM files that a path of the tables means.

    The tables say Mass-Training_P_00001_LEFT_CC/<uid>/<uid>/000000.dcm; downloads keep the first
    folder's name, but call those below it, and the files, as the downloading program does.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders = {folder.name: folder for folder in _folders(root, _DEPTH)}

    def find(self, said: str) -> tuple[Path, ...]:
        """The file itself, or else every DICOM file below the path's first folder."""
        path = PurePosixPath(said.strip().replace("\\", "/"))
        if not path.parts:
            return ()
        exact = self._root / path
        if exact.is_file():
            return (exact,)
        folder = self._folders.get(path.parts[0])
        if folder is None:
            return ()
        inside = folder.joinpath(*path.parts[1:])
        return (inside,) if inside.is_file() else tuple(_dicom_below(folder))


def _dicom_below(folder: Path) -> Iterator[Path]:
    return (path for path in images_below(folder) if path.suffix.lower() in DICOM_SUFFIXES)


def _folders(root: Path, depth: int) -> Iterator[Path]:
    """Folders below `root`, the nearer ones last, so that they win where names are the same."""
    for folder in folders_in(root):
        if depth > 1:
            yield from _folders(folder, depth - 1)
        yield folder
