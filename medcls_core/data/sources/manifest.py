"""A manifest.csv beside the images: file and label, and what else is known."""

import re
from collections.abc import Sequence
from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.breakhis import parse_name, patient_of
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.image_files import whole_file
from medcls_core.data.sources.published_names import patients_by_name
from medcls_core.data.sources.tables import Row, columns_of, read_table
from medcls_core.language import Text

NAME = "manifest.csv"
REQUIRED = ("file", "label")
UNITS = ("patient", "case", "group", "acquisition", "unit")
"""Columns that say what a split must not tear apart; the first that is there counts."""

_UNIT_NAMES = {"unit": "group"}
_BREAKHIS_SLIDE = re.compile(r"[A-Z]{1,2}-\d\d-\d{4,5}[A-Z]*")


def has_manifest(folder: Path) -> bool:
    """Whether there is a manifest with the columns file and label."""
    path = folder / NAME
    return path.is_file() and columns_of(path) >= set(REQUIRED)


def read_manifest(folder: Path, task: str | None = None) -> LabelledSet:
    """The images that manifest.csv lists, in its order.

    Columns: `file` (path below the folder) and `label`; optionally one of `UNITS`, and `subset`
    or `magnification`. Others are ignored. Without a unit the patients are taken from the names
    of BreakHis and mini-MIAS, and every other image stands for itself. The patient of a BreakHis
    slide is the root of its id.

    Raises:
        InputInvalid: naming the row, if a value is missing, an image isn't there or is listed
            twice.
    """
    rows = read_table(folder / NAME, REQUIRED)
    column = next((name for name in UNITS if rows and name in rows[0].values), None)
    paths = _paths(folder, rows)
    named = patients_by_name(paths.values()) if column is None else None
    items = []
    for number, (row, (name, path)) in enumerate(zip(rows, paths.items(), strict=True)):
        label = class_key(row.required("label"), task)
        unit, subset = (name, "") if named is None else named[number]
        if column is not None:
            unit = _unit(row.required(column), path)
        items.append(whole_file(path, name, label, unit, _subset(row) or subset))
    if column is None:
        return LabelledSet(folder.name, "patient" if named else "image", tuple(items))
    return LabelledSet(folder.name, _UNIT_NAMES.get(column, column), tuple(items))


def _paths(folder: Path, rows: Sequence[Row]) -> dict[str, Path]:
    """The images by name, in the table's order."""
    paths: dict[str, Path] = {}
    for row in rows:
        name = row.required("file").replace("\\", "/")
        path = folder / name
        if not path.is_file():
            raise row.fault(Text(f"there is no file {name}", f"文件 {name} 不存在"))
        if name in paths:
            raise row.fault(Text(f"{name} is listed twice", f"{name} 重复列出"))
        paths[name] = path
    return paths


def _unit(said: str, path: Path) -> str:
    of_breakhis = parse_name(path.stem) is not None or _BREAKHIS_SLIDE.fullmatch(said)
    return (patient_of(said) or said) if of_breakhis else said


def _subset(row: Row) -> str:
    """The subset; a magnification as "40x", whether the table says 40, 40x or 40X."""
    power = re.fullmatch(r"(\d+)(?:\.0)?\s*[xX×]?", row.get("magnification"))
    return row.get("subset") or (f"{power[1]}x" if power else row.get("magnification"))
