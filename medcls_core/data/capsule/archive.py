"""The capsule's file: a zip whose manifest tells the sha256 of every part.

The manifest's own sha256 is the zip's comment, so that no byte of a part can change unseen. Parts
are read by the names that the manifest lists, never unpacked by the names that a zip gives.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from medcls_core.data.capsule.contents import Contents, check_values
from medcls_core.errors import InputInvalid
from medcls_core.language import Text, filled
from medcls_core.whole_file import written_beside

SUFFIX: Final = ".medcase"
FORMAT: Final = "medcls case capsule"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
CONTENTS: Final = "contents.json"
_MOST_BYTES: Final = 2**31
"""Of all parts together: a file that claims more is a trap or a mistake."""

_MISSING = Text("there is no such file", "文件不存在")
_NOT_ONE = Text(
    "it is not a case capsule (.medcase) of this program", "不是本程序的病例包（.medcase）"
)
_DAMAGED = Text(
    "the capsule is damaged or was changed ({part}); ask for it to be sent again",
    "病例包已损坏或被改动（{part}），请对方重新发送",
)
_NEWER = Text(
    "the capsule was made by a newer version of this program (format {version}); update the "
    "program",
    "病例包由更新版本的程序制作（格式 {version}），请更新程序",
)
_TOO_LARGE = Text("the capsule claims more than 2 GB", "病例包声称大于 2 GB")
_converter = make_converter(forbid_extra_keys=True)


@dataclass(frozen=True, slots=True)
class Capsule:
    """A capsule that was read and found whole; `pictures` are PNG files by their part's name."""

    path: Path
    contents: Contents
    pictures: Mapping[str, bytes]


def write_capsule(path: Path, contents: Contents, pictures: Mapping[str, bytes]) -> None:
    """Write a capsule beside `path` and rename it into place.

    Raises:
        OutputUnwritable: if the folder or disk refuses; an older file at `path` is still there.
    """
    parts = {CONTENTS: _json(asdict(contents)), **pictures}
    told = {
        name: {"sha256": hashlib.sha256(part).hexdigest(), "bytes": len(part)}
        for name, part in parts.items()
    }
    manifest = _json({"format": FORMAT, "version": VERSION, "parts": told})
    with written_beside(path) as beside, zipfile.ZipFile(beside, "w") as file:
        _add(file, MANIFEST, manifest)
        for name, part in parts.items():
            _add(file, name, part)
        file.comment = hashlib.sha256(manifest).hexdigest().encode()


def read_capsule(path: Path) -> Capsule:
    """Read a capsule and check every part of it.

    Raises:
        InputInvalid: if it isn't one, is damaged, or a newer program made it.
    """
    if not path.is_file():
        raise InputInvalid(str(path), _MISSING)
    try:
        with zipfile.ZipFile(path) as file:
            parts = _parts(path, file)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as problem:
        raise InputInvalid(str(path), _NOT_ONE) from problem
    contents = _contents(path, parts.pop(CONTENTS, b""))
    needed = {cell.crop_name for cell in contents.cells}
    if needed - parts.keys():
        raise _damaged(path, min(needed - parts.keys()))
    return Capsule(path, contents, parts)


def _add(file: zipfile.ZipFile, name: str, part: bytes) -> None:
    # No clock in it: the same case packed twice gives the same bytes but for its own time.
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
    file.writestr(entry, part)


def _parts(path: Path, file: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts that the manifest lists, each as it was written."""
    manifest = _manifest(path, file)
    told = manifest.get("parts")
    if not isinstance(told, dict):
        raise _damaged(path, MANIFEST)
    there = {entry.filename: entry for entry in file.infolist()}
    if sum(entry.file_size for entry in there.values()) > _MOST_BYTES:
        raise InputInvalid(str(path), _TOO_LARGE)
    parts = {}
    for name, facts in told.items():
        part = _part(path, file, name) if name in there else None
        if (
            part is None
            or not isinstance(facts, dict)
            or hashlib.sha256(part).hexdigest() != facts.get("sha256")
        ):
            raise _damaged(path, name)
        parts[name] = part
    return parts


def _manifest(path: Path, file: zipfile.ZipFile) -> dict[str, object]:
    if MANIFEST not in file.namelist():
        raise InputInvalid(str(path), _NOT_ONE)
    raw = _part(path, file, MANIFEST)
    try:
        manifest: object = json.loads(raw)
    except ValueError as problem:
        raise _damaged(path, MANIFEST) from problem
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise InputInvalid(str(path), _NOT_ONE)
    version = manifest.get("version")
    if isinstance(version, int) and version > VERSION:
        raise InputInvalid(str(path), filled(_NEWER, version=version))
    if version != VERSION or hashlib.sha256(raw).hexdigest().encode() != file.comment:
        raise _damaged(path, MANIFEST)
    return manifest


def _part(path: Path, file: zipfile.ZipFile, name: str) -> bytes:
    try:
        return file.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as problem:
        raise _damaged(path, name) from problem


def _contents(path: Path, raw: bytes) -> Contents:
    try:
        contents = _converter.structure(json.loads(raw), Contents)
        check_values(contents)
    except (ValueError, TypeError, KeyError, BaseValidationError) as problem:
        raise _damaged(path, CONTENTS) from problem
    return contents


def _damaged(path: Path, part: str) -> InputInvalid:
    return InputInvalid(str(path), filled(_DAMAGED, part=part))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1).encode()
