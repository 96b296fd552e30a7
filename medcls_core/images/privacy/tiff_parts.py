"""Which pages and tags of a slide's TIFF may stay: a list of what is needed, not of what is bad."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from medcls_core.images.privacy.descriptions import clean_aperio, is_aperio
from medcls_core.images.privacy.removal import Removal, entry, picture
from medcls_core.language import Text, filled

Ifd = dict[str, Any]
"""A page as tifftools reads it."""

WIDTH, HEIGHT, DESCRIPTION, TILE_WIDTH, SUBFILE = 256, 257, 270, 322, 254
X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT, SUB_IFDS = 282, 283, 296, 330
NDPI_FLAG, NDPI_LENS = 65420, 65421

KEPT: Final = frozenset(
    {SUBFILE, 255, WIDTH, HEIGHT, 258, 259, 262, 266, DESCRIPTION, 271, 272, 273, 274, 277, 278}
    | {279, X_RESOLUTION, Y_RESOLUTION, 284, RESOLUTION_UNIT, 301, 317, 318, 319, 320}
    | {TILE_WIDTH, 323, 324, 325, SUB_IFDS, 338, 339, 340, 341, 347}
    | {512, 513, 514, 515, 519, 520, 521, 529, 530, 531, 532, 32997, 34675}
    | {NDPI_FLAG, NDPI_LENS, 65422, 65423, 65424, 65426, 65432, 65324, 65325, 65500}
)
"""Tags by number: size, sampling, compression, places of the pixels, colour, resolution, maker and
model of the scanner, and what an NDPI needs to be found and placed. All others go."""

_NAMES: Final[Mapping[int, str]] = {
    269: "DocumentName", 270: "ImageDescription", 285: "PageName", 305: "Software",
    306: "DateTime", 315: "Artist", 316: "HostComputer", 700: "XMP", 33432: "Copyright",
    33723: "IPTC", 34377: "Photoshop", 34665: "EXIF", 34853: "GPS", 65427: "NDPI_REFERENCE",
    65428: "NDPI_AuthCode", 65442: "NDPI scanner serial number", 65449: "NDPI property map",
    65468: "NDPI barcode", 65477: "NDPI barcode",
}  # fmt: skip
_PAGE = Text("page {number}", "第 {number} 页")
_LEVEL = Text("{page}, level", "{page}的层级")
_SAME_SHAPE = 0.02
"""A level of the scan has its shape but for rounding; the label and the whole glass have others."""


@dataclass(frozen=True, slots=True)
class CleanTiff:
    """The pages that stay with their tags, their places in the original, and what was removed."""

    pages: list[Ifd]
    places: tuple[int, ...]
    removed: tuple[Removal, ...]


def clean(pages: list[Ifd], vendor: str | None) -> CleanTiff:
    """The pages of the scan with the tags that may stay.

    Args:
        pages: as tifftools reads them; they are left as they are.
        vendor: as OpenSlide names the format, None for a plain TIFF.
    """
    kept, places, removed = [], list[int](), list[Removal]()
    for number, page in enumerate(pages):
        where = filled(_PAGE, number=number + 1)
        kind = _foreign(page, pages[0], vendor)
        if kind is not None and number > 0:
            removed.append(picture(where, kind, *_size(page)))
            removed += _removed_texts(page, where)
            continue
        copy, gone = _cleaned(page, where, vendor)
        kept.append(copy)
        places.append(number)
        removed += gone
    return CleanTiff(kept, tuple(places), tuple(removed))


def _foreign(page: Ifd, first: Ifd, vendor: str | None) -> str | None:
    """What a page shows that is no part of the scan; None for a level or its thumbnail."""
    if vendor == "hamamatsu":
        lens = _number(page, NDPI_LENS)
        return "macro" if lens == -1 else "map" if lens is not None and lens < 0 else None
    text = _text(page).lower()
    for kind in ("label", "macro"):
        if f"\n{kind} " in text or text.startswith(kind):
            return kind
    width, height = _size(page)
    whole_width, whole_height = _size(first)
    if width > whole_width or height > whole_height:
        return "other"
    shape, whole = width / max(height, 1), whole_width / max(whole_height, 1)
    one_px = (1 / max(width, 1) + 1 / max(height, 1)) * whole
    return None if abs(shape - whole) <= _SAME_SHAPE * whole + one_px else "other"


def _cleaned(page: Ifd, where: Text, vendor: str | None) -> tuple[Ifd, list[Removal]]:
    """A page without the tags that go; pages below it are cleaned alike."""
    removed, tags = list[Removal](), {}
    for number, tag in page["tags"].items():
        if number not in KEPT:
            if not _is_empty(tag):
                removed.append(entry(where, _NAMES.get(number, f"tag {number}"), tag.get("data")))
            continue
        tags[number] = dict(tag)
    if DESCRIPTION in tags:
        text, gone = _description(_text(page), where, vendor)
        removed += gone
        if text is None:
            del tags[DESCRIPTION]
        else:
            tags[DESCRIPTION]["data"] = text
    if SUB_IFDS in tags:
        below = []
        for chain in tags[SUB_IFDS]["ifds"]:
            cleaned = [_cleaned(one, filled(_LEVEL, page=where), vendor) for one in chain]
            below.append([one for one, _ in cleaned])
            removed += [each for _, gone in cleaned for each in gone]
        tags[SUB_IFDS]["ifds"] = below
    return {**page, "tags": tags}, removed


def _description(text: str, where: Text, vendor: str | None) -> tuple[str | None, list[Removal]]:
    if vendor == "aperio" and is_aperio(text):
        return clean_aperio(text, where)
    return None, [entry(where, "ImageDescription", text)] if text.strip() else []


def _removed_texts(page: Ifd, where: Text) -> Iterator[Removal]:
    """Texts of a page that goes as a whole: they must be nowhere in the result either."""
    for number, tag in page["tags"].items():
        if number not in KEPT and isinstance(tag.get("data"), str) and tag["data"].strip():
            yield entry(where, _NAMES.get(number, f"tag {number}"), tag["data"])


def _is_empty(tag: Mapping[str, Any]) -> bool:
    data = tag.get("data")
    return data is None or (isinstance(data, str | bytes) and not data.strip())


def _size(page: Ifd) -> tuple[int, int]:
    return int(_number(page, WIDTH) or 0), int(_number(page, HEIGHT) or 0)


def _number(page: Ifd, tag: int) -> float | None:
    data = page["tags"].get(tag, {}).get("data")
    return data[0] if isinstance(data, list | tuple) and data else None


def _text(page: Ifd) -> str:
    data = page["tags"].get(DESCRIPTION, {}).get("data", "")
    return data if isinstance(data, str) else bytes(data).decode("utf-8", "replace")
