"""Readers of labelled image sets, a file each, and one door to them all."""

from medcls_core.data.sources.cut import Cut
from medcls_core.data.sources.label_store import read_store_labels
from medcls_core.data.sources.layouts import LAYOUTS, Layout, read_labelled

__all__ = ["LAYOUTS", "Cut", "Layout", "read_labelled", "read_store_labels"]
