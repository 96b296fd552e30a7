"""Why the network said so: heatmaps that know where they lie, and tests of them.

`Evidence` is there at once; what needs torch is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from medcls_core.explain.evidence import Evidence, EvidenceMethod

if TYPE_CHECKING:
    from medcls_core.explain.attention import AttentionRecord, attention_maps, record_attention
    from medcls_core.explain.closed_form import closed_form_cam, is_pooled_linear
    from medcls_core.explain.deletion import Curves, blocks_of, curves_of, hottest_first
    from medcls_core.explain.gradients import grad_cam
    from medcls_core.explain.randomisation import cascade, similarity

__all__ = [
    "AttentionRecord",
    "Curves",
    "Evidence",
    "EvidenceMethod",
    "attention_maps",
    "blocks_of",
    "cascade",
    "closed_form_cam",
    "curves_of",
    "grad_cam",
    "hottest_first",
    "is_pooled_linear",
    "record_attention",
    "similarity",
]

_HOMES = {
    "AttentionRecord": "attention",
    "Curves": "deletion",
    "attention_maps": "attention",
    "blocks_of": "deletion",
    "cascade": "randomisation",
    "closed_form_cam": "closed_form",
    "curves_of": "deletion",
    "grad_cam": "gradients",
    "hottest_first": "deletion",
    "is_pooled_linear": "closed_form",
    "record_attention": "attention",
    "similarity": "randomisation",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
