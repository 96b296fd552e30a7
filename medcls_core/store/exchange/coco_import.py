"""Findings from COCO: the annotations of one image of the file."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Outline, Point
from medcls_core.language import Text, filled
from medcls_core.store.exchange.coco import unslit
from medcls_core.store.exchange.drawn import (
    DrawnOn,
    FileImport,
    ImportedFinding,
    LeftOut,
    box_outline,
    number_of,
    ring_of,
    uuid_or_none,
)
from medcls_core.text_file import read_text

_SHORTEST_RING, _BOX = 3, 4
_NOT_COCO = Text(
    "it is not COCO: a JSON object with images, annotations and categories is expected",
    "不是 COCO 文件：应为含 images、annotations 和 categories 的 JSON 对象",
)
_NOT_IN_IT = Text(
    "it doesn't name the image {image}, but {named}; rename the image or the entry",
    "其中没有图像 {image}，只有 {named}；请将图像或其条目改为同名",
)
_OTHER_SIZE = Text(
    "it says that {image} has {told} pixels, but it has {real}; export from the full resolution",
    "其中记录 {image} 为 {told} 像素，实际为 {real}；请按全分辨率导出",
)
_ANNOTATION = Text("annotation {number}: {reason}", "第 {number} 条标注：{reason}")
_CROWD = Text("it stands for a crowd, not for an object", "它代表一群对象，而非单个对象")
_NO_EXTENT = Text(
    "it has neither a polygon nor a box of four numbers", "既无多边形也无四个数的边框"
)
_RUNS = Text(
    "its mask is run-length coded and it has no box; export polygons",
    "其掩膜为游程编码且无边框，请导出多边形",
)
_NAMED = 3


def is_coco(content: object) -> bool:
    """Whether parsed JSON is COCO."""
    return isinstance(content, dict) and all(
        isinstance(content.get(part), list) for part in ("images", "annotations")
    )


def read(path: Path, task: str, image: DrawnOn) -> FileImport:
    """Read the annotations of `image`.

    A file of a single image is about `image` whatever it calls it. An annotation with a score and
    no word of a reader was made by a program. One without a uuid gets one from its content.

    Args:
        path: of the file.
        task: key of the task whose findings these become.
        image: what was drawn on.

    Raises:
        InputInvalid: if the file isn't COCO, doesn't name the image, or gives it another size.
    """
    parts = _parts(path)
    entry = _entry(path, parts["images"], image)
    names = {str(one.get("id")): one for one in parts["categories"]}
    found: list[ImportedFinding] = []
    left_out: list[Text] = []
    for number, one in enumerate(parts["annotations"], start=1):
        if str(one.get("image_id")) != str(entry.get("id")):
            continue
        try:
            outlines = _outlines(one)
        except LeftOut as problem:
            left_out.append(filled(_ANNOTATION, number=number, reason=problem.reason))
            continue
        category = names.get(str(one.get("category_id")), {})
        found += _findings(one, outlines, category, task, path.name, image)
    return FileImport(tuple(found), tuple(left_out))


def _findings(
    one: Mapping[str, object],
    outlines: list[Outline],
    category: Mapping[str, object],
    task: str,
    file: str,
    image: DrawnOn,
) -> list[ImportedFinding]:
    name, color = category.get("name"), category.get("color")
    class_name = str(name) if name else None
    given = uuid_or_none(one.get("uuid"))
    return [
        ImportedFinding(
            Finding(
                given if given is not None and len(outlines) == 1
                else image.uuid_of(task, outline, class_name),
                task, outline, Origin.IMPORT, file,
            ),
            class_name,
            detected=one.get("decided") is False or ("score" in one and "decided" not in one),
            color=color if isinstance(color, str) and color.startswith("#") else None,
        )
        for outline in outlines
    ]  # fmt: skip


def _parts(path: Path) -> dict[str, Sequence[Mapping[str, object]]]:
    try:
        content: object = json.loads(read_text(path))
    except (ValueError, RecursionError) as problem:
        raise InputInvalid(str(path), _NOT_COCO) from problem
    if not isinstance(content, dict) or not is_coco(content):
        raise InputInvalid(str(path), _NOT_COCO)
    parts = {key: content.get(key) or [] for key in ("images", "annotations", "categories")}
    if not all(isinstance(one, dict) for part in parts.values() for one in part):
        raise InputInvalid(str(path), _NOT_COCO)
    return parts


def _entry(
    path: Path, entries: Sequence[Mapping[str, object]], image: DrawnOn
) -> Mapping[str, object]:
    meant = [one for one in entries if image.is_called(str(one.get("file_name", "")))]
    if not meant and len(entries) == 1:
        meant = list(entries)
    if not meant:
        names = [str(one.get("file_name", "")) for one in entries[:_NAMED]]
        named = ", ".join([*names, "…"] if len(entries) > _NAMED else names)
        raise InputInvalid(str(path), filled(_NOT_IN_IT, image=image.name, named=named))
    entry = meant[0]
    told, real = (entry.get("width"), entry.get("height")), tuple(image.size_l0)
    if None not in told and told != real:
        facts = {"told": f"{told[0]} x {told[1]}", "real": f"{real[0]} x {real[1]}"}
        raise InputInvalid(str(path), filled(_OTHER_SIZE, image=image.name, **facts))
    return entry


def _outlines(one: Mapping[str, object]) -> list[Outline]:
    """The outlines of an annotation: its point, each of its polygons, or its box."""
    if one.get("iscrowd"):
        raise LeftOut(_CROWD)
    point, polygons, box = one.get("point"), one.get("segmentation"), one.get("bbox")
    if isinstance(point, list) and len(point) == 2:  # noqa: PLR2004
        return [Outline((Point(number_of(point[0]), number_of(point[1])),))]
    if isinstance(polygons, list) and polygons:
        return [outline for polygon in polygons for outline in _polygon(polygon)]
    if isinstance(box, list) and len(box) == _BOX:
        left, top, width, height = (number_of(value) for value in box)
        return [box_outline(left, top, width, height)]
    raise LeftOut(_RUNS if polygons else _NO_EXTENT)


def _polygon(numbers: object) -> list[Outline]:
    if not isinstance(numbers, list) or len(numbers) < 2 * _SHORTEST_RING or len(numbers) % 2:
        raise LeftOut(_NO_EXTENT)
    border, holes = unslit(ring_of([number_of(value) for value in numbers]))
    if len(border) < _SHORTEST_RING:
        raise LeftOut(_NO_EXTENT)
    return [Outline(border, holes)]
