"""SVS, NDPI and plain TIFF: written anew with the scan's pages alone, and compared byte by byte."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import openslide
import tifffile
import tifftools

from medcls_core.errors import ImageUnreadable, InputInvalid, OutputUnwritable
from medcls_core.images import reasons
from medcls_core.images.opening import open_image
from medcls_core.images.privacy.ndpi import MOST_BYTES, make_ndpi
from medcls_core.images.privacy.removal import Removal
from medcls_core.images.privacy.tiff_parts import (
    RESOLUTION_UNIT,
    X_RESOLUTION,
    Y_RESOLUTION,
    CleanTiff,
    Ifd,
    clean,
)
from medcls_core.images.source import PixelSize
from medcls_core.language import Text, filled
from medcls_core.progress import Progress

PLAIN = frozenset({"generic-tiff", None})
SUPPORTED = frozenset({"aperio", "hamamatsu"}) | PLAIN
_UM_PER_CM, _RATIONAL_PARTS, _CENTIMETRE = 10_000, 1_000_000, 3
_SHORT, _RATIONAL = 3, 5
_STEPS = 3
_SAME_MPP = 1e-4

_CHANGED = Text(
    "the check of the copy failed ({what}), so that nothing was kept",
    "副本校验失败（{what}），未保留",
)
_LARGE_NDPI = Text(
    "an NDPI of 4 GB or more can't be written here; export the slide as SVS or DICOM in NDP.view "
    "or the scanner's program, and give that file",
    "无法写出 4 GB 及以上的 NDPI；请在 NDP.view 或扫描仪程序中导出为 SVS 或 DICOM 后再试",
)
_PIXELS = Text("its pixels differ", "像素不一致")
_LEFT = Text("'{name}' can still be found in it", "其中仍可找到“{name}”")
_PICTURES = Text("it still holds the picture '{name}'", "其中仍含图片“{name}”")
_SIZE = Text("it opens with another size or pixel size", "打开后尺寸或像素尺寸不同")


def write_clean(source: Path, part: Path, vendor: str | None, progress: Progress) -> CleanTiff:
    """Write the scan of `source` to `part`, without what names a patient.

    Whatever no page refers to stays behind: old labels that were only unlinked, too.

    Raises:
        ImageUnreadable: if `source` is damaged.
        InputInvalid: if it is an NDPI of 4 GB or more.
        OutputUnwritable: if the disk refuses.
    """
    progress.update(0, _STEPS, "images")
    try:
        info = tifftools.read_tiff(str(source))
        cleaned = clean(info["ifds"], vendor)
    except (tifftools.TifftoolsException, OSError, KeyError, ValueError) as problem:
        raise ImageUnreadable(source, reasons.DAMAGED) from problem
    if vendor in PLAIN:
        _keep_resolution(source, cleaned.pages)
    is_ndpi = vendor == "hamamatsu"
    if is_ndpi and (info["size"] >= MOST_BYTES or info["bigEndian"]):
        raise InputInvalid(str(source), _LARGE_NDPI)
    try:
        tifftools.write_tiff(
            {**info, "ifds": cleaned.pages}, str(part), ifdsFirst=is_ndpi, allowExisting=True
        )
        if is_ndpi:
            make_ndpi(part)
    except OSError as problem:
        raise OutputUnwritable(part, problem.strerror or str(problem)) from problem
    progress.update(1, _STEPS, "images")
    return cleaned


def check(source: Path, part: Path, cleaned: CleanTiff, out: Path, progress: Progress) -> int:
    """Read the copy back with other libraries than the one that wrote it.

    Returns:
        How many bytes of pixels were compared.

    Raises:
        OutputUnwritable: if pixels differ, or anything that was removed is still there.
    """
    with tifffile.TiffFile(source) as before, tifffile.TiffFile(part) as after:
        pages = [before.pages[number] for number in cleaned.places]
        if len(pages) != len(after.pages):
            raise _refused(out, _PIXELS)
        total = 0
        for old, new in zip(pages, after.pages, strict=True):
            total += _same_pixels(old, new, out)
        ranges = [one for new in after.pages for one in _segments(new)]
    progress.update(2, _STEPS, "images")
    _refuse_left(part, ranges, cleaned.removed, out)
    _refuse_pictures(part, out)
    _refuse_other_size(source, part, out)
    return total


def _same_pixels(old: object, new: object, out: Path) -> int:
    """Compare the stored bytes of two pages and of the levels below them."""
    if _digests(old) != _digests(new):
        raise _refused(out, _PIXELS)
    total = sum(length for _, length in _segments(old))
    below = list(zip(_levels(old), _levels(new), strict=True))
    return total + sum(_same_pixels(one, other, out) for one, other in below)


def _digests(page: object) -> list[str]:
    assert isinstance(page, tifffile.TiffPage)  # noqa: S101  (the library types its pages loosely)
    handle = page.parent.filehandle
    found = []
    for offset, length in zip(page.dataoffsets, page.databytecounts, strict=True):
        handle.seek(offset)
        found.append(hashlib.sha256(handle.read(length)).hexdigest())
    return found


def _segments(page: object) -> list[tuple[int, int]]:
    """Where a page's pixels lie, and those of the levels below it."""
    assert isinstance(page, tifffile.TiffPage)  # noqa: S101
    own = list(zip(page.dataoffsets, page.databytecounts, strict=True))
    return own + [one for level in _levels(page) for one in _segments(level)]


