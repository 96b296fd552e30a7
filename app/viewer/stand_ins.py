"""What other levels know of a tile that isn't there yet."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from app.viewer.tile_grid import TileKey
from app.viewer.tile_store import TileStore
from app.viewer.view_rects import whole_box
from medcls_core.geometry import Box


def stand_ins(store: TileStore, key: TileKey) -> Iterator[tuple[QImage, QRectF, Box]]:
    """Pictures to draw in place of a missing tile, one over the other.

    First the next coarser one that is there, then all finer tiles up to two levels down.

    Yields:
        A picture, the part of it in its own pixels, and what that shows in level-0 pixels.
    """
    box = store.grid.box(key)
    coarse = _coarser(store, key)
    if coarse is not None:
        picture, covered = coarse
        yield picture, within(box, covered, covered.width_l0 / picture.width()), box
    for down in (2, 1):
        span = store.grid.span(key.level - down, box) if key.level >= down else None
        for child in span.tiles() if span is not None else ():
            tile = store.get(child)
            if tile is not None:
                yield tile, QRectF(tile.rect()), store.grid.box(child)


def _coarser(store: TileStore, key: TileKey) -> tuple[QImage, Box] | None:
    for up in range(1, store.grid.top_level - key.level + 1):
        parent = TileKey(key.level + up, key.column >> up, key.row >> up)
        tile = store.get(parent)
        if tile is not None:
            return tile, store.grid.box(parent)
    whole = store.overview
    return None if whole is None else (whole, whole_box(store.grid.size_l0))


def within(box: Box, frame: Box, l0_per_px: float) -> QRectF:
    """`box` in the pixels of a picture that shows `frame`."""
    left, top = (box.x_l0 - frame.x_l0) / l0_per_px, (box.y_l0 - frame.y_l0) / l0_per_px
    return QRectF(left, top, box.width_l0 / l0_per_px, box.height_l0 / l0_per_px)
