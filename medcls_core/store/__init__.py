"""The label store: images, findings, models, predictions and reads, kept for good."""

from medcls_core.store import (
    consensus,
    exports,
    findings,
    foreign_names,
    images,
    looks,
    models,
    places,
    predictions,
    readers,
    reading_rules,
    reads,
    rounds,
    shapes,
    steps,
    verifying,
)
from medcls_core.store.address import default_store_url
from medcls_core.store.chain import ChainReport
from medcls_core.store.images import StoredImage
from medcls_core.store.label_store import LabelStore, open_store
from medcls_core.store.models import StoredModel
from medcls_core.store.readers import Reader
from medcls_core.store.reads import NewRead

__all__ = [
    "ChainReport",
    "LabelStore",
    "NewRead",
    "Reader",
    "StoredImage",
    "StoredModel",
    "consensus",
    "default_store_url",
    "exports",
    "findings",
    "foreign_names",
    "images",
    "looks",
    "models",
    "open_store",
    "places",
    "predictions",
    "readers",
    "reading_rules",
    "reads",
    "rounds",
    "shapes",
    "steps",
    "verifying",
]
