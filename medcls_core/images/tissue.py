"""Where there is tissue on the glass."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.filters import threshold_otsu

from medcls_core.geometry import Box
from medcls_core.images.box_sums import box_sums
from medcls_core.images.overview import OVERVIEW_PX, read_overview
from medcls_core.images.source import ImageSource

# Otsu's method always finds two groups, even in plain glass or pure tissue; outside of these
# bounds its answer is about noise or about nuclei against stroma.
LEAST_SCORE, MOST_SCORE = 0.04, 0.08
SMOOTHING_PX = 1.0
LEAST_ISLAND_PX = 24  # at 1024 px a slide: dust
LARGEST_HOLE_PX = 64
GLASS_VALUE, GLASS_CHROMA = 200, 20
DARK_FIELD_VALUE = 40  # fluorescence: nothing of it may be left unseen
PEN_CHROMA, PEN_LEAD, INK_VALUE = 40, 10, 60

Spans = NDArray[np.float64]
"""Where ranges begin and end on one axis, (N, 2)."""


@dataclass(frozen=True, slots=True, eq=False)
class TissueMask:
    """Tissue at low resolution.

    Attributes:
        mask: bool (H, W), True on tissue.
        box_l0: the part of the image that `mask` spans.
    """

    mask: NDArray[np.bool_]
    box_l0: Box

    @property
    def fraction(self) -> float:
        """Share of the box that is tissue, 0 to 1."""
        return float(self.mask.mean())

    @property
    def area_l0(self) -> float:
        """Area of the tissue in square level-0 pixels."""
        return self.fraction * self.box_l0.area_l0

    def covers(self, box: Box) -> float:
        """Share of `box` that is tissue, 0 to 1, mask pixels counted by the part inside."""
        rows = _overlaps(
            box.y_l0, box.bottom_l0, self.box_l0.y_l0, self.box_l0.height_l0, self.mask.shape[0]
        )
        columns = _overlaps(
            box.x_l0, box.right_l0, self.box_l0.x_l0, self.box_l0.width_l0, self.mask.shape[1]
        )
        (first_row, row_parts), (first_column, column_parts) = rows, columns
        part = self.mask[
            first_row : first_row + len(row_parts), first_column : first_column + len(column_parts)
        ]
        covered = float(row_parts @ part.astype(np.float64) @ column_parts)
        return covered / box.area_l0 if box.area_l0 > 0 else 0.0

    def is_in_each(self, columns: Spans, rows: Spans) -> NDArray[np.bool_]:
        """Whether there is tissue in each box of a grid, bool (rows, columns).

        One sum over the mask answers for all: asked box by box, the thousands of tiles of a slide
        would keep the interpreter from the window for seconds.

        Args:
            columns: float (N, 2), where the boxes begin and end from left to right, in level-0
                pixels.
            rows: float (M, 2), the same from top to bottom.
        """
        height, width = self.mask.shape
        box = self.box_l0
        across = _touched(columns, box.x_l0, box.width_l0 / width, width)
        down = _touched(rows, box.y_l0, box.height_l0 / height, height)
        return box_sums(self.mask, down, across) > 0


def _touched(
    spans: Spans, origin: float, pixel: float, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First mask pixel that each span touches, and the one after its last."""
    first = np.clip(np.floor((spans[:, 0] - origin) / pixel), 0, count).astype(np.int64)
    end = np.ceil((spans[:, 1] - origin) / pixel).astype(np.int64)
    return first, np.clip(end, first, count)


def _overlaps(
    start: float, stop: float, origin: float, length: float, count: int
) -> tuple[int, NDArray[np.float64]]:
    """First mask pixel that [start, stop) touches, and the level-0 length of each one's part."""
    pixel = length / count
    firsts, ends = _touched(np.array([[start, stop]]), origin, pixel, count)
    first = int(firsts[0])
    edges = origin + pixel * np.arange(first, int(ends[0]) + 1)
    return first, np.diff(np.clip(edges, start, stop))


def tissue_mask(
    source: ImageSource, *, longest_px: int = OVERVIEW_PX, leave_out_pen: bool = False
) -> TissueMask:
    """Tell tissue from glass by colour and optical density (Otsu's threshold, kept in bounds).

    Plain glass gives an empty mask, a field full of tissue a full one. Dark-field images, whose
    background is black, count as tissue everywhere: nothing is left unseen.

    Args:
        source: the image.
        longest_px: longer side of the mask.
        leave_out_pen: don't count green, blue and black marker ink as tissue.
    """
    full = source.size_l0
    box = Box(0, 0, full.width, full.height)
    overview = read_overview(source, longest_px)
    return TissueMask(find_tissue(overview, leave_out_pen=leave_out_pen), box)


def find_tissue(rgb: NDArray[np.uint8], *, leave_out_pen: bool = False) -> NDArray[np.bool_]:
    """Tissue in an overview picture: uint8 RGB (H, W, 3) to bool (H, W)."""
    if np.median(rgb.max(axis=2)) < DARK_FIELD_VALUE:
        return np.ones(rgb.shape[:2], dtype=np.bool_)
    score = ndimage.gaussian_filter(_score(rgb), SMOOTHING_PX, mode="nearest")
    flat = score.max() - score.min() < LEAST_SCORE
    threshold = MOST_SCORE if flat else float(threshold_otsu(score))
    mask = np.asarray(score > np.clip(threshold, LEAST_SCORE, MOST_SCORE), dtype=np.bool_)
    if leave_out_pen:
        mask &= ~_pen(rgb)
    return _without_specks(mask)


def _score(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How little a pixel looks like this picture's glass; 0 for glass."""
    balanced = np.minimum(rgb.astype(np.float64) / _glass(rgb), 1.0)
    chroma = balanced.max(axis=2) - balanced.min(axis=2)
    density = -np.log10((balanced.mean(axis=2) * 255 + 1) / 256)
    return np.asarray(np.maximum(chroma, density), dtype=np.float64)


def _glass(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Colour of empty glass: the brightest there is, if that is bright and almost colourless."""
    brightest = np.percentile(rgb.reshape(-1, 3), 99, axis=0).astype(np.float64)
    is_glass = brightest.min() > GLASS_VALUE and np.ptp(brightest) < GLASS_CHROMA
    return brightest if is_glass else np.full(3, 255.0)


def _pen(rgb: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Marker ink: green or blue without red in it, or black."""
    red, green, blue = (rgb[:, :, channel].astype(np.int16) for channel in range(3))
    largest, least = rgb.max(axis=2).astype(np.int16), rgb.min(axis=2).astype(np.int16)
    chroma = largest - least
    coloured = (chroma > PEN_CHROMA) & (np.maximum(green, blue) - red > PEN_CHROMA)
    coloured &= green - red > PEN_LEAD
    black = (largest < INK_VALUE) & (chroma < PEN_CHROMA // 2)
    return np.asarray(ndimage.binary_dilation(coloured | black, iterations=2), dtype=np.bool_)


def _without_specks(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Dust taken away, small holes (fat, lumina) filled."""
    kept = _only_large(mask, LEAST_ISLAND_PX)
    return ~_only_large(~kept, LARGEST_HOLE_PX)


def _only_large(mask: NDArray[np.bool_], least_px: int) -> NDArray[np.bool_]:
    labels, count = ndimage.label(mask)
    if not count:
        return mask
    least = min(least_px, mask.size // 64)  # in a thumbnail everything is small
    areas = np.bincount(labels.ravel())
    large = areas >= least
    large[0] = False
    return np.asarray(large[labels], dtype=np.bool_)
