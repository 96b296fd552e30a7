"""Labelled images: what every reader of a data set gives, and every training run takes."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from medcls_core.errors import ImageUnreadable
from medcls_core.language import Text

Rgb = NDArray[np.uint8]

_DAMAGED = Text("the file is damaged or not an image", "文件已损坏或不是图像")


class LabelledImage(Protocol):
    """One input with its label."""

    @property
    def name(self) -> str:
        """Unique in its set, for example the file's path below the set's folder."""

    @property
    def label(self) -> str:
        """Class key."""

    @property
    def unit(self) -> str:
        """What a split must not tear apart: patient, case, group; the name if none is known."""

    @property
    def subset(self) -> str:
        """Figures are also given for each of these apart (a magnification); "" for none."""

    def read(self) -> Rgb:
        """uint8 RGB of shape (H, W, 3).

        Raises:
            ImageUnreadable: if the file is missing or damaged.
        """


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A labelled image that is a file of its own."""

    path: Path
    name: str
    label: str
    unit: str
    subset: str = ""

    def read(self) -> Rgb:
        """uint8 RGB of shape (H, W, 3).

        Raises:
            ImageUnreadable: if the file is missing or damaged.
        """
        try:
            with Image.open(self.path) as image:
                return np.asarray(image.convert("RGB"))
        except (OSError, UnidentifiedImageError) as problem:
            raise ImageUnreadable(self.path, _DAMAGED) from problem


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A data set: its name, what its unit is called, and its images."""

    name: str
    unit_name: str
    items: tuple[LabelledImage, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Images by label, labels sorted."""
        return dict(sorted(Counter(item.label for item in self.items).items()))

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels that occur, sorted."""
        return tuple(self.counts)