def _levels(page: object) -> Iterator[object]:
    assert isinstance(page, tifffile.TiffPage)  # noqa: S101
    if page.subifds and page.pages is not None:
        yield from page.pages


def _refuse_left(
    part: Path, pixels: Sequence[tuple[int, int]], removed: Sequence[Removal], out: Path
) -> None:
    """Look for every text that was removed in all bytes that are no pixels."""
    rest = _between(part, pixels)
    for one in removed:
        for value in one.values:
            if any(value.encode(code, "ignore") in rest for code in ("utf-8", "utf-16-le")):
                raise _refused(out, filled(_LEFT, name=one.name))


def _between(path: Path, pixels: Sequence[tuple[int, int]]) -> bytes:
    found, at = [], 0
    with path.open("rb") as file:
        for offset, length in sorted(pixels):
            if offset > at:
                file.seek(at)
                found.append(file.read(offset - at))
            at = max(at, offset + length)
        file.seek(at)
        found.append(file.read())
    return b"\0".join(found)


def _refuse_pictures(part: Path, out: Path) -> None:
    if openslide.OpenSlide.detect_format(part) is None:
        return
    with openslide.OpenSlide(part) as slide:
        for name in slide.associated_images:
            if name != "thumbnail":
                raise _refused(out, filled(_PICTURES, name=name))


def _refuse_other_size(source: Path, part: Path, out: Path) -> None:
    before, after = open_image(source), open_image(part)
    try:
        same = before.size_l0 == after.size_l0 and _near(before.pixel_size, after.pixel_size)
    finally:
        before.close()
        after.close()
    if not same:
        raise _refused(out, _SIZE)


def _near(one: PixelSize | None, other: PixelSize | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one.mpp - other.mpp) < _SAME_MPP * one.mpp


def _keep_resolution(source: Path, pages: Sequence[Ifd]) -> None:
    """What a description said of the pixel size, as the tags that are made for it."""
    opened = open_image(source)
    size = opened.pixel_size
    opened.close()
    if size is None:
        return
    per_cm = [round(_UM_PER_CM / size.mpp * _RATIONAL_PARTS / 100), _RATIONAL_PARTS // 100]
    first = pages[0]["tags"]
    for tag in (X_RESOLUTION, Y_RESOLUTION):
        first[tag] = {"datatype": _RATIONAL, "count": 1, "data": per_cm}
    first[RESOLUTION_UNIT] = {"datatype": _SHORT, "count": 1, "data": [_CENTIMETRE]}


def _refused(out: Path, what: Text) -> OutputUnwritable:
    return OutputUnwritable(out, filled(_CHANGED, what=what))
