"""YOLO: a text file an image, a box a line, and the names of the classes beside them."""

import json
from collections.abc import Sequence
from pathlib import Path

from medcls_core.geometry import Box
from medcls_core.store.exchange.rows import ClassStyle
from medcls_core.store.exchange.selection import ImageRows, Omitted, boxed, classes_of
from medcls_core.store.exchange.writing import make_folder, write_whole

CLASSES_FILE = "classes.txt"
LABELS_FOLDER = "labels"


def write(folder: Path, images: Sequence[ImageRows], styles: Sequence[ClassStyle]) -> Omitted:
    """Write `labels/IMAGE.txt` for every image, `classes.txt` and `data.yaml` into `folder`.

    A line is the class's number and the box's middle, width and height as shares of the image, as
    Ultralytics reads them; what reaches beyond the image is cut off. The images themselves go
    into a folder `images` beside `labels`.

    Args:
        folder: made if missing; earlier files are replaced.
        images: with their findings, no two of one name.
        styles: the task's classes in their order.

    Returns:
        What YOLO can't hold.

    Raises:
        OutputUnwritable: if the folder or disk refuses.
    """
    classes = classes_of(styles, images)
    numbers = {style.key: number for number, style in enumerate(classes)}
    make_folder(folder / LABELS_FOLDER)
    omitted = Omitted()
    for image in images:
        found, without = boxed(image)
        lines = [_line(numbers[label.key], box, image) for _, label, box in found]
        kept = [line for line in lines if line is not None]
        outside = Omitted(no_size=len(lines) - len(kept))
        omitted += without + outside
        name = f"{Path(image.name).stem}.txt"
        write_whole(folder / LABELS_FOLDER / name, "".join(f"{line}\n" for line in kept))
    write_whole(folder / CLASSES_FILE, "".join(f"{style.key}\n" for style in classes))
    write_whole(folder / "data.yaml", _data(classes))
    return omitted


def _line(number: int, box: Box, image: ImageRows) -> str | None:
    """One object; None where nothing of it lies in the image."""
    width, height = image.size_l0
    inside = box.intersection(Box(0, 0, width, height))
    if inside is None:
        return None
    x_l0, y_l0 = inside.center
    shares = (x_l0 / width, y_l0 / height, inside.width_l0 / width, inside.height_l0 / height)
    return " ".join([str(number), *(f"{share:.9f}" for share in shares)])


def _data(classes: Sequence[ClassStyle]) -> str:
    """What Ultralytics asks for: where the images are, and the names by number.

    A JSON string is a YAML string too, whatever stands in it.
    """
    names = "".join(
        f"  {number}: {json.dumps(style.key, ensure_ascii=False)}\n"
        for number, style in enumerate(classes)
    )
    return f"path: .\ntrain: images\nval: images\nnames:\n{names}"
