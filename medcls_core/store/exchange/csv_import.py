"""Findings from tables: our own, and lists of places or boxes of other programs."""

import csv
import io
import math
from collections.abc import Mapping
from pathlib import Path

from shapely import Point as WktPoint
from shapely import Polygon, from_wkt
from shapely.errors import ShapelyError

from medcls_core.errors import InputInvalid
from medcls_core.findings import DECIDING, Finding, Origin
from medcls_core.geometry import Outline, Point
from medcls_core.language import Text, filled
from medcls_core.store.exchange.drawn import (
    DrawnOn,
    FileImport,
    ImportedFinding,
    LeftOut,
    box_outline,
    number_of,
    uuid_or_none,
)
from medcls_core.text_file import read_text

_DELIMITERS = (",", ";", "\t")
_CLASS = ("class", "label", "classification", "category")
_PLACE = (("x_l0", "y_l0"), ("x", "y"), ("centroid_x", "centroid_y"))
_BOXES = (
    ("box_x_l0", "box_y_l0", "box_width_l0", "box_height_l0"),
    ("left", "top", "width", "height"),
)
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_ROW = Text("row {number}: {reason}", "第 {number} 行：{reason}")
_NO_PLACE = Text("it says no place", "没有位置")
_WKT = Text("its outline is not a WKT polygon or point", "其轮廓不是 WKT 多边形或点")
_OTHER_TASK = Text("it is a finding of the task {task}", "它是任务 {task} 的目标")
_NO_COLUMNS = Text(
    "no column says a place: it needs outline_wkt, or x and y (level-0 pixels), or left, top, "
    "width and height, or xmin, ymin, xmax and ymax",
    "没有表示位置的列：需要 outline_wkt，或 x 与 y（0 级像素），或 left、top、width、height，"
    "或 xmin、ymin、xmax、ymax",
)
_LONGEST_CELL = 2**31 - 1
_NOT_A_TABLE = Text("it is not a CSV table", "不是 CSV 表格")
_DECIDED = frozenset(str(verdict) for verdict in DECIDING)


def read(path: Path, task: str, image: DrawnOn) -> FileImport:
    """Read a row a finding.

    Columns are told by name, in any order and letters' size. A row of our own without a reader's
    verdict was made by a model. Rows of other tasks, and of other images where there is a column
    'image', are left out.

    Args:
        path: of the table; comma, semicolon or tab between values.
        task: key of the task whose findings these become.
        image: what the places are in.

    Raises:
        InputInvalid: if it isn't a table, or no column says a place.
    """
    rows = _rows(path)
    names = set(rows[0]) if rows else set()
    if rows and not any(
        set(wanted) <= names for wanted in (("outline_wkt",), *_PLACE, *_BOXES, _CORNERS)
    ):
        raise InputInvalid(str(path), _NO_COLUMNS)
    found: dict[object, ImportedFinding] = {}
    left_out: list[Text] = []
    for number, row in enumerate(rows, start=2):
        if row.get("image") and not image.is_called(row["image"]):
            continue
        try:
            one = _finding(row, task, path.name, image)
        except LeftOut as problem:
            left_out.append(filled(_ROW, number=number, reason=problem.reason))
            continue
        found.setdefault(one.finding.uuid, one)
    return FileImport(tuple(found.values()), tuple(left_out))


def _finding(row: Mapping[str, str], task: str, file: str, image: DrawnOn) -> ImportedFinding:
    if row.get("task") and row["task"] != task:
        raise LeftOut(filled(_OTHER_TASK, task=row["task"]))
    outline = _outline(row)
    class_name = next((row[key] for key in _CLASS if row.get(key)), None)
    uuid = uuid_or_none(row.get("uuid")) or image.uuid_of(task, outline, class_name)
    finding = Finding(uuid, task, outline, Origin.IMPORT, file)
    by_program = "verdict" in row and row["verdict"] not in _DECIDED
    return ImportedFinding(finding, class_name, row.get("name") or None, detected=by_program)


def _outline(row: Mapping[str, str]) -> Outline:
    if row.get("outline_wkt"):
        return _of_wkt(row["outline_wkt"])
    for names in _BOXES:
        if all(row.get(name) for name in names):
            left, top, width, height = (number_of(row[name]) for name in names)
            if width or height:
                return box_outline(left, top, width, height)
    if all(row.get(name) for name in _CORNERS):
        left, top, right, bottom = (number_of(row[name]) for name in _CORNERS)
        return box_outline(left, top, right - left, bottom - top)
    for x, y in _PLACE:
        if row.get(x) and row.get(y):
            return Outline((Point(number_of(row[x]), number_of(row[y])),))
    raise LeftOut(_NO_PLACE)


def _of_wkt(text: str) -> Outline:
    try:
        shape = from_wkt(text)
    except (ShapelyError, TypeError) as problem:
        raise LeftOut(_WKT) from problem
    if isinstance(shape, WktPoint) and not shape.is_empty:
        rings = [[(shape.x, shape.y)]]
    elif isinstance(shape, Polygon) and not shape.is_empty:
        rings = [list(ring.coords)[:-1] for ring in (shape.exterior, *shape.interiors)]
    else:
        raise LeftOut(_WKT)
    if not all(math.isfinite(value) for ring in rings for place in ring for value in place[:2]):
        raise LeftOut(_WKT)
    border, *holes = [tuple(Point(x, y) for x, y, *_ in ring) for ring in rings]
    return Outline(border, tuple(holes))


def _rows(path: Path) -> list[dict[str, str]]:
    text = read_text(path)
    csv.field_size_limit(_LONGEST_CELL)  # an outline of thousands of corners is one cell
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    try:
        header, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) or [[]]
    except csv.Error as problem:
        raise InputInvalid(str(path), _NOT_A_TABLE) from problem
    names = [name.strip().lower() for name in header]
    return [
        {name: value.strip() for name, value in zip(names, row, strict=False)}
        for row in rows
        if any(row)
    ]
