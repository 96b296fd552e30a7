"""Opening any image a reviewer has, in level-0 coordinates.

What names files is there at once; what needs the slide, DICOM and picture libraries is imported
when it is first asked for, so that a missing file is said without waiting for them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from medcls_core.images.finding import find_images
from medcls_core.images.hashing import quick_hash
from medcls_core.images.source import ImageSource, PixelSize, PixelSizeOrigin, require_mpp

if TYPE_CHECKING:
    from medcls_core.images.opening import open_image
    from medcls_core.images.overview import is_quick, read_overview, small_overview
    from medcls_core.images.stain import MacenkoNormaliser, StainEstimate, estimate_stains
    from medcls_core.images.tiles import tile_grid
    from medcls_core.images.tissue import TissueMask, tissue_mask

__all__ = [
    "ImageSource",
    "MacenkoNormaliser",
    "PixelSize",
    "PixelSizeOrigin",
    "StainEstimate",
    "TissueMask",
    "estimate_stains",
    "find_images",
    "is_quick",
    "open_image",
    "quick_hash",
    "read_overview",
    "require_mpp",
    "small_overview",
    "tile_grid",
    "tissue_mask",
]

_HOMES = {
    "MacenkoNormaliser": "stain",
    "StainEstimate": "stain",
    "TissueMask": "tissue",
    "estimate_stains": "stain",
    "is_quick": "overview",
    "open_image": "opening",
    "read_overview": "overview",
    "small_overview": "overview",
    "tile_grid": "tiles",
    "tissue_mask": "tissue",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
