"""What drawing does to outlines: pure functions in level-0 pixels."""

from medcls_core.shapes.areas import (
    box_around,
    merged,
    moved,
    regions_of,
    resized,
    simplified,
    split,
    stroked,
    subtracted,
    touch,
    with_vertex,
    without_holes,
)
from medcls_core.shapes.wand import Likeness, flood, likeness, outline_of

__all__ = [
    "Likeness",
    "box_around",
    "flood",
    "likeness",
    "merged",
    "moved",
    "outline_of",
    "regions_of",
    "resized",
    "simplified",
    "split",
    "stroked",
    "subtracted",
    "touch",
    "with_vertex",
    "without_holes",
]
