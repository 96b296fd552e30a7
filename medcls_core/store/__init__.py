"""The label store: images, findings, models, predictions and reads, kept for good."""

from medcls_core.store import (
    findings,
    images,
    looks,
    models,
    predictions,
    readers,
    reading_rules,
    reads,
    shapes,
    steps,
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
    "default_store_url",
    "findings",
    "images",
    "looks",
    "models",
    "open_store",
    "predictions",
    "readers",
    "reading_rules",
    "reads",
    "shapes",
    "steps",
]
