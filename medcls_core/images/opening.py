"""One call that opens anything a reviewer has."""

from pathlib import Path

import openslide

from medcls_core.errors import ImageUnreadable
from medcls_core.images import reasons
from medcls_core.images.flat_source import open_flat
from medcls_core.images.formats import FOREIGN, is_dicom
from medcls_core.images.openslide_source import GENERAL_PURPOSE, OpenSlideSource
from medcls_core.images.pixel_size import from_user
from medcls_core.images.source import ImageSource

# ruff: noqa: PLC0415  (the DICOM libraries take 80 MB: they come with the first DICOM file)

HEAD_BYTES = 4096


def open_image(path: Path, *, mpp: float | None = None) -> ImageSource:
    """Open a slide, a flat image or a DICOM file.

    Args:
        path: the file; for MRXS the .mrxs file beside its folder, for a DICOM slide any of its
            files.
        mpp: micrometres per level-0 pixel, said by the user, instead of what the file says.

    Raises:
        ImageUnreadable: with the one reason why not.
        InputInvalid: if `mpp` isn't a positive number.
    """
    if mpp is not None:
        from_user(mpp)  # refuse nonsense before any work
    head = _head(path)
    if is_dicom(head):
        return _open_dicom(path, mpp)
    vendor = openslide.OpenSlide.detect_format(path)
    if vendor is not None:
        return _open_slide(path, mpp, vendor)
    _refuse_hopeless(path, head)
    return open_flat(path, mpp=mpp)


def _open_dicom(path: Path, mpp: float | None) -> ImageSource:
    from medcls_core.images.dicom_source import is_whole_slide, open_dicom, read_header

    if not is_whole_slide(read_header(path)):
        return open_dicom(path, mpp=mpp)
    try:
        return OpenSlideSource(path, mpp=mpp)
    except ImageUnreadable:
        from medcls_core.images.wsidicom_source import WsiDicomSource

        return WsiDicomSource(path, mpp=mpp)  # which also knows best why not


def _head(path: Path) -> bytes:
    """The first bytes; raises where there are none."""
    try:
        if path.is_dir():
            raise ImageUnreadable(path, reasons.IS_FOLDER)
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise ImageUnreadable(path, reasons.MISSING) from error
    except PermissionError as error:
        raise ImageUnreadable(path, reasons.NO_PERMISSION) from error
    except (OSError, ValueError) as error:
        raise ImageUnreadable(path, reasons.DAMAGED) from error
    if not head:
        raise ImageUnreadable(path, reasons.EMPTY)
    return head


def _open_slide(path: Path, mpp: float | None, vendor: str) -> ImageSource:
    try:
        return OpenSlideSource(path, mpp=mpp)
    except ImageUnreadable:
        if vendor not in GENERAL_PURPOSE:
            raise
        return open_flat(path, mpp=mpp)  # a plain TIFF that happens to be tiled


def _refuse_hopeless(path: Path, head: bytes) -> None:
    foreign = FOREIGN.get(path.suffix.lower())
    if foreign is not None:
        raise ImageUnreadable(path, foreign)
    if _is_text(head):
        raise ImageUnreadable(path, reasons.IS_TEXT)


def _is_text(head: bytes) -> bool:
    """Whether these bytes are plain text (a cut multi-byte character at the end is allowed)."""
    if b"\0" in head:
        return False
    try:
        head[: max(len(head) - 3, 1)].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 6
    return True
