"""Findings from YOLO: one image's text file, boxes or polygons in shares of the image."""

from pathlib import Path

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Outline
from medcls_core.language import Text, filled
from medcls_core.store.exchange.drawn import (
    DrawnOn,
    FileImport,
    ImportedFinding,
    LeftOut,
    box_outline,
    number_of,
    ring_of,
)
from medcls_core.store.exchange.yolo import CLASSES_FILE
from medcls_core.text_file import read_text

_BOX, _SCORED_BOX, _LEAST_POLYGON = 5, 6, 7
_NAMES_FILES = (CLASSES_FILE, "obj.names")
_LINE = Text("line {number}: {reason}", "第 {number} 行：{reason}")
_COLUMNS = Text(
    "a line has a class number and 4 shares of a box, or at least 3 corners",
    "每行应为类别编号及边框的 4 个比例，或至少 3 个顶点",
)
_SHARES = Text("its shares don't lie between 0 and 1", "其比例不在 0 与 1 之间")
_NO_CLASS = Text(
    "line {number}: there is no class number {index} in {file}",
    "第 {number} 行：{file} 中没有编号为 {index} 的类别",
)
_NOT_YOLO = Text(
    "it is not YOLO: lines of numbers are expected", "不是 YOLO 文件：应为由数字组成的行"
)


def read(path: Path, task: str, image: DrawnOn) -> FileImport:
    """Read the objects of one image.

    The names of classes come from classes.txt or obj.names beside the file or in the folder above;
    without one a class is called by its number. A sixth number is a program's confidence.

    Args:
        path: of the image's text file.
        task: key of the task whose findings these become.
        image: what the shares are of.

    Raises:
        InputInvalid: if the file isn't YOLO, or a class number has no name.
    """
    names_file, names = _names(path)
    found: list[ImportedFinding] = []
    left_out: list[Text] = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        if not words[0].isdecimal():
            raise InputInvalid(str(path), filled(_LINE, number=number, reason=_NOT_YOLO))
        index = int(words[0])
        if names and index >= len(names):
            facts = {"number": number, "index": index, "file": names_file}
            raise InputInvalid(str(path), filled(_NO_CLASS, **facts))
        try:
            outline = _outline([number_of(word) for word in words[1:]], image)
        except LeftOut as problem:
            left_out.append(filled(_LINE, number=number, reason=problem.reason))
            continue
        class_name = names[index] if names else str(index)
        uuid = image.uuid_of(task, outline, class_name)
        finding = Finding(uuid, task, outline, Origin.IMPORT, path.name)
        found.append(ImportedFinding(finding, class_name, detected=len(words) == _SCORED_BOX))
    return FileImport(tuple({one.finding.uuid: one for one in found}.values()), tuple(left_out))


def _names(path: Path) -> tuple[str, list[str]]:
    for folder in (path.parent, path.parent.parent):
        for name in _NAMES_FILES:
            if (folder / name).is_file():
                lines = read_text(folder / name).splitlines()
                return name, [line.strip() for line in lines if line.strip()]
    return CLASSES_FILE, []


def _outline(shares: list[float], image: DrawnOn) -> Outline:
    width, height = image.size_l0
    if any(not 0 <= share <= 1 for share in shares):
        raise LeftOut(_SHARES)
    count = len(shares) + 1
    if count in {_BOX, _SCORED_BOX}:
        x_l0, y_l0 = shares[0] * width, shares[1] * height
        wide, high = shares[2] * width, shares[3] * height
        return box_outline(x_l0 - wide / 2, y_l0 - high / 2, wide, high)
    if count < _LEAST_POLYGON or count % 2 == 0:
        raise LeftOut(_COLUMNS)
    places = [share * (height if at % 2 else width) for at, share in enumerate(shares)]
    return Outline(ring_of(places))
