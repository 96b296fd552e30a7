"""How good a model is: metrics with intervals, always by the unit of the split.

Each name is imported when it is first asked for: a card's figures are told without scipy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOMES = {
    "DetectionCounts": "detection",
    "Interval": "intervals",
    "MaskCounts": "segmentation",
    "bootstrap_by_unit": "intervals",
    "bootstrap_weights": "intervals",
    "count_pixels": "segmentation",
    "match_detections": "detection",
    "match_places": "detection",
    "proportion": "intervals",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
