"""A labelled cut-out of a larger image."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Box, Point, Size
from medcls_core.images import open_image


@dataclass(frozen=True, slots=True)
class Cut:
    """One box of an image, read when asked for; the file is opened for that and closed again.

    What lies outside of the image is white, as when a model is run on it, so that training sees
    the same edges as the analysis does. Where white would be wrong (radiographs) the box is moved
    inside beforehand with `moved_inside`.

    Attributes:
        path: the larger image, anything that `open_image` takes.
        box: in level-0 pixels of that image.
        side: width in pixels of what is read; the height follows from the box's shape.
    """

    path: Path
    box: Box
    side: int
    name: str
    label: str
    unit: str
    subset: str = ""

    def read(self) -> NDArray[np.uint8]:
        """uint8 RGB of shape (H, W, 3), W being `side`.

        Raises:
            ImageUnreadable: if the file is missing or damaged.
        """
        height = max(1, round(self.side * self.box.height_l0 / self.box.width_l0))
        source = open_image(self.path)
        try:
            return source.read(self.box, Size(self.side, height))
        finally:
            source.close()


def pixel_square(center: Point, side: int) -> Box:
    """The square of `side` whole level-0 pixels whose middle is nearest to `center`."""
    left, top = (math.floor(at - side / 2 + 0.5) for at in center)
    return Box(left, top, side, side)


def moved_inside(box: Box, size_l0: Size) -> Box:
    """The box moved as little as possible to lie in the image, on each axis where it fits."""
    return Box(
        _moved(box.x_l0, box.width_l0, size_l0.width),
        _moved(box.y_l0, box.height_l0, size_l0.height),
        box.width_l0,
        box.height_l0,
    )


def _moved(start: float, length: float, limit: int) -> float:
    return start if length > limit else min(max(start, 0), limit - length)
