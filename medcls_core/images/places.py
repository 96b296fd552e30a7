"""Where the program keeps what it can make again."""

from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Where pyramids are kept; may be deleted at any time while the program is closed."""
    return _folder("pyramids")


def heatmap_folder() -> Path:
    """Where heatmaps are kept; may be deleted at any time."""
    return _folder("heatmaps")


def _folder(name: str) -> Path:
    return platformdirs.user_cache_path("medcls", appauthor=False) / name
