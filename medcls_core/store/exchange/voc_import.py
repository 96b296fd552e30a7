"""Findings from Pascal VOC: one image's XML file."""

from pathlib import Path
from xml.etree import ElementTree as ET

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin
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

_NOT_VOC = Text(
    "it is not Pascal VOC: an XML file with an 'annotation' is expected",
    "不是 Pascal VOC 文件：应为含 annotation 的 XML",
)
_ENTITIES = Text(
    "it defines XML entities, which no annotation needs and which can be a trap",
    "其中定义了 XML 实体，标注文件不需要它们，且可能有害",
)
_OTHER_SIZE = Text(
    "it says that the image has {told} pixels, but {image} has {real}; annotate the full "
    "resolution",
    "其中记录图像为 {told} 像素，而 {image} 为 {real}；请按全分辨率标注",
)
_OBJECT = Text("object {number}: {reason}", "第 {number} 个对象：{reason}")
_NO_BOX = Text("it has no bndbox with four numbers", "没有含四个数的 bndbox")
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def read(path: Path, task: str, image: DrawnOn) -> FileImport:
    """Read the objects of one image.

    Args:
        path: of the XML file.
        task: key of the task whose findings these become.
        image: what was drawn on.

    Raises:
        InputInvalid: if the file isn't VOC or gives the image another size.
    """
    root = _root(path)
    _check_size(path, root, image)
    found: dict[object, ImportedFinding] = {}
    left_out: list[Text] = []
    for number, one in enumerate(root.findall("object"), start=1):
        try:
            finding = _finding(one, task, path.name, image)
        except LeftOut as problem:
            left_out.append(filled(_OBJECT, number=number, reason=problem.reason))
            continue
        found.setdefault(finding.finding.uuid, finding)
    return FileImport(tuple(found.values()), tuple(left_out))


def _finding(one: ET.Element, task: str, file: str, image: DrawnOn) -> ImportedFinding:
    place = one.find("bndbox")
    if place is None:
        raise LeftOut(_NO_BOX)
    left, top, right, bottom = (number_of(place.findtext(side)) for side in _SIDES)
    outline = box_outline(left, top, right - left, bottom - top)
    name = (one.findtext("name") or "").strip() or None
    uuid = uuid_or_none(one.findtext("uuid")) or image.uuid_of(task, outline, name)
    finding = Finding(uuid, task, outline, Origin.IMPORT, file)
    return ImportedFinding(finding, name, detected=one.findtext("decided") == "0")


def _root(path: Path) -> ET.Element:
    text = read_text(path)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputInvalid(str(path), _ENTITIES)
    try:
        root = ET.fromstring(text)  # noqa: S314  (no entities, checked above)
    except (ET.ParseError, ValueError) as problem:
        raise InputInvalid(str(path), _NOT_VOC) from problem
    if root.tag != "annotation":
        raise InputInvalid(str(path), _NOT_VOC)
    return root


def _check_size(path: Path, root: ET.Element, image: DrawnOn) -> None:
    told = tuple(root.findtext(f"size/{side}") for side in ("width", "height"))
    real = tuple(str(side) for side in image.size_l0)
    if None not in told and told not in {real, ("0", "0")}:  # some programs never say
        facts = {"told": " x ".join(map(str, told)), "real": " x ".join(real)}
        raise InputInvalid(str(path), filled(_OTHER_SIZE, image=image.name, **facts))
