"""Nuclei of DNA-stained fields, with or without micronuclei (mnfinder's layout)."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from skimage.measure import label, regionprops

from medcls_core.data.labelled import LabelledSet, Rgb
from medcls_core.data.sources.cut import Cut, moved_inside, pixel_square
from medcls_core.data.sources.instance_masks import mask_values
from medcls_core.data.sources.restained import Territory, nearest_nucleus, restain
from medcls_core.data.sources.tables import columns_of, read_table
from medcls_core.geometry import Box, Size
from medcls_core.images import open_image

MANIFEST = "manifest.csv"
COLUMNS = ("file", "acquisition")
NUCLEI, MICRONUCLEI = "__nuclei.png", "__micronuclei.png"
WITHOUT, WITH = "without_micronucleus", "with_micronucleus"

MARGIN = 2.0  # of a crop, times the nucleus's longer side: most micronuclei lie in it
LEAST_PX = 14  # smaller ones are fragments
HALF = 0.5


@dataclass(frozen=True, slots=True)
class StainedNucleus:
    """A crop around a nucleus, shown alone and in the colours of a Giemsa smear."""

    cut: Cut
    territory: Territory

    @property
    def name(self) -> str:
        """Field and number."""
        return self.cut.name

    @property
    def label(self) -> str:
        """With or without micronucleus."""
        return self.cut.label

    @property
    def unit(self) -> str:
        """The acquisition."""
        return self.cut.unit

    @property
    def subset(self) -> str:
        """None."""
        return self.cut.subset

    def read(self) -> Rgb:
        """uint8 RGB (side, side, 3).

        Raises:
            ImageUnreadable: if the field is missing or damaged.
        """
        return restain(self.cut.read()[..., 0].astype(np.float32), self.territory)


def is_fluorescence(folder: Path) -> bool:
    """Whether a manifest with acquisitions lies there beside masks of micronuclei."""
    named = columns_of(folder / MANIFEST)
    return named >= set(COLUMNS) and any(folder.glob(f"*{MICRONUCLEI}"))


def read_fluorescence(folder: Path, task: str | None = None) -> LabelledSet:  # noqa: ARG001
    """A square crop around every whole nucleus, by acquisition.

    In the masks a colour is an object. A nucleus is labelled by what its crop shows: whether most
    of a micronucleus lies in it, nearer to this nucleus than to any other. The parent that the
    micronucleus's colour names is not asked: where it is another nucleus (3 % of the nuclei), the
    crop can't tell. The crop follows from the nucleus alone, so that its size tells nothing about
    the label. What lies nearer to another nucleus is emptied.

    Args:
        folder: holds manifest.csv (file, acquisition), X.png, X__nuclei.png, X__micronuclei.png.
        task: has no influence; the labels are of the micronucleus task.

    Raises:
        InputInvalid: if a row of the manifest lacks a value.
        ImageUnreadable: if a mask is damaged, or isn't of its image's size.
    """
    items: list[StainedNucleus] = []
    for row in read_table(folder / MANIFEST, COLUMNS):
        items += _nuclei(folder / row.required("file"), row.required("acquisition"))
    return LabelledSet(folder.name, "acquisition", tuple(items))


def _nuclei(field: Path, acquisition: str) -> list[StainedNucleus]:
    numbers = label(mask_values(field, field.with_name(field.stem + NUCLEI)), background=0)
    micronuclei = mask_values(field, field.with_name(field.stem + MICRONUCLEI))
    height, width = numbers.shape
    nearest, brightness = nearest_nucleus(numbers), _grey(field)
    beside = _beside(nearest, micronuclei)
    nuclei = []
    for region in regionprops(numbers, brightness):
        top, left, bottom, right = region.bbox
        side = max(bottom - top, right - left)
        whole = min(top, left) > 0 and bottom < height and right < width
        if not whole or side < LEAST_PX:
            continue
        square = pixel_square(Box(left, top, right - left, bottom - top).center, _even(side))
        place = moved_inside(square, Size(width, height))
        key = WITH if any(_shows(place, one) for one in beside[region.label]) else WITHOUT
        name = f"{field.stem}#{region.label}"
        cut = Cut(field, place, int(square.width_l0), name, key, acquisition)
        median = float(np.median(region.image_intensity[region.image]))
        nuclei.append(StainedNucleus(cut, Territory(_own(nearest, region.label, place), median)))
    return nuclei


def _beside(
    nearest: NDArray[np.int64], micronuclei: NDArray[np.int64]
) -> dict[int, list[NDArray[np.int64]]]:
    """The rows and columns (N, 2) of each micronucleus, by the nucleus that it is nearest to."""
    found: dict[int, list[NDArray[np.int64]]] = defaultdict(list)
    for region in regionprops(label(micronuclei, background=0)):
        rows, columns = region.coords.T
        found[int(np.bincount(nearest[rows, columns]).argmax())].append(region.coords)
    return found


def _shows(place: Box, coords: NDArray[np.int64]) -> bool:
    """Whether most of an object's pixels lie in `place`."""
    first = np.array([place.y_l0, place.x_l0])
    beyond = first + np.array([place.height_l0, place.width_l0])
    return bool(((coords >= first) & (coords < beyond)).all(axis=1).mean() > HALF)


def _own(nearest: NDArray[np.int64], number: int, place: Box) -> NDArray[np.bool_]:
    """Which pixels of `place` are nearest to nucleus `number`; none beyond the field."""
    left, top, side = int(place.x_l0), int(place.y_l0), int(place.width_l0)
    own = np.zeros((side, side), dtype=np.bool_)
    inside = nearest[max(top, 0) : top + side, max(left, 0) : left + side] == number
    own[max(-top, 0) :, max(-left, 0) :][: inside.shape[0], : inside.shape[1]] = inside
    return own


def _grey(field: Path) -> NDArray[np.uint8]:
    source = open_image(field)
    try:
        size = source.size_l0
        return source.read(Box(0, 0, size.width, size.height), size)[..., 0]
    finally:
        source.close()


def _even(side: int) -> int:
    return 2 * round(MARGIN * side / 2)
