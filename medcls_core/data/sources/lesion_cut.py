"""A cut around a lesion that a mask shows."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medcls_core.data.sources.cut import Cut, moved_inside, pixel_square
from medcls_core.errors import ImageUnreadable
from medcls_core.geometry import Box, Point, Size
from medcls_core.images import open_image
from medcls_core.images.dicom_source import dicom_size
from medcls_core.language import Text

_EMPTY_MASK = Text("the mask shows no lesion", "掩膜中没有病灶")
_LEVEL = 127


@dataclass(frozen=True, slots=True)
class LesionCut:
    """A square around the middle of a lesion on a radiograph, found when asked for.

    Nothing is looked for before, since a mask takes as long to decode as its radiograph.

    Attributes:
        path: the whole radiograph.
        masks: files of which one is the lesion's mask (the others are small cut-outs, which the
            set's tables mix up with masks): the one of the radiograph's size, or else the
            largest.
        side: of the square, in pixels of the radiograph; it is moved to lie inside.
    """

    path: Path
    masks: tuple[Path, ...]
    side: int
    name: str
    label: str
    unit: str
    subset: str = ""

    def read(self) -> NDArray[np.uint8]:
        """uint8 RGB of shape (side, side, 3).

        Raises:
            ImageUnreadable: if a file is missing or damaged, or the mask is empty.
        """
        film = dicom_size(self.path)
        mask = self._mask(film)
        x, y = _middle(mask)  # as shares of the mask, since some masks are of another size
        center = Point(x * film.width, y * film.height)
        box = moved_inside(pixel_square(center, self.side), film)
        return Cut(self.path, box, self.side, self.name, self.label, self.unit).read()

    def _mask(self, film: Size) -> Path:
        sizes = {path: dicom_size(path) for path in self.masks}
        return max(sizes, key=lambda path: (sizes[path] == film, sizes[path][0] * sizes[path][1]))


def _middle(mask: Path) -> tuple[float, float]:
    """The middle of the lesion's bounding box, (x, y) as shares of width and height."""
    source = open_image(mask)
    try:
        lesion = source.read(Box(0, 0, *source.size_l0), source.size_l0)[:, :, 0] > _LEVEL
    finally:
        source.close()
    if not lesion.any():
        raise ImageUnreadable(mask, _EMPTY_MASK)
    rows, columns = np.nonzero(lesion)
    height, width = lesion.shape
    return _middle_of(columns) / width, _middle_of(rows) / height


def _middle_of(places: NDArray[np.intp]) -> float:
    return float(places.min() + places.max() + 1) / 2
