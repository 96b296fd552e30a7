"""Objects found against objects known, matched one to one within a radius."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment


@dataclass(frozen=True, slots=True)
class DetectionCounts:
    """True positives, false positives, false negatives; each figure is nan where undefined."""

    tp: int
    fp: int
    fn: int

    @property
    def precision(self) -> float:
        """TP / (TP + FP)."""
        return _ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """TP / (TP + FN)."""
        return _ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN)."""
        return _ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def total(counts: Iterable[DetectionCounts]) -> DetectionCounts:
    """The sum."""
    summed = DetectionCounts(0, 0, 0)
    for one in counts:
        summed = DetectionCounts(summed.tp + one.tp, summed.fp + one.fp, summed.fn + one.fn)
    return summed


def match_detections(
    found: Sequence[tuple[float, float]], known: Sequence[tuple[float, float]], radius: float
) -> DetectionCounts:
    """Count the matches of `match_places`, and what is left over on either side."""
    hits = len(match_places(found, known, radius))
    return DetectionCounts(hits, len(found) - hits, len(known) - hits)


def match_places(
    found: Sequence[tuple[float, float]], known: Sequence[tuple[float, float]], radius: float
) -> dict[int, int]:
    """Match `found` and `known` places no farther apart than `radius`.

    Each place is used once; the assignment with the most matches, then the least distance, is
    taken (Hungarian method), which is what mitosis challenges report at 7.5 um.

    Args:
        found: (x, y) places, in the unit of `radius`.
        known: (x, y) places, in the unit of `radius`.
        radius: largest distance of a match.

    Returns:
        Index in `known` by index in `found`; places without a match are left out.
    """
    if not found or not known:
        return {}
    offsets = np.asarray(found, float)[:, None] - np.asarray(known, float)[None]
    distance = np.hypot(offsets[..., 0], offsets[..., 1])
    # A pair beyond the radius costs more than all allowed pairs together.
    forbidden = radius * (min(distance.shape) + 1)
    rows, columns = linear_sum_assignment(np.where(distance <= radius, distance, forbidden))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {row: column for row, column in pairs if distance[row, column] <= radius}
