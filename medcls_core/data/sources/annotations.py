"""The JSON of images and boxes that MIDOG and COCO share."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcls_core.data.sources.image_files import images_below
from medcls_core.errors import InputInvalid
from medcls_core.language import Text
from medcls_core.text_file import read_text

_NO_JSON = Text("this is not JSON", "这不是 JSON")
_PARTS = ("images", "annotations", "categories")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation: its place in the file (from 1), its image, category and four box numbers.

    What the numbers mean is the layout's matter.
    """

    number: int
    file_name: str
    category: str
    bbox: tuple[float, float, float, float]


def annotation_files(folder: Path) -> list[Path]:
    """JSON files in `folder` or in its folder 'annotations' that hold images and boxes."""
    files = sorted([*folder.glob("*.json"), *folder.glob("annotations/*.json")])
    return [path for path in files if _parts(path) is not None]


def categories(path: Path) -> frozenset[str]:
    """The names of the categories of a JSON file; none where it isn't such a file."""
    parts = _parts(path)
    if parts is None:
        return frozenset()
    return frozenset(str(one.get("name", "")) for one in parts["categories"])


def read_annotations(path: Path) -> Iterator[Annotation]:
    """The annotations of a JSON file in their order, crowds (`iscrowd`) left out.

    Raises:
        InputInvalid: naming the annotation, if it can't be understood.
    """
    parts = _parts(path)
    if parts is None:
        raise InputInvalid(str(path), _NO_JSON)
    names = {str(one.get("id")): str(one.get("name", "")) for one in parts["categories"]}
    images = {str(one.get("id")): str(one.get("file_name", "")) for one in parts["images"]}
    for number, one in enumerate(parts["annotations"], 1):
        if one.get("iscrowd"):
            continue
        image = images.get(str(one.get("image_id")))
        category = names.get(str(one.get("category_id")))
        if not image:
            raise fault(path, number, Text("its image is not listed", "其图像未列出"))
        if not category:
            raise fault(path, number, Text("its category is not listed", "其类别未列出"))
        yield Annotation(number, image, category, _four(path, number, one.get("bbox")))


def fault(path: Path, number: int, reason: Text) -> InputInvalid:
    """What is wrong with an annotation, to be raised."""
    said = Text(f"annotation {number}: {reason.en}", f"第 {number} 条标注：{reason.zh}")
    return InputInvalid(str(path), said)


class AnnotatedImages:
    """Finds the images that a JSON file of `folder` names, wherever below it they lie."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_name = {path.name: path for path in images_below(folder)}

    def find(self, json_file: Path, annotation: Annotation) -> Path:
        """The image.

        Raises:
            InputInvalid: naming the annotation, if it isn't there.
        """
        name = annotation.file_name.replace("\\", "/")
        exact = self._folder / name
        path = exact if exact.is_file() else self._by_name.get(name.rpartition("/")[2])
        if path is None:
            missing = Text(f"there is no image {name}", f"图像 {name} 不存在")
            raise fault(json_file, annotation.number, missing)
        return path


def _parts(path: Path) -> Mapping[str, Sequence[Mapping[str, object]]] | None:
    """The three lists of a file; None if it isn't one."""
    try:
        whole: object = json.loads(read_text(path))
    except (InputInvalid, ValueError, RecursionError):
        return None
    if not isinstance(whole, dict) or not all(_is_list_of_objects(whole.get(k)) for k in _PARTS):
        return None
    return {key: whole[key] for key in _PARTS}


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _four(path: Path, number: int, bbox: object) -> tuple[float, float, float, float]:
    if isinstance(bbox, list) and len(bbox) == 4:  # noqa: PLR2004
        values = [float(one) for one in bbox if isinstance(one, int | float) and math.isfinite(one)]
        if len(values) == len(bbox):
            return (values[0], values[1], values[2], values[3])
    raise fault(path, number, Text("its bbox is not four numbers", "其 bbox 不是四个数"))
