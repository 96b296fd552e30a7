"""Objects from a probability map: connected, split where they touch, joined where they belong.

The same code finds objects in a small array and in the strips of a sweep, so that a threshold
calibrated on the one means the same on the other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import ConvexHull, cKDTree
from shapely import LineString, get_coordinates
from skimage.feature import peak_local_max
from skimage.measure import find_contours
from skimage.segmentation import watershed

from medcls_core.inference.predictor import robust_score

Map = NDArray[np.float32]
Mask = NDArray[np.bool_]

MASK_LEVEL = 0.5
"""Pixels of this probability belong to an object's mask (of a lower threshold where one is set)."""

_LONGEST_OBJECT_PX = 1024


@dataclass(frozen=True, slots=True)
class ObjectRules:
    """What counts as one object.

    Attributes:
        min_area_um2: smaller ones are noise.
        split_um: two thick places of one mask farther apart than this are two objects.
        merge_um: objects whose centres are closer than this are one: the two plates of a late
            anaphase or telophase count once. Equal to the challenges' match radius.
    """

    min_area_um2: float = 8.0
    split_um: float = 10.0
    merge_um: float = 7.5


@dataclass(frozen=True, slots=True)
class FoundObject:
    """One object in the map's pixels, pixel centres at half coordinates.

    `ring` is a closed polygon's vertices (n, 2) as (x, y), the first not repeated; `center` is
    the mask's centre of mass; `score` is `robust_score` of its pixels.
    """

    ring: NDArray[np.float64]
    center: tuple[float, float]
    area_px: int
    mean_prob: float
    score: float


class ObjectFinder:
    """Takes strips of a map from top to bottom and keeps the objects in them.

    Args:
        threshold: lowest score of an object that is kept.
        px_um: micrometres per pixel of the map.
        rules: what counts as one object.
    """

    def __init__(self, threshold: float, px_um: float, rules: ObjectRules) -> None:
        self.threshold = threshold
        self.level = min(threshold, MASK_LEVEL)
        self.px_um = px_um
        self.rules = rules
        self._open: Map | None = None
        self._top = 0
        self._done: list[FoundObject] = []

    def add(self, y_px: int, prob: Map) -> None:
        """Take in the rows (h, width) that start at row `y_px`, right below the last ones."""
        if self._open is None:
            rows, top = prob, y_px
        else:
            rows, top = np.concatenate([self._open, prob]), self._top
        self._open = None
        if rows.max(initial=0) < self.level:
            return
        labels, _ = ndimage.label(rows >= self.level)
        slices = ndimage.find_objects(labels)
        # What touches the last row may go on below it; it waits, unless it is absurdly long.
        waiting = {int(label) for label in np.unique(labels[-1])} - {0}
        waiting = {
            label
            for label in waiting
            if len(rows) - slices[label - 1][0].start < _LONGEST_OBJECT_PX
        }
        for label, place in enumerate(slices, 1):
            if label not in waiting:
                self._keep(rows[place], labels[place] == label, place, top)
        if waiting:
            first = min(slices[label - 1][0].start for label in waiting)
            waits = np.isin(labels[first:], list(waiting))
            self._open = np.where(waits, rows[first:], 0)
            self._top = top + first

    def finish(self) -> list[FoundObject]:
        """All objects, highest score first."""
        if self._open is not None:
            below = np.zeros((1, self._open.shape[1]), np.float32)
            self.add(self._top + len(self._open), below)
        joined = _join(self._done, self.rules.merge_um / self.px_um)
        kept = [found for found in joined if found.score >= self.threshold]
        return sorted(kept, key=lambda found: -found.score)

    def _keep(self, prob: Map, mask: Mask, place: tuple[slice, slice], top: int) -> None:
        offset = (place[1].start, top + place[0].start)
        least = self.rules.min_area_um2 / self.px_um**2
        for part in _split(mask, self.rules.split_um / self.px_um):
            if part.sum() >= least:
                self._done.append(_measure(prob, part, self.level, offset))


def find_objects(
    prob: Map, threshold: float, px_um: float, rules: ObjectRules | None = None
) -> list[FoundObject]:
    """Objects of a probability map (H, W), highest score first.

    Args:
        prob: probability of the object class in [0, 1].
        threshold: lowest score of an object that is kept.
        px_um: micrometres per pixel of the map.
        rules: what counts as one object; None is `ObjectRules()`.
    """
    finder = ObjectFinder(threshold, px_um, rules or ObjectRules())
    finder.add(0, prob)
    return finder.finish()


def _split(mask: Mask, apart_px: float) -> list[Mask]:
    """The parts of a connected mask whose thickest places lie farther apart than `apart_px`."""
    if max(mask.shape) <= apart_px:
        return [mask]
    depth = ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1]
    peaks = peak_local_max(
        depth, min_distance=max(1, round(apart_px)), labels=mask.astype(int), exclude_border=False
    )
    if len(peaks) < 2:  # noqa: PLR2004  (two peaks are what makes two objects)
        return [mask]
    seeds = np.zeros(mask.shape, int)
    seeds[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    basins = watershed(-depth, seeds, mask=mask)
    return [basins == label for label in range(1, len(peaks) + 1)]


def _measure(prob: Map, mask: Mask, level: float, offset: tuple[int, int]) -> FoundObject:
    values = prob[mask]
    rows, columns = np.nonzero(mask)
    center = (columns.mean() + 0.5 + offset[0], rows.mean() + 0.5 + offset[1])
    ring = _ring(np.where(mask, prob, 0), level) + np.asarray(offset)
    return FoundObject(ring, center, len(values), float(values.mean()), robust_score(values))


def _ring(prob: Map, level: float) -> NDArray[np.float64]:
    """The outer contour at `level`, to a fraction of a pixel, simplified by half a pixel."""
    # `find_contours` puts pixel centres at whole coordinates; the pad adds one pixel.
    contours = find_contours(np.pad(prob, 1), min(level, float(prob.max()) * 0.999))
    outer = max(contours, key=_enclosed)
    # Not scikit-image's function, the same in effect: that loads scipy.signal, most of a second.
    simple = get_coordinates(LineString(outer).simplify(0.5, preserve_topology=False))
    if len(simple) < 4:  # noqa: PLR2004  (a ring of three needs four points, closed)
        simple = outer
    ring: NDArray[np.float64] = simple[:-1, ::-1] - 1 + 0.5
    return ring


def _enclosed(ring: NDArray[np.float64]) -> float:
    y, x = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def _join(found: list[FoundObject], within_px: float) -> list[FoundObject]:
    """Objects closer than `within_px`, centre to centre, become one, the strongest pairs first."""
    if not found:
        return []
    order = sorted(range(len(found)), key=lambda index: -found[index].score)
    tree = cKDTree([one.center for one in found])
    taken: set[int] = set()
    joined: list[FoundObject] = []
    for index in order:
        if index in taken:
            continue
        near = set(tree.query_ball_point(found[index].center, within_px)) - taken
        taken |= near
        joined.append(_union([found[one] for one in sorted(near)]))
    return joined


def _union(parts: list[FoundObject]) -> FoundObject:
    if len(parts) == 1:
        return parts[0]
    points = np.concatenate([part.ring for part in parts])
    areas = np.array([part.area_px for part in parts], float)
    centers = np.array([part.center for part in parts])
    middle = (areas[:, None] * centers).sum(0) / areas.sum()
    return FoundObject(
        points[ConvexHull(points).vertices],
        (float(middle[0]), float(middle[1])),
        int(areas.sum()),
        float((areas * [part.mean_prob for part in parts]).sum() / areas.sum()),
        max(part.score for part in parts),
    )
