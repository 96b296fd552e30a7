"""A folder for each class, as most people keep labelled images."""

from pathlib import Path

from medcls_core.data.labelled import LabelledSet
from medcls_core.data.sources.class_names import class_key, is_known
from medcls_core.data.sources.image_files import (
    folders_in,
    has_images,
    images_below,
    name_in,
    whole_file,
)
from medcls_core.data.sources.manifest import NAME as MANIFEST
from medcls_core.data.sources.published_names import patients_by_name

SPLITS = frozenset({"train", "training", "val", "valid", "validation", "test", "testing"})
"""Folders above the class folders that are no classes; they become the items' subsets."""


def has_class_folders(folder: Path) -> bool:
    """Whether the folders in here are classes (or parts of a split, with classes in them).

    A single folder is a class only if it is called like one: otherwise it is the set itself in
    one more folder, or just images. Where a manifest lies beside them the folders needn't be
    classes.
    """
    if (folder / MANIFEST).exists():
        return False
    with_images = [path for path in folders_in(folder) if has_images(path)]
    if len(with_images) == 1:
        return is_known(with_images[0].name)
    return bool(with_images)


def read_class_folders(folder: Path, task: str | None = None) -> LabelledSet:
    """All images below the class folders, nested ones too.

    Folders called train, val or test hold the class folders then, and name the subsets. Every
    image stands for itself, unless all are called as BreakHis or mini-MIAS calls the images of a
    patient.
    """
    parts = [part for part in folders_in(folder) if has_images(part)]
    is_split = bool(parts) and all(part.name.lower() in SPLITS for part in parts)
    labelled = [
        (path, class_key(class_folder.name, task), part.name.lower() if is_split else "")
        for part in parts
        for class_folder in (folders_in(part) if is_split else [part])
        for path in images_below(class_folder)
    ]
    patients = patients_by_name(path for path, _, _ in labelled)
    items = []
    for number, (path, label, subset) in enumerate(labelled):
        name = name_in(folder, path)
        unit, power = (name, "") if patients is None else patients[number]
        items.append(whole_file(path, name, label, unit, subset or power))
    return LabelledSet(folder.name, "image" if patients is None else "patient", tuple(items))
