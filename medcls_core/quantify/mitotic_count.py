"""The mitotic count: figures in the field of a given area where most of them lie."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Box, Size
from medcls_core.images.tissue import TissueMask
from medcls_core.quantify.density import Density, density_per_mm2
from medcls_core.quantify.fields import FIELDS, MitoticTable, mitotic_score, mitotic_table_for
from medcls_core.quantify.hot_spot import Circle, densest_circle
from medcls_core.tasks.mitosis import MOST_FIGURES

LEAST_TISSUE = 0.95
"""The score's thresholds are for full fields."""

_UM2_OF_MM2 = 1e6


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """What model and reader say of the findings of an image.

    Attributes:
        points: their middles, float (N, 2), x and y in level-0 pixels.
        model: which the model calls a mitosis, bool (N,).
        reader: which a reader calls one, bool (N,).
        answered: which have a reader's answer, bool (N,).
    """

    points: NDArray[np.float64]
    model: NDArray[np.bool_]
    reader: NDArray[np.bool_]
    answered: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MitoticCount:
    """What was counted in the densest circle; model and reader are never added up.

    Attributes:
        area_mm2: of the circle.
        circle: where it lies.
        tissue_mm2: tissue inside of it.
        model: figures that the model says lie in it.
        reader: figures in it that a reader stands for; None while nothing in the image is read.
        unread: of the model's figures in it, those without an answer.
    """

    area_mm2: float
    circle: Circle
    tissue_mm2: float
    model: int
    reader: int | None
    unread: int

    @property
    def is_full(self) -> bool:
        """Whether nearly all of the circle is tissue."""
        return self.tissue_mm2 >= LEAST_TISSUE * self.area_mm2

    @property
    def model_density(self) -> Density:
        """The model's figures per mm2 of tissue."""
        return density_per_mm2(self.model, self.tissue_mm2)

    @property
    def reader_density(self) -> Density | None:
        """The reader's figures per mm2 of tissue; None while nothing is read."""
        return None if self.reader is None else density_per_mm2(self.reader, self.tissue_mm2)

    @property
    def table(self) -> MitoticTable | None:
        """Whose thresholds are for ten fields of this area together."""
        return mitotic_table_for(self.area_mm2 / FIELDS)

    @property
    def score(self) -> int | None:
        """The mitotic component of the Nottingham grade, 1 to 3, by the reader's own count.

        None while a figure in the circle waits for an answer, where less than `LEAST_TISSUE` of it
        is tissue, and where no thresholds are for this area.
        """
        if self.reader is None or self.unread or self.table is None or not self.is_full:
            return None
        return mitotic_score(self.reader, self.table)


def count_mitoses(
    figures: Figures, tissue: TissueMask, mpp: float, area_mm2: float
) -> MitoticCount | None:
    """Count in the circle that holds the most figures: a reader's, and the model's still unread.

    Args:
        figures: what model and reader say of the findings.
        tissue: of the whole image.
        mpp: micrometres per level-0 pixel.
        area_mm2: of the circle.

    Returns:
        None where there is no figure to find a place by, more than `MOST_FIGURES`, or no tissue.

    Raises:
        ValueError: if area or pixel size isn't positive.
    """
    if area_mm2 <= 0 or mpp <= 0:
        raise ValueError(f"no field of {area_mm2} mm2 at {mpp} um per pixel")
    radius_l0 = math.sqrt(area_mm2 * _UM2_OF_MM2 / math.pi) / mpp
    points, model, reader = figures.points, figures.model, figures.reader
    unread = model & ~figures.answered
    size_l0 = Size(round(tissue.box_l0.width_l0), round(tissue.box_l0.height_l0))
    sought = points[reader | unread]
    if len(sought) > MOST_FIGURES:
        return None
    circle = densest_circle(sought, radius_l0, size_l0)
    if circle is None:
        return None
    tissue_mm2 = _tissue_l0(circle, tissue, size_l0) * mpp**2 / _UM2_OF_MM2
    if tissue_mm2 <= 0:
        return None
    inside = circle.holds(points)
    return MitoticCount(
        area_mm2=area_mm2,
        circle=circle,
        tissue_mm2=tissue_mm2,
        model=int(np.count_nonzero(inside & model)),
        reader=int(np.count_nonzero(inside & reader)) if figures.answered.any() else None,
        unread=int(np.count_nonzero(inside & unread)),
    )


def _tissue_l0(circle: Circle, tissue: TissueMask, size_l0: Size) -> float:
    """Tissue in the circle, in square level-0 pixels: its share of the mask's pixels in there."""
    box, (height, width) = tissue.box_l0, tissue.mask.shape
    x, y = circle.center.x_l0, circle.center.y_l0
    around = Box.around(circle.center, 2 * circle.radius_l0, 2 * circle.radius_l0)
    left, right = _pixels(around.x_l0, around.right_l0, box.x_l0, box.width_l0 / width, width)
    top, bottom = _pixels(around.y_l0, around.bottom_l0, box.y_l0, box.height_l0 / height, height)
    columns = box.x_l0 + (np.arange(left, right) + 0.5) * box.width_l0 / width
    rows = box.y_l0 + (np.arange(top, bottom) + 0.5) * box.height_l0 / height
    inside = (columns[None, :] - x) ** 2 + (rows[:, None] - y) ** 2 <= circle.radius_l0**2
    part = tissue.mask[top:bottom, left:right]
    is_seen = bool(inside.any())  # not smaller than a pixel of the mask
    share = float(part[inside].mean()) if is_seen else tissue.covers(around)
    return share * circle.area_within(size_l0)


def _pixels(start: float, stop: float, origin: float, pixel: float, count: int) -> tuple[int, int]:
    first = min(max(math.floor((start - origin) / pixel), 0), count - 1)
    return first, max(first + 1, min(math.ceil((stop - origin) / pixel), count))
