"""Opening any image a reviewer has, in level-0 coordinates."""

from medcls_core.images.finding import find_images
from medcls_core.images.hashing import quick_hash
from medcls_core.images.opening import open_image
from medcls_core.images.overview import read_overview
from medcls_core.images.source import ImageSource, PixelSize, PixelSizeOrigin, require_mpp
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
    "open_image",
    "quick_hash",
    "read_overview",
    "require_mpp",
    "tile_grid",
    "tissue_mask",
]
