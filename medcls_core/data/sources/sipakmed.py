"""SIPaKMeD as published: im_<Class>/CROPPED/<field>_<cell>.bmp, outlines beside them as .dat."""

import re
from pathlib import Path

from medcls_core.data.labelled import LabelledImage, LabelledSet
from medcls_core.data.sources.class_names import class_key
from medcls_core.data.sources.image_files import folders_in, images_below, name_in, whole_file

PREFIX, CROPPED = "im_", "cropped"
_CELL = re.compile(r"(?P<field>.+)_\d+")


def is_sipakmed(folder: Path) -> bool:
    """Whether a class folder of SIPaKMeD with cropped cells is in here."""
    return any(any(_cells(class_folder)) for class_folder in _class_folders(folder))


def read_sipakmed(folder: Path, task: str | None = None) -> LabelledSet:
    """The cropped cells; whole fields and .dat files are left out.

    The set doesn't name patients. Cells of one field share its stain and light, so the field is
    the group that a split keeps together.
    """
    items = [
        _item(folder, class_folder, path, task)
        for class_folder in _class_folders(folder)
        for path in _cells(class_folder)
    ]
    return LabelledSet(folder.name, "group", tuple(items))


def _class_folders(folder: Path) -> list[Path]:
    return [path for path in folders_in(folder) if path.name.lower().startswith(PREFIX)]


def _cells(class_folder: Path) -> list[Path]:
    """Images in a CROPPED folder, which some copies keep one folder deeper."""
    return [path for path in images_below(class_folder) if path.parent.name.lower() == CROPPED]


def _item(folder: Path, class_folder: Path, path: Path, task: str | None) -> LabelledImage:
    label = class_key(class_folder.name[len(PREFIX) :], task)
    cell = _CELL.fullmatch(path.stem)
    field = cell["field"] if cell else path.stem
    return whole_file(path, name_in(folder, path), label, f"{class_folder.name}/{field}")
