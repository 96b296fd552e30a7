"""Why the network said so: heatmaps that know where they lie, and tests of them.

`Evidence` is there at once; what needs torch is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from medcls_core.explain.evidence import Evidence, EvidenceMethod

if TYPE_CHECKING:
    from medcls_core.explain.attention import AttentionRecord, attention_maps, record_attention
    from medcls_core.explain.closed_form import closed_form_cam, is_pooled_linear
    from medcls_core.explain.deletion import Deletion, deletion_test
    from medcls_core.explain.gradients import grad_cam

__all__ = [
    "AttentionRecord",
    "Deletion",
    "Evidence",
    "EvidenceMethod",
    "attention_maps",
    "closed_form_cam",
    "deletion_test",
    "grad_cam",
    "is_pooled_linear",
    "record_attention",
]

_HOMES = {
    "AttentionRecord": "attention",
    "Deletion": "deletion",
    "attention_maps": "attention",
    "closed_form_cam": "closed_form",
    "deletion_test": "deletion",
    "grad_cam": "gradients",
    "is_pooled_linear": "closed_form",
    "record_attention": "attention",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
