"""Findings from a SlideRunner database (SQLite): spots, boxes, polygons and circles of a slide.

After its own `general/dataAccess/database.py`: every annotation has coordinates in their order,
labels of several persons, and a class that they agreed upon.
"""

import math
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Outline, Point
from medcls_core.language import Text, filled
from medcls_core.store.exchange.drawn import (
    DrawnOn,
    FileImport,
    ImportedFinding,
    LeftOut,
    box_outline,
    uuid_or_none,
)

_CORNERS_OF_CIRCLE = 32
_NAMED = 3
_NOT_ONE = Text("it is not a SlideRunner database", "不是 SlideRunner 数据库")
_NO_SLIDE = Text(
    "it has no slide called {image}, but {named}; rename the image as it is called there",
    "其中没有名为 {image} 的切片，只有 {named}；请将图像改为其中的名称",
)
_ANNOTATION = Text("annotation {number}: {reason}", "标注 {number}：{reason}")
_NO_PLACE = Text("it has too few coordinates", "坐标过少")
_KIND = Text("its type {kind} is not known", "其类型 {kind} 未知")


class _Kind(IntEnum):
    SPOT = 1
    AREA = 2
    POLYGON = 3
    SPECIAL_SPOT = 4
    CIRCLE = 5


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is asked of the database, by annotation."""

    annotations: list[tuple[int, str | None, int]]
    places: dict[int, list[Point]]
    labels: dict[int, list[tuple[str, str]]]


def read(path: Path, task: str, image: DrawnOn) -> FileImport:
    """Read the annotations of `image`; each person's label becomes that person's word.

    Deleted annotations are left where they are. A database of a single slide is about `image`
    whatever it calls it.

    Args:
        path: of the database.
        task: key of the task whose findings these become.
        image: what was drawn on.

    Raises:
        InputInvalid: if the file isn't such a database, or doesn't know the image.
    """
    try:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            tables = _tables(database, _slide(path, database, image))
    except sqlite3.Error as problem:
        raise InputInvalid(str(path), _NOT_ONE) from problem
    found: list[ImportedFinding] = []
    left_out: list[Text] = []
    for number, guid, kind in tables.annotations:
        try:
            outline = _outline(kind, tables.places[number])
        except LeftOut as problem:
            left_out.append(filled(_ANNOTATION, number=number, reason=problem.reason))
            continue
        said = tuple(dict(tables.labels[number]).items())
        name = said[-1][1] if said else None
        uuid = uuid_or_none(guid) or image.uuid_of(task, outline, f"annotation {number}")
        finding = Finding(uuid, task, outline, Origin.IMPORT, path.name)
        found.append(ImportedFinding(finding, name, said_by=said))
    return FileImport(tuple(found), tuple(left_out))


def _slide(path: Path, database: sqlite3.Connection, image: DrawnOn) -> int:
    slides = [
        (int(uid), str(name)) for uid, name in database.execute("SELECT uid, filename FROM Slides")
    ]
    meant = [uid for uid, name in slides if image.is_called(name)]
    if not meant and len(slides) == 1:
        meant = [slides[0][0]]
    if not meant:
        names = [name for _, name in slides[:_NAMED]]
        named = ", ".join([*names, "…"] if len(slides) > _NAMED else names)
        raise InputInvalid(str(path), filled(_NO_SLIDE, image=image.name, named=named))
    return meant[0]


def _tables(database: sqlite3.Connection, slide: int) -> _Tables:
    columns = {str(row[1]) for row in database.execute("PRAGMA table_info(Annotations)")}
    guid = "guid" if "guid" in columns else "NULL"
    standing = "AND NOT COALESCE(deleted, 0)" if "deleted" in columns else ""
    question = f"SELECT uid, {guid}, type FROM Annotations WHERE slide = ? {standing} ORDER BY uid"  # noqa: S608  (names of our own)
    annotations = [
        (int(uid), name, int(kind)) for uid, name, kind in database.execute(question, (slide,))
    ]
    places: dict[int, list[Point]] = defaultdict(list)
    for number, x, y in database.execute(
        "SELECT annoId, coordinateX, coordinateY FROM Annotations_coordinates "
        "WHERE annoId IN (SELECT uid FROM Annotations WHERE slide = ?) ORDER BY annoId, orderIdx",
        (slide,),
    ):
        places[number].append(Point(float(x), float(y)))
    labels: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, person, class_name in database.execute(
        "SELECT l.annoId, p.name, c.name FROM Annotations_label l "
        "JOIN Persons p ON p.uid = l.person JOIN Classes c ON c.uid = l.class "
        "WHERE l.annoId IN (SELECT uid FROM Annotations WHERE slide = ?) ORDER BY l.uid",
        (slide,),
    ):
        labels[number].append((str(person), str(class_name)))
    return _Tables(annotations, places, labels)


def _outline(kind: int, places: list[Point]) -> Outline:
    match kind:
        case _Kind.SPOT | _Kind.SPECIAL_SPOT if places:
            return Outline((places[0],))
        case _Kind.AREA | _Kind.CIRCLE if len(places) >= 2:  # noqa: PLR2004
            left, top = (min(one[axis] for one in places) for axis in (0, 1))
            right, bottom = (max(one[axis] for one in places) for axis in (0, 1))
            box = box_outline(left, top, right - left, bottom - top)
            return box if kind == _Kind.AREA else _ellipse(box)
        case _Kind.POLYGON if len(places) >= 3:  # noqa: PLR2004
            closed = places[0] == places[-1] and len(places) > 3  # noqa: PLR2004
            return Outline(tuple(places[:-1] if closed else places))
    if kind not in set(_Kind):
        raise LeftOut(filled(_KIND, kind=kind))
    raise LeftOut(_NO_PLACE)


def _ellipse(box: Outline) -> Outline:
    """What touches the middles of a box's sides."""
    around, center = box.bounds, box.center
    turns = [2 * math.pi * step / _CORNERS_OF_CIRCLE for step in range(_CORNERS_OF_CIRCLE)]
    return Outline(
        tuple(
            Point(
                center.x_l0 + around.width_l0 / 2 * math.cos(turn),
                center.y_l0 + around.height_l0 / 2 * math.sin(turn),
            )
            for turn in turns
        )
    )
