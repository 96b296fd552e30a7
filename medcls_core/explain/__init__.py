"""Why the network said so: heatmaps that know where they lie, and tests of them."""

from medcls_core.explain.evidence import Evidence, EvidenceMethod

__all__ = ["Evidence", "EvidenceMethod"]
