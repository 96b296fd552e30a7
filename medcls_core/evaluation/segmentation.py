"""Masks against masks, with the figures of seed 2."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class MaskCounts:
    """Pixels by truth and answer; the object is the positive class."""

    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def dice(self) -> float:
        """2 |G and S| / (|G| + |S|) of the object class (the standard; the source misprints it)."""
        whole = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / whole if whole else float("nan")

    @property
    def mpa(self) -> float:
        """Mean over both classes of TP / (TP + FP), as the source defines it."""
        return _mean_ratio((self.tp, self.tp + self.fp), (self.tn, self.tn + self.fn))

    @property
    def miou(self) -> float:
        """Mean over both classes of TP / (TP + FP + FN)."""
        wrong = self.fp + self.fn
        return _mean_ratio((self.tp, self.tp + wrong), (self.tn, self.tn + wrong))


def _mean_ratio(*pairs: tuple[int, int]) -> float:
    return sum(part / whole if whole else float("nan") for part, whole in pairs) / len(pairs)


def count_pixels(answer: NDArray[np.bool_], truth: NDArray[np.bool_]) -> MaskCounts:
    """Compare two bool masks of the same shape."""
    both = int((answer & truth).sum())
    answered, true = int(answer.sum()), int(truth.sum())
    return MaskCounts(both, answered - both, true - both, truth.size - answered - true + both)


def total(counts: Iterable[MaskCounts]) -> MaskCounts:
    """The sum."""
    tp = fp = fn = tn = 0
    for one in counts:
        tp, fp, fn, tn = tp + one.tp, fp + one.fp, fn + one.fn, tn + one.tn
    return MaskCounts(tp, fp, fn, tn)
