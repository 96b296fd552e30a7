"""Readers of labelled image sets, a file each, and one door to them all."""

from importlib import import_module
from typing import TYPE_CHECKING

from medcls_core.data.sources.cut import Cut
from medcls_core.data.sources.label_store import read_store_labels

if TYPE_CHECKING:  # the readers of all layouts load what each of them reads with
    from medcls_core.data.sources.layouts import LAYOUTS, Layout, read_labelled

__all__ = ["LAYOUTS", "Cut", "Layout", "read_labelled", "read_store_labels"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.layouts"), name)
