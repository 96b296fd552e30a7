"""Findings from GeoJSON: our own files, and what QuPath 0.2 to 0.6 exports."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Outline, Point
from medcls_core.language import Text, filled
from medcls_core.store.exchange.drawn import FileImport, ImportedFinding

_SHORTEST_RING = 3

_NOT_GEOJSON = Text("it is not GeoJSON", "不是 GeoJSON 文件")
_NO_FEATURES = Text(
    "it is not GeoJSON: there are no features in it", "不是 GeoJSON 文件：其中没有要素"
)
_FEATURE = Text("feature {number}: {reason}", "第 {number} 个要素：{reason}")
_TWICE = Text("its id {uuid} appears twice", "其标识 {uuid} 重复出现")
_NO_FEATURE = Text("it is not a feature", "不是要素")
_NO_GEOMETRY = Text("it has no geometry", "没有几何形状")
_NO_AREA = Text("its shape is a {kind}, not a point or an area", "其形状是 {kind}，不是点或区域")
_NO_RING = Text("its border has fewer than three corners", "其边界少于三个顶点")
_NO_PLACE = Text("a place in it has no two coordinates", "其中有位置缺少两个坐标")
_NO_NUMBER = Text("a coordinate in it is not a number", "其中有坐标不是数字")
_NOT_FINITE = Text("a coordinate in it is not a finite number", "其中有坐标不是有限数")
_NO_COORDINATES = Text("its coordinates are not as GeoJSON has them", "其坐标不符合 GeoJSON 格式")


@dataclass(frozen=True, slots=True)
class _Properties:
    """What a feature says of itself beside its shape."""

    class_name: str | None
    name: str | None
    locked: bool
    detected: bool
    color: str | None


def read(path: Path, task: str) -> FileImport:
    """Read a FeatureCollection, a list of features as QuPath writes it, or a single feature.

    Every part of a multi-shape becomes a finding, with its holes.
    A feature without a uuid gets one from its content, so that a second import adds nothing.

    Args:
        path: of the file.
        task: key of the task whose findings these become.

    Raises:
        InputInvalid: if the file can't be read or isn't GeoJSON.
    """
    found: dict[UUID, ImportedFinding] = {}
    left_out: list[Text] = []
    for number, feature in enumerate(_features(path), start=1):
        try:
            parts = list(_parts(feature))
        except _NotAFindingError as problem:
            left_out.append(_of_feature(number, problem.reason))
            continue
        said = _properties(feature)
        for uuid, outline in parts:
            if uuid in found:
                left_out.append(_of_feature(number, filled(_TWICE, uuid=uuid)))
                continue
            finding = Finding(uuid, task, outline, Origin.IMPORT, path.name)
            found[uuid] = ImportedFinding(
                finding, said.class_name, said.name, said.locked, said.detected, said.color
            )
    return FileImport(tuple(found.values()), tuple(left_out))


class _NotAFindingError(Exception):
    """Says why a feature can't be one."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


def _of_feature(number: int, reason: Text) -> Text:
    return filled(_FEATURE, number=number, reason=reason)


def _features(path: Path) -> Sequence[object]:
    try:
        content: object = json.loads(path.read_text("utf-8-sig"))
    except OSError as problem:
        raise InputInvalid(str(path), problem.strerror or "it can't be read") from problem
    except (ValueError, RecursionError) as problem:
        raise InputInvalid(str(path), _NOT_GEOJSON) from problem
    if isinstance(content, list):
        return content
    if isinstance(content, dict) and content.get("type") == "Feature":
        return [content]
    features = content.get("features") if isinstance(content, dict) else None
    if isinstance(features, list):
        return features
    raise InputInvalid(str(path), _NO_FEATURES)


