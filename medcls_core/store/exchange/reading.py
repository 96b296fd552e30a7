"""One door to every kind of file with findings: which kind it is, and what it holds."""

import json
from collections.abc import Callable
from pathlib import Path

from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.store.exchange import (
    coco_import,
    csv_import,
    geojson_import,
    mask_import,
    sliderunner,
    voc_import,
    yolo_import,
)
from medcls_core.store.exchange.drawn import DrawnOn, FileImport
from medcls_core.text_file import read_text

PATTERNS = ("*.geojson", "*.json", "*.csv", "*.txt", "*.xml", "*.png", "*.tif", "*.tiff",
            "*.sqlite", "*.db")  # fmt: skip
"""What such files are called, for a file dialog."""

Reader = Callable[[Path, str, DrawnOn], FileImport]

_NO_FILE = Text("there is no such file", "文件不存在")
_NO_KIND = Text(
    "it is no kind of file that findings come in: GeoJSON (QuPath), COCO JSON, CSV, YOLO text, "
    "Pascal VOC XML, a mask as PNG or TIFF, or a SlideRunner database",
    "不是可导入的类型：GeoJSON（QuPath）、COCO JSON、CSV、YOLO 文本、Pascal VOC XML、"
    "PNG 或 TIFF 掩膜，或 SlideRunner 数据库",
)


def _geojson(path: Path, task: str, image: DrawnOn) -> FileImport:
    del image  # QuPath's files say nothing of the image that can be checked
    return geojson_import.read(path, task)


def _json(path: Path, task: str, image: DrawnOn) -> FileImport:
    try:
        content: object = json.loads(read_text(path))
    except (ValueError, RecursionError):
        content = None
    if coco_import.is_coco(content):
        return coco_import.read(path, task, image)
    return _geojson(path, task, image)


_READERS: dict[str, Reader] = {
    ".geojson": _geojson,
    ".json": _json,
    ".csv": csv_import.read,
    ".tsv": csv_import.read,
    ".txt": yolo_import.read,
    ".xml": voc_import.read,
    ".png": mask_import.read,
    ".tif": mask_import.read,
    ".tiff": mask_import.read,
    ".sqlite": sliderunner.read,
    ".db": sliderunner.read,
}


def read_file(path: Path, task: str, image: DrawnOn) -> FileImport:
    """What `path` holds of `image`.

    Args:
        path: a file of any kind above, told by its suffix and, of JSON, by its content.
        task: key of the task whose findings these become.
        image: what was drawn on.

    Raises:
        InputInvalid: if it is no such file, damaged, or about another image: with its place.
    """
    if not path.is_file():
        raise InputInvalid(str(path), _NO_FILE)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputInvalid(str(path), _NO_KIND)
    return reader(path, task, image)
