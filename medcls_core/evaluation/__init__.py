"""How good a model is: metrics with intervals, always by the unit of the split."""

from medcls_core.evaluation.detection import DetectionCounts, match_detections, match_places
from medcls_core.evaluation.intervals import (
    Interval,
    bootstrap_by_unit,
    bootstrap_weights,
    proportion,
)
from medcls_core.evaluation.segmentation import MaskCounts, count_pixels

__all__ = [
    "DetectionCounts",
    "Interval",
    "MaskCounts",
    "bootstrap_by_unit",
    "bootstrap_weights",
    "count_pixels",
    "match_detections",
    "match_places",
    "proportion",
]
