"""COCO: boxes with categories in a JSON file."""

from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.annotations import (
    AnnotatedImages,
    Annotation,
    annotation_files,
    fault,
    read_annotations,
)
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.cut import Cut, pixel_square
from medcls_core.data.sources.image_files import name_in
from medcls_core.geometry import Box
from medcls_core.language import Text


def is_coco(folder: Path) -> bool:
    """Whether a JSON file with images, annotations and categories is in here."""
    return bool(annotation_files(folder))


def read_coco(folder: Path, task: str | None = None, *, side: int | None = None) -> LabelledSet:
    """A square crop around every box, by image; several JSON files are subsets.

    Args:
        folder: JSON files in it or in its folder 'annotations'; images anywhere below.
        task: whose class keys the categories become.
        side: of every crop in pixels; None: each box's longer side, so that no cell is squeezed.

    Raises:
        InputInvalid: naming the annotation, if it can't be understood or its image isn't there.
    """
    images = AnnotatedImages(folder)
    files = annotation_files(folder)
    items = []
    for file in files:
        for one in read_annotations(file):
            path, box = images.find(file, one), _box(file, one)
            length = side or max(1, round(max(box.width_l0, box.height_l0)))
            cut = pixel_square(box.center, length)
            unit = name_in(folder, path)
            name = f"{file.stem}/{unit}#{one.number}"
            subset = file.stem if len(files) > 1 else ""
            items.append(Cut(path, cut, length, name, class_key(one.category, task), unit, subset))
    return LabelledSet(folder.name, "image", tuple(items))


def _box(file: Path, annotation: Annotation) -> Box:
    box = Box(*annotation.bbox)
    if box.width_l0 <= 0 or box.height_l0 <= 0:
        raise fault(file, annotation.number, Text("its bbox has no area", "其 bbox 没有面积"))
    return box
