"""What drawing does to outlines: pure functions in level-0 pixels.

The wand stands apart in `medcls_core.shapes.wand`, since its libraries take a second to load.
"""

from medcls_core.shapes.areas import (
    box_around,
    longest_diameter,
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

__all__ = [
    "box_around",
    "longest_diameter",
    "merged",
    "moved",
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
