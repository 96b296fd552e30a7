"""Findings from masks: PNG or TIFF of the image's size, a value a class or an object."""

import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Outline, Point, Size
from medcls_core.language import Text, filled
from medcls_core.store.exchange.drawn import DrawnOn, FileImport, ImportedFinding, uuid_or_none
from medcls_core.store.exchange.masks import MOST_PNG_PX, read_legend

_DAMAGED = Text("it is damaged, or not a mask", "已损坏或不是掩膜")
_OTHER_SIZE = Text(
    "it has {told} pixels, but {image} has {real}; a mask covers the full resolution",
    "其为 {told} 像素，而 {image} 为 {real}；掩膜须与全分辨率一致",
)
_TOO_LARGE = Text(
    "{told} pixels are more than a mask may have here; cut the image into fields",
    "{told} 像素超过此处掩膜的上限，请将图像分成视野",
)
_TOO_LARGE_PNG = Text(
    "the picture is too large for a PNG mask; use a label TIFF, or cut the image into fields",
    "图片过大，不能作为 PNG 掩膜；请使用标签 TIFF，或将图像分成视野",
)
_MANY_COLOURS = Text(
    "it is a colour picture; a mask has one number a pixel", "这是彩色图像；掩膜每像素应为一个数"
)
_LEVEL = 0.5
_DAMAGE = (
    OSError, ValueError, KeyError, IndexError, TypeError, struct.error, tifffile.TiffFileError,
)  # fmt: skip


def read(path: Path, task: str, image: DrawnOn) -> FileImport:
    """Read the objects of a mask: pixels of one value that touch by a side are one; 0 is none.

    What a value means stands in the table beside it, as the export writes it; without one the
    objects have no class.

    Args:
        path: of the mask.
        task: key of the task whose findings these become.
        image: what it covers.

    Raises:
        InputInvalid: if the file is damaged, or not of the image's size.
    """
    legend = read_legend(path)
    found = []
    for value, outline, alone in objects(_values(path, image)):
        told = legend.get(value, {})
        class_name = told.get("class") or None
        given = uuid_or_none(told.get("uuid")) if alone else None
        uuid = given or image.uuid_of(task, outline, class_name)
        finding = Finding(uuid, task, outline, Origin.IMPORT, path.name)
        found.append(ImportedFinding(finding, class_name, color=told.get("color") or None))
    return FileImport(tuple(found), ())


def objects(values: NDArray[np.integer]) -> Iterator[tuple[int, Outline, bool]]:
    """Each object's value, its outline in pixels, and whether no other one has that value.

    The outline runs midway between the pixels inside and those outside, so that painting it gives
    the same pixels again.

    Args:
        values: (H, W) of whole numbers, 0 where there is no object.
    """
    from skimage.measure import label as connected  # noqa: PLC0415  (loads scipy)
    from skimage.measure import regionprops  # noqa: PLC0415

    regions = regionprops(connected(values, connectivity=1, background=0))
    of_value: dict[int, int] = {}
    found = []
    for region in regions:
        value = int(values[tuple(region.coords[0])])
        of_value[value] = of_value.get(value, 0) + 1
        found.append((value, _outline(region.image, region.bbox[0], region.bbox[1])))
    for value, outline in found:
        yield value, outline, of_value[value] == 1


def _outline(mask: NDArray[np.bool_], top: int, left: int) -> Outline:
    from skimage.measure import find_contours  # noqa: PLC0415  (loads scipy)

    rings = find_contours(np.pad(mask, 1).astype(np.float32), _LEVEL)
    # Row and column of the padded mask, whose pixel (1, 1) has its centre half a pixel inside.
    placed = [
        tuple(Point(left + column - 0.5, top + row - 0.5) for row, column in ring[:-1])
        for ring in rings
    ]
    border, *holes = sorted(placed, key=lambda ring: -Outline(ring).area_l0)
    return Outline(border, tuple(holes))


def _values(path: Path, image: DrawnOn) -> NDArray[np.integer]:
    size = _size(path)
    told, real = (f"{one.width} x {one.height}" for one in (size, image.size_l0))
    if size != image.size_l0:
        raise InputInvalid(str(path), filled(_OTHER_SIZE, told=told, image=image.name, real=real))
    if size.width * size.height > MOST_PNG_PX:
        raise InputInvalid(str(path), filled(_TOO_LARGE, told=told))
    try:
        values = _tiff_values(path) if _is_tiff(path) else _picture_values(path)
    except (*_DAMAGE, UnidentifiedImageError) as problem:
        raise InputInvalid(str(path), _DAMAGED) from problem
    if values.ndim != 2 or values.dtype.kind not in "uib":  # noqa: PLR2004
        raise InputInvalid(str(path), _MANY_COLOURS)
    return values.astype(np.int64)


def _size(path: Path) -> Size:
    try:
        if _is_tiff(path):
            with tifffile.TiffFile(path) as tiff:
                page = tiff.pages.first
                return Size(page.imagewidth, page.imagelength)
        with _opened(path) as picture:
            return Size(*picture.size)
    except (*_DAMAGE, UnidentifiedImageError) as problem:
        raise InputInvalid(str(path), _DAMAGED) from problem


def _tiff_values(path: Path) -> NDArray[np.integer]:
    values: NDArray[np.integer] = np.asarray(tifffile.imread(path, key=0))
    return values


def _picture_values(path: Path) -> NDArray[np.integer]:
    """The numbers of a palette or gray picture; a palette's colours don't count."""
    with _opened(path) as picture:
        values: NDArray[np.integer] = np.asarray(picture)
    return values


def _opened(path: Path) -> Image.Image:
    """Pillow warns of pictures that a whole mask may well be; above twice that it refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(path)
        except Image.DecompressionBombError as problem:
            raise InputInvalid(str(path), _TOO_LARGE_PNG) from problem


def _is_tiff(path: Path) -> bool:
    return path.suffix.lower() in {".tif", ".tiff"}
