"""Pixels larger or smaller than those a model was trained on, and what that means."""

from medcls_core.inference.analysis_types import Analysis
from medcls_core.language import Text, filled
from medcls_core.reports import words

_SAME = 0.03  # relative; scanners round what they write


def resolution_note(analysis: Analysis) -> Text | None:
    """What to know of the image's resolution; None where it is the model's, or not known."""
    sizes = _sizes(analysis)
    if sizes is None or abs(sizes[1] / sizes[0] - 1) <= _SAME:
        return None
    trained, given = sizes
    text = words.COARSER_THAN_TRAINED if given > trained else words.FINER_THAN_TRAINED
    return filled(text, trained=trained, given=given)


def is_coarser(analysis: Analysis) -> bool:
    """Whether the image has larger pixels than the model was trained on, beyond rounding."""
    sizes = _sizes(analysis)
    return sizes is not None and sizes[1] / sizes[0] - 1 > _SAME


def _sizes(analysis: Analysis) -> tuple[float, float] | None:
    """The model's and the image's micrometres per pixel."""
    weights = analysis.model.card.weights
    if analysis.pixel_size is None or weights is None or weights.mpp is None:
        return None
    return weights.mpp, analysis.pixel_size.mpp
