"""Images with masks of their objects: cell.png with cell__mask.png, or with masks/cell.png."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from skimage.measure import label as connected
from skimage.measure import regionprops

from medcls_core.data.labelled import LabelledImage, LabelledSet
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.cut import Cut, pixel_square
from medcls_core.data.sources.image_files import images_below, name_in
from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Box
from medcls_core.language import Text

SEPARATOR = "__"
FOLDERS = frozenset({"mask", "masks", "labels"})
PLAIN = frozenset({"mask", "masks", "instances", "labels"})
"""Kinds of mask whose name doesn't say what the objects are."""

OBJECT = "object"
MARGIN = 1.25  # of a crop, times the object's longer side
LEAST_AREA_PX = 16  # smaller parts are specks of the drawing

_DAMAGED = Text("the mask is damaged or not an image", "掩膜已损坏或不是图像")
_OTHER_SIZE = Text("the mask is not of its image's size", "掩膜与其图像尺寸不同")


def has_masks(folder: Path) -> bool:
    """Whether at least one image below `folder` has a mask."""
    return any(_pairs(folder))


def read_instance_masks(
    folder: Path, task: str | None = None, *, label: str | None = None, side: int | None = None
) -> LabelledSet:
    """A square crop around every object of every mask, by image.

    Pixels of one value (16-bit number, colour) that touch are an object; 0 and black are none.

    Args:
        folder: with images, and their masks beside them or in a folder 'masks'.
        task: whose class keys the labels become.
        label: of every object; None: what a mask's name says (a__nuclei.png: nuclei), else
            'object'.
        side: of every crop in pixels; None: 1.25 times the object's longer side.

    Raises:
        ImageUnreadable: if a mask can't be read, or isn't of its image's size.
    """
    items: list[LabelledImage] = []
    for image, mask, kind in _pairs(folder):
        key = class_key(label or (OBJECT if kind in PLAIN else kind), task)
        unit = name_in(folder, image)
        for number, box in enumerate(_objects(image, mask), 1):
            length = side or round(MARGIN * max(box.width_l0, box.height_l0))
            square = pixel_square(box.center, length)
            items.append(Cut(image, square, length, f"{unit}#{kind}_{number}", key, unit))
    return LabelledSet(folder.name, "image", tuple(items))


def _pairs(folder: Path) -> Iterator[tuple[Path, Path, str]]:
    """Every image with a mask and its kind."""
    files = list(images_below(folder))
    images = {path.with_suffix(""): path for path in files}
    for path in files:
        stem, _, kind = path.stem.rpartition(SEPARATOR)
        beside = images.get(path.with_name(stem)) if stem else None
        if beside is not None and not kind.isdecimal():
            yield beside, path, kind
        elif path.parent.name.lower() in FOLDERS:
            above = _above(images, path)
            if above is not None:
                yield above, path, path.parent.name.lower()


def _above(images: dict[Path, Path], mask: Path) -> Path | None:
    """The image of masks/a.png: a.* beside the folder, or in its folder 'images'."""
    around = mask.parent.parent
    places = (around, around / "images", around / "image")
    return next((images[p / mask.stem] for p in places if p / mask.stem in images), None)


def _objects(image: Path, mask: Path) -> list[Box]:
    boxes = []
    for region in regionprops(connected(mask_values(image, mask), connectivity=2)):
        if region.area >= LEAST_AREA_PX:
            top, left, bottom, right = region.bbox
            boxes.append(Box(left, top, right - left, bottom - top))
    return boxes


def mask_values(image: Path, mask: Path) -> NDArray[np.int64]:
    """A whole number a pixel (H, W), 0 for no object, equal for pixels of one object.

    `open_image` would make shades of gray of them.

    Raises:
        ImageUnreadable: if the mask is missing, damaged, or not of its image's size.
    """
    try:
        with Image.open(mask) as opened, Image.open(image) as shown:
            same_size = opened.size == shown.size
            coloured = opened.mode in {"P", "LA", "RGBA", "RGB", "CMYK", "YCbCr"}
            values = np.asarray(opened.convert("RGB") if coloured else opened).astype(np.int64)
    except (OSError, UnidentifiedImageError) as problem:
        raise ImageUnreadable(mask, _DAMAGED) from problem
    if not same_size:
        raise ImageUnreadable(mask, _OTHER_SIZE)
    return values if values.ndim == 2 else values @ np.array([65536, 256, 1])  # noqa: PLR2004
