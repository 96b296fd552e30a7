"""Pixels larger or smaller than those a model was trained on, and what that means."""

from medcls_core.evaluation import doubts
from medcls_core.inference.analysis_types import Analysis
from medcls_core.inference.likeness import note_of
from medcls_core.language import Text


def resolution_note(analysis: Analysis) -> Text | None:
    """What to know of the image's resolution; None where it is the model's, or not known."""
    sizes = _sizes(analysis)
    return None if sizes is None else doubts.resolution_note(*sizes)


def notes_of(analysis: Analysis) -> tuple[Text, ...]:
    """What to know of the image before its answers are believed."""
    found = (resolution_note(analysis), note_of(analysis.differences))
    return tuple(note for note in found if note is not None)


def is_coarser(analysis: Analysis) -> bool:
    """Whether the image has larger pixels than the model was trained on, beyond rounding."""
    sizes = _sizes(analysis)
    return sizes is not None and doubts.is_coarser(*sizes)


def _sizes(analysis: Analysis) -> tuple[float, float] | None:
    """The model's and the image's micrometres per pixel."""
    weights = analysis.model.card.weights
    if analysis.pixel_size is None or weights is None or weights.mpp is None:
        return None
    return weights.mpp, analysis.pixel_size.mpp
