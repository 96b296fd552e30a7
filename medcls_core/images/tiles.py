"""Cutting a region into tiles."""

import math

from medcls_core.geometry import Box
from medcls_core.images.tissue import TissueMask


def tile_grid(
    region: Box,
    tile_l0: float,
    stride_l0: float,
    tissue: TissueMask | None = None,
    *,
    min_tissue: float = 0.0,
) -> list[Box]:
    """Square tiles that cover `region`, row by row.

    The last tile of a row or column is moved back to end with the region; a region smaller than
    a tile gets one tile that reaches beyond it.

    Args:
        region: what to cover.
        tile_l0: side of a tile.
        stride_l0: step from tile to tile; less than `tile_l0` overlaps.
        tissue: leave out tiles without any tissue, or with less than
        min_tissue: this share of the tile's area, 0 to 1.
    """
    if tile_l0 <= 0 or stride_l0 <= 0:
        raise ValueError(f"tile {tile_l0} and stride {stride_l0} must be positive")
    tiles = [
        Box(x, y, tile_l0, tile_l0)
        for y in _starts(region.y_l0, region.height_l0, tile_l0, stride_l0)
        for x in _starts(region.x_l0, region.width_l0, tile_l0, stride_l0)
    ]
    if tissue is None:
        return tiles
    shares = ((tile, tissue.covers(tile)) for tile in tiles)
    return [tile for tile, share in shares if share > 0 and share >= min_tissue]


def _starts(first: float, length: float, tile: float, stride: float) -> list[float]:
    if length <= tile:
        return [first]
    steps = math.ceil((length - tile) / stride - 1e-9)
    return [first + min(step * stride, length - tile) for step in range(steps + 1)]
