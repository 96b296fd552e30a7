"""The image files below a folder, and a file as a labelled image."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medcls_core.data.labelled import ImageFile, LabelledImage
from medcls_core.geometry import Box
from medcls_core.images import open_image

DICOM_SUFFIXES = frozenset({".dcm", ".dicom"})
FLAT_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".pgm", ".webp"})
SUFFIXES = FLAT_SUFFIXES | DICOM_SUFFIXES


@dataclass(frozen=True, slots=True)
class Radiograph:
    """A labelled image that is a DICOM file of its own, as a viewer would first show it."""

    path: Path
    name: str
    label: str
    unit: str
    subset: str = ""

    def read(self) -> NDArray[np.uint8]:
        """uint8 RGB of shape (H, W, 3).

        Raises:
            ImageUnreadable: if the file is missing or damaged.
        """
        source = open_image(self.path)
        try:
            return source.read(Box(0, 0, *source.size_l0), source.size_l0)
        finally:
            source.close()


def whole_file(path: Path, name: str, label: str, unit: str, subset: str = "") -> LabelledImage:
    """The whole file as a labelled image; nothing is read yet."""
    kind = Radiograph if path.suffix.lower() in DICOM_SUFFIXES else ImageFile
    return kind(path, name, label, unit, subset)


def images_below(folder: Path) -> Iterator[Path]:
    """Image files of `folder` and its folders, by name; hidden ones and other files left out."""
    for path in sorted(folder.iterdir()):
        if is_hidden(path):
            continue
        if path.is_dir():
            yield from images_below(path)
        elif path.suffix.lower() in SUFFIXES:
            yield path


def has_images(folder: Path) -> bool:
    """Whether there is at least one image below `folder`."""
    return next(images_below(folder), None) is not None


def folders_in(folder: Path) -> list[Path]:
    """The folders right in `folder`, by name, hidden ones left out."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and not is_hidden(path))


def is_hidden(path: Path) -> bool:
    """Whether people don't mean this file, though archives carry it."""
    return path.name.startswith(".") or path.name == "__MACOSX"


def name_in(folder: Path, path: Path) -> str:
    """The path below `folder`, with slashes: how an item is called in its set."""
    return path.relative_to(folder).as_posix()
