"""One cell, one field, one slide: device, batching, sweep, objects.

The dataclasses are there at once; what needs torch is imported when it is first asked for, so
that a window that only shows results opens without waiting for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from medcls_core.inference.analysis_types import (
    Analysis,
    AnalysisOptions,
    FindingEvidence,
    ScoredFinding,
)

if TYPE_CHECKING:
    from medcls_core.inference.analysis import analyse
    from medcls_core.inference.device import choose_device
    from medcls_core.inference.objects import FoundObject, ObjectRules, find_objects
    from medcls_core.inference.predictor import Predictor

__all__ = [
    "Analysis",
    "AnalysisOptions",
    "FindingEvidence",
    "FoundObject",
    "ObjectRules",
    "Predictor",
    "ScoredFinding",
    "analyse",
    "choose_device",
    "find_objects",
]

_HOMES = {
    "FoundObject": "objects",
    "ObjectRules": "objects",
    "Predictor": "predictor",
    "analyse": "analysis",
    "choose_device": "device",
    "find_objects": "objects",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
