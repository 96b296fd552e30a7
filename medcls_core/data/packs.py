"""Public sets as they lie on a developer's disk: folders, or tar archives of such folders."""

import shutil
import tarfile
from pathlib import Path

import platformdirs

from medcls_core.errors import InputInvalid
from medcls_core.language import Text

_NOT_AN_ARCHIVE = Text("this archive is damaged or unsafe", "该归档文件已损坏或不安全")


def find_pack(root: Path, name: str, cache: Path | None = None) -> Path | None:
    """The folder of the set `name` below `root`; `name.tar` is unpacked into the cache once.

    Args:
        root: holds sets as folders or tar archives.
        name: of one set.
        cache: where to unpack; None: the user's cache folder.

    Returns:
        None if `root` has no such set.

    Raises:
        InputInvalid: if the archive is damaged, or would write outside of its folder.
        OSError: if the cache can't be written.
    """
    if (root / name).is_dir():
        return root / name
    archive = root / f"{name}.tar"
    if not archive.is_file():
        return None
    places = cache or platformdirs.user_cache_path("medcls", appauthor=False) / "packs"
    stat = archive.stat()
    folder = places / f"{name}-{stat.st_size}-{stat.st_mtime_ns}"
    if not folder.is_dir():
        _unpack(archive, folder)
    inner = folder / name
    return inner if inner.is_dir() else folder


def _unpack(archive: Path, folder: Path) -> None:
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(part, filter="data")
    except tarfile.TarError as problem:
        shutil.rmtree(part, ignore_errors=True)
        raise InputInvalid(str(archive), _NOT_AN_ARCHIVE) from problem
    part.replace(folder)