def _parts(feature: object) -> Iterator[tuple[UUID, Outline]]:
    if not isinstance(feature, dict):
        raise _NotAFindingError(_NO_FEATURE)
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        raise _NotAFindingError(_NO_GEOMETRY)
    outlines = _outlines(geometry.get("type"), geometry.get("coordinates"))
    uuid = _uuid(feature)
    if len(outlines) == 1:
        yield uuid, outlines[0]
        return
    for part, outline in enumerate(outlines):
        yield uuid5(uuid, str(part)), outline


def _outlines(kind: object, coordinates: object) -> list[Outline]:
    match kind:
        case "Point":
            return [Outline((_point(coordinates),))]
        case "MultiPoint":
            return [Outline((_point(place),)) for place in _list(coordinates)]
        case "Polygon":
            return [_polygon(coordinates)]
        case "MultiPolygon":
            return [_polygon(rings) for rings in _list(coordinates)]
    raise _NotAFindingError(filled(_NO_AREA, kind=kind))


def _polygon(rings: object) -> Outline:
    border, *holes = (_ring(ring) for ring in _list(rings))
    if len(border) < _SHORTEST_RING:
        raise _NotAFindingError(_NO_RING)
    # A hole of two corners is a line and holds nothing.
    return Outline(border, tuple(hole for hole in holes if len(hole) >= _SHORTEST_RING))


def _ring(places: object) -> tuple[Point, ...]:
    """The corners of a ring, the first one once."""
    vertices = [_point(place) for place in _list(places)]
    if len(vertices) > 1 and vertices[0] == vertices[-1]:
        vertices.pop()
    return tuple(vertices)


def _point(place: object) -> Point:
    numbers = [_number(value) for value in _list(place)[:2]]
    if len(numbers) != 2:  # noqa: PLR2004
        raise _NotAFindingError(_NO_PLACE)
    return Point(numbers[0], numbers[1])


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _NotAFindingError(_NO_NUMBER)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _NotAFindingError(_NOT_FINITE)
    return number


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or not value:
        raise _NotAFindingError(_NO_COORDINATES)
    return value


def _uuid(feature: dict[str, object]) -> UUID:
    # QuPath 0.2 kept the kind of the object in "id"; other programs keep numbers there.
    given = feature.get("id")
    if isinstance(given, str):
        try:
            return UUID(given)
        except ValueError:
            pass
    return uuid5(NAMESPACE_OID, json.dumps(feature, sort_keys=True))


def _properties(feature: object) -> _Properties:
    """In our own files an answer locks the object too: the metadata tell which it was."""
    properties = _dict(_dict(feature).get("properties"))
    told = _dict(properties.get("metadata")).get("locked")
    return _Properties(
        class_name=_class_name(properties.get("classification")),
        name=_name(properties.get("name")),
        locked=properties.get("isLocked") is True if told is None else told == "yes",
        # QuPath's word for what a program found; what a person drew is an annotation.
        detected=properties.get("objectType") == "detection",
        color=_color(properties.get("classification")),
    )


def _class_name(classification: object) -> str | None:
    if isinstance(classification, dict):
        # A derived class has its 'names' since QuPath 0.4.
        names = classification.get("names")
        if isinstance(names, list) and names:
            return ": ".join(str(name) for name in names)
        classification = classification.get("name")
    return _name(classification)


def _color(classification: object) -> str | None:
    """QuPath writes three numbers of 0 to 255; before 0.4 one number with the sign bit set."""
    if not isinstance(classification, dict):
        return None
    told: object = classification.get("color", classification.get("colorRGB"))
    if isinstance(told, int) and not isinstance(told, bool):
        return f"#{told & 0xFFFFFF:06x}"
    if not isinstance(told, list) or len(told) != len("rgb"):
        return None
    parts = [part for part in told if isinstance(part, int) and 0 <= part < 256]  # noqa: PLR2004
    return "#" + bytes(parts).hex() if len(parts) == len(told) else None


def _name(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _dict(value: object) -> dict[str, object]:
    """`value` if it is one; an empty one stands for anything else."""
    return value if isinstance(value, dict) else {}
