"""Pascal VOC: an XML file an image, whole-pixel boxes with names."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from medcls_core.geometry import Box
from medcls_core.store.exchange.rows import ClassStyle, ExportRow
from medcls_core.store.exchange.selection import ImageRows, Omitted, boxed
from medcls_core.store.exchange.writing import make_folder, write_whole


def write(folder: Path, images: Sequence[ImageRows]) -> Omitted:
    """Write `IMAGE.xml` for every image into `folder`.

    Boxes are rounded to whole level-0 pixels, the smallest one pixel wide. An object also carries
    the finding's uuid, and whether a reader decided; programs that read VOC leave that alone.

    Args:
        folder: made if missing; earlier files are replaced.
        images: with their findings, no two of one name.

    Returns:
        What VOC can't hold.

    Raises:
        OutputUnwritable: if the folder or disk refuses.
    """
    make_folder(folder)
    omitted = Omitted()
    for image in images:
        omitted += write_one(folder / f"{Path(image.name).stem}.xml", image)
    return omitted


def write_one(path: Path, image: ImageRows) -> Omitted:
    """As `write`, for one image into the file `path`."""
    found, omitted = boxed(image)
    root = _head(image)
    for row, label, box in found:
        _object(root, row, label, box)
    ET.indent(root)
    write_whole(path, ET.tostring(root, encoding="unicode") + "\n")
    return omitted


def _head(image: ImageRows) -> ET.Element:
    root = ET.Element("annotation")
    _add(root, "folder", "images")
    _add(root, "filename", image.name)
    size = ET.SubElement(root, "size")
    for name, value in zip(("width", "height", "depth"), (*image.size_l0, 3), strict=True):
        _add(size, name, str(value))
    _add(root, "segmented", "0")
    return root


def _object(root: ET.Element, row: ExportRow, label: ClassStyle, box: Box) -> None:
    one = ET.SubElement(root, "object")
    for name, value in (
        ("name", label.key),
        ("pose", "Unspecified"),
        ("truncated", "0"),
        ("difficult", "0"),
        ("uuid", str(row.finding.uuid)),
        ("decided", "1" if row.is_decided else "0"),
    ):
        _add(one, name, value)
    left, top = round(box.x_l0), round(box.y_l0)
    right, bottom = max(left + 1, round(box.right_l0)), max(top + 1, round(box.bottom_l0))
    place = ET.SubElement(one, "bndbox")
    names = ("xmin", "ymin", "xmax", "ymax")
    for name, number in zip(names, (left, top, right, bottom), strict=True):
        _add(place, name, str(number))


def _add(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, name).text = value
