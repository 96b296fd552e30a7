"""Findings as pixels: a picture of classes (PNG), or of objects with a number each (TIFF)."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image
from shapely import STRtree, box

from medcls_core.errors import InputInvalid
from medcls_core.geometry import Box, Outline, Size
from medcls_core.language import Text, filled
from medcls_core.store.exchange.rows import ClassStyle, ExportRow
from medcls_core.store.exchange.selection import ImageRows, Omitted, boxed, classes_of
from medcls_core.store.exchange.writing import write_whole
from medcls_core.whole_file import written_beside

MOST_PNG_PX: Final = 170_000_000
"""A PNG is made in memory as a whole, and Pillow, with which most programs read it, refuses a
larger one as a trap; above this the label TIFF, which is made by tiles."""

LEGEND: Final = ("value", "uuid", "class", "name", "color")
TILE_PX: Final = 512
_MOST_CLASSES, _SMALL_NUMBERS = 255, 65535

_TOO_LARGE = Text(
    "a PNG of {size} pixels is more than programs open; choose the label TIFF",
    "{size} 像素的 PNG 超出一般程序的能力，请选择标签 TIFF",
)
_TOO_MANY = Text("a PNG holds 255 classes, not {count}", "PNG 最多容纳 255 类，而不是 {count} 类")


def legend_of(path: Path) -> Path:
    """The table beside a mask that says what its values mean."""
    return path.with_suffix(".legend.csv")


def write_classes(path: Path, image: ImageRows, styles: Sequence[ClassStyle]) -> Omitted:
    """Write a PNG of the image's size: each pixel the number of its class, 0 where there is none.

    It shows the colours of the classes. What its numbers mean stands in the table `legend_of`
    beside it. Where findings overlap the smaller one is seen.

    Raises:
        InputInvalid: if the image or the number of classes is too large for a PNG.
        OutputUnwritable: if the folder or disk refuses; nothing half is left.
    """
    classes = classes_of(styles, [image])
    if image.size_l0.width * image.size_l0.height > MOST_PNG_PX:
        size = f"{image.size_l0.width} x {image.size_l0.height}"
        raise InputInvalid(image.name, filled(_TOO_LARGE, size=size))
    if len(classes) > _MOST_CLASSES:
        raise InputInvalid(image.name, filled(_TOO_MANY, count=len(classes)))
    numbers = {style.key: number for number, style in enumerate(classes, start=1)}
    shown, omitted = _shown(image)
    values = [numbers[row.label.key] for row, _ in shown if row.label is not None]
    frame = Box(0, 0, *image.size_l0)
    painted = paint([outline for _, outline in shown], values, frame).astype(np.uint8)
    picture = Image.fromarray(painted, mode=None)
    picture.putpalette([0, 0, 0, *(part for style in classes for part in style.rgb)])
    with written_beside(path) as part:
        picture.save(part, format="PNG")
    _write_legend(path, [(numbers[one.key], "", one.key, one.name, one.color) for one in classes])
    return omitted


def write_objects(path: Path, image: ImageRows) -> Omitted:
    """Write a TIFF of the image's size: each pixel the number of its object, 0 where there is none.

    The numbers are the findings' in window and report where they have some. They are 16 bits wide
    where that is enough, else 32. It is written by tiles, so that a whole slide needs no memory.

    Raises:
        OutputUnwritable: if the folder or disk refuses; nothing half is left.
    """
    shown, omitted = _shown(image)
    values = _numbers([row for row, _ in shown])
    wide = np.uint16 if max(values, default=0) <= _SMALL_NUMBERS else np.uint32
    tiles = _tiles([outline for _, outline in shown], values, image.size_l0, wide)
    with written_beside(path) as part, tifffile.TiffWriter(part, bigtiff=_is_big(image)) as tiff:
        tiff.write(
            tiles,
            shape=(image.size_l0.height, image.size_l0.width),
            dtype=wide,
            tile=(TILE_PX, TILE_PX),
            compression="zlib",
            predictor=True,
            photometric="minisblack",
            metadata=None,
            software="medcls",
        )
    rows = [
        (value, str(row.finding.uuid), row.label.key, row.label.name, row.label.color)
        for value, (row, _) in zip(values, shown, strict=True)
        if row.label is not None
    ]
    _write_legend(path, rows)
    return omitted


def paint(outlines: Sequence[Outline], values: Sequence[int], frame: Box) -> NDArray[np.uint32]:
    """The pixels whose centre lies in an outline, as uint32 (H, W) of `frame`; later ones on top.

    Args:
        outlines: areas in level-0 pixels.
        values: one an outline.
        frame: whole pixels.
    """
    shape = (int(frame.height_l0), int(frame.width_l0))
    painted = np.zeros(shape, np.uint32)
    for outline, value in zip(outlines, values, strict=True):
        rows, columns = _inside(outline.vertices, frame, shape)
        if not outline.holes:
            painted[rows, columns] = value
            continue
        covered = np.zeros(shape, bool)
        covered[rows, columns] = True
        for hole in outline.holes:
            covered[_inside(hole, frame, shape)] = False
        painted[covered] = value
    return painted


def _inside(
    ring: Sequence[tuple[float, float]], frame: Box, shape: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    from skimage.draw import polygon  # noqa: PLC0415  (loads scipy)

    places = np.asarray(ring, np.float64)
    # `polygon` puts pixel centres at whole coordinates, we at half ones.
    rows, columns = polygon(places[:, 1] - frame.y_l0 - 0.5, places[:, 0] - frame.x_l0 - 0.5, shape)
    return rows, columns


def _shown(image: ImageRows) -> tuple[list[tuple[ExportRow, Outline]], Omitted]:
    """The findings with a class and their areas, the largest first so that none is hidden."""
    found, omitted = boxed(image)
    areas = [
        (row, Outline.of_box(around) if row.finding.outline.is_point else row.finding.outline)
        for row, _, around in found
    ]
    return sorted(areas, key=lambda one: -one[1].area_l0), omitted


def _numbers(rows: Sequence[ExportRow]) -> list[int]:
    known = [row.number for row in rows if row.number is not None]
    if len(set(known)) == len(rows):
        return known
    return list(range(1, len(rows) + 1))


def _tiles(
    outlines: Sequence[Outline], values: Sequence[int], size: Size, wide: type[np.unsignedinteger]
) -> Iterator[NDArray[np.unsignedinteger]]:
    """The tiles row by row, each of its full size: what lies beyond the image is 0."""
    tree = STRtree([_box(outline.bounds) for outline in outlines])
    for top in range(0, size.height, TILE_PX):
        for left in range(0, size.width, TILE_PX):
            frame = Box(left, top, TILE_PX, TILE_PX)
            here = sorted(tree.query(_box(frame)).tolist())
            some = [outlines[at] for at in here], [values[at] for at in here]
            yield paint(*some, frame).astype(wide)


def _box(bounds: Box) -> object:
    return box(bounds.x_l0, bounds.y_l0, bounds.right_l0, bounds.bottom_l0)


def _is_big(image: ImageRows) -> bool:
    """Whether offsets may pass 4 GB; labels pack well, so that only vast slides need it."""
    return image.size_l0.width * image.size_l0.height > 2**32


def _write_legend(path: Path, rows: Sequence[tuple[int, str, str, str, str]]) -> None:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerows([LEGEND, *sorted(rows)])
    write_whole(legend_of(path), table.getvalue(), "utf-8-sig")


def read_legend(path: Path) -> Mapping[int, Mapping[str, str]]:
    """What the values of a mask mean, by value; nothing where there is no table beside it."""
    legend = legend_of(path)
    if not legend.is_file():
        return {}
    with legend.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {int(row["value"]): row for row in rows if (row.get("value") or "").isdecimal()}
