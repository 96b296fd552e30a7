"""MIDOG: mitotic figures and hard negatives as boxes of 50 x 50 pixels in a JSON file."""

from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.annotations import (
    AnnotatedImages,
    Annotation,
    annotation_files,
    categories,
    fault,
    read_annotations,
)
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.cut import Cut, pixel_square
from medcls_core.data.sources.image_files import name_in
from medcls_core.geometry import Point
from medcls_core.language import Text

SIDE_PX = 128
BOX_PX = 50


def is_midog(folder: Path) -> bool:
    """Whether a JSON file in here has boxes of mitotic figures."""
    return bool(_files(folder))


def read_midog(folder: Path, task: str | None = None, *, side: int = SIDE_PX) -> LabelledSet:
    """A crop of `side` pixels around the centre of every box; an image is a case.

    Published boxes are corners (left, top, right, bottom). Copies turned into COCO's left, top,
    width and height are recognised where every box then measures 50 x 50.

    Raises:
        InputInvalid: naming the annotation, if it can't be understood or its image isn't there.
    """
    images = AnnotatedImages(folder)
    items = []
    for file in _files(folder):
        annotations = list(read_annotations(file))
        as_sizes = all(one.bbox[2:] == (BOX_PX, BOX_PX) for one in annotations)
        for one in annotations:
            path = images.find(file, one)
            box = pixel_square(_center(file, one, as_sizes=as_sizes), side)
            case = name_in(folder, path)
            name = f"{file.stem}/{case}#{one.number}"
            items.append(Cut(path, box, side, name, class_key(one.category, task), case))
    return LabelledSet(folder.name, "case", tuple(items))


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in annotation_files(folder)
        if any(class_key(name, "mitosis") == "mitosis" for name in categories(path))
    ]


def _center(file: Path, annotation: Annotation, *, as_sizes: bool) -> Point:
    left, top, third, fourth = annotation.bbox
    right, bottom = (left + third, top + fourth) if as_sizes else (third, fourth)
    if right <= left or bottom <= top:
        empty = Text("its bbox has no area", "其 bbox 没有面积")
        raise fault(file, annotation.number, empty)
    return Point((left + right) / 2, (top + bottom) / 2)
