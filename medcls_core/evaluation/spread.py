"""Several seeds of one model."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and sample standard deviation of `n` runs; the deviation of one run is nan."""

    mean: float
    deviation: float
    n: int


def mean_and_spread(values: Sequence[float]) -> Spread:
    """Mean and standard deviation (n - 1) over the seeds of a training.

    Raises:
        ValueError: if there are no values.
    """
    if not values:
        raise ValueError("the mean of nothing")
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else math.nan
    return Spread(float(np.mean(values)), deviation, len(values))
