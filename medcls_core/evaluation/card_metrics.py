"""Figures with intervals as a model card states them."""

import math

from medcls_core.evaluation.intervals import Interval
from medcls_core.networks.card import Metric


def metric_of(name: str, interval: Interval, n: int, unit: str, data: str) -> Metric:
    """The interval as a card's figure, rounded to four places; None for a nan limit."""
    low, high = (None if math.isnan(x) else round(x, 4) for x in (interval.low, interval.high))
    return Metric(name, round(interval.value, 4), low, high, n, unit, data)
