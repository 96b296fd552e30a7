"""A manifest.csv beside the images: file and label, and what else is known."""

import re
from pathlib import Path

from medcls_core.data.labelled import LabelledImage, LabelledSet
from medcls_core.data.sources.breakhis import parse_name, patient_of
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.image_files import whole_file
from medcls_core.data.sources.tables import Row, columns_of, read_table
from medcls_core.language import Text

NAME = "manifest.csv"
REQUIRED = ("file", "label")
UNITS = ("patient", "case", "group", "acquisition", "unit")
"""Columns that say what a split must not tear apart; the first that is there counts."""


def has_manifest(folder: Path) -> bool:
    """Whether there is a manifest with the columns file and label."""
    path = folder / NAME
    return path.is_file() and columns_of(path) >= set(REQUIRED)


def read_manifest(folder: Path, task: str | None = None) -> LabelledSet:
    """The images that manifest.csv lists, in its order.

    Columns: `file` (path below the folder) and `label`; optionally one of `UNITS`, and `subset`
    or `magnification`. Others are ignored. Without a unit every image stands for itself. The
    patient of a BreakHis slide is the root of its id.

    Raises:
        InputInvalid: naming the row, if a value is missing, an image isn't there or is listed
            twice.
    """
    rows = read_table(folder / NAME, REQUIRED)
    column = next((name for name in UNITS if rows and name in rows[0].values), None)
    items: dict[str, LabelledImage] = {}
    for row in rows:
        item = _item(folder, row, column, task)
        if item.name in items:
            raise row.fault(Text(f"{item.name} is listed twice", f"{item.name} 重复列出"))
        items[item.name] = item
    unit_name = {None: "image", "unit": "group"}.get(column, column)
    return LabelledSet(folder.name, unit_name or "image", tuple(items.values()))


def _item(folder: Path, row: Row, column: str | None, task: str | None) -> LabelledImage:
    name = row.required("file").replace("\\", "/")
    path = folder / name
    if not path.is_file():
        raise row.fault(Text(f"there is no file {name}", f"文件 {name} 不存在"))
    label = class_key(row.required("label"), task)
    unit = name if column is None else _unit(row.required(column), path)
    return whole_file(path, name, label, unit, _subset(row))


def _unit(said: str, path: Path) -> str:
    return (patient_of(said) or said) if parse_name(path.stem) is not None else said


def _subset(row: Row) -> str:
    """The subset; a magnification as "40x", whether the table says 40, 40x or 40X."""
    power = re.fullmatch(r"(\d+)(?:\.0)?\s*[xX×]?", row.get("magnification"))
    return row.get("subset") or (f"{power[1]}x" if power else row.get("magnification"))
