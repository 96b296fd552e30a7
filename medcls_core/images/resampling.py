"""From a box in level-0 pixels to an array, the same way for every kind of image."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Box, Size
from medcls_core.images.levels import Level, best_level
from medcls_core.images.view import WHITE, Fetch, View

MAX_PATCH_PX = 4_000_000
"""Source pixels decoded at once: 16 MB as RGBA. More is slower, fresh memory being dear."""


def read_resampled(
    levels: Sequence[Level], size_l0: Size, box: Box, size: Size, fetch: Fetch
) -> NDArray[np.uint8]:
    """The content of `box` resampled to `size`, white outside of the image.

    Args:
        levels: stored resolutions, level 0 first.
        size_l0: size of the image.
        box: in level-0 pixels, may be fractional and may reach beyond the image.
        size: of the result, at least 1 x 1.
        fetch: reads pixels of a level.

    Returns:
        uint8 RGB, (size.height, size.width, 3).
    """
    if size.width < 1 or size.height < 1 or box.width_l0 <= 0 or box.height_l0 <= 0:
        raise ValueError(f"nothing to read: box {box}, size {size}")
    image_box = Box(0, 0, size_l0.width, size_l0.height)
    if box.intersection(image_box) is None:
        return np.full((size.height, size.width, 3), WHITE, dtype=np.uint8)
    index = best_level(levels, min(box.width_l0 / size.width, box.height_l0 / size.height))
    view = View(levels[index], index, size_l0, box, size)
    if view.patch_px > MAX_PATCH_PX and max(size) > 1:
        return _in_halves(levels, size_l0, box, size, fetch)
    return view.render(fetch)


def _in_halves(
    levels: Sequence[Level], size_l0: Size, box: Box, size: Size, fetch: Fetch
) -> NDArray[np.uint8]:
    if size.width > size.height:
        first = size.width // 2
        cut = box.width_l0 * first / size.width
        sizes = Size(first, size.height), Size(size.width - first, size.height)
        boxes = (
            Box(box.x_l0, box.y_l0, cut, box.height_l0),
            Box(box.x_l0 + cut, box.y_l0, box.width_l0 - cut, box.height_l0),
        )
    else:
        first = size.height // 2
        cut = box.height_l0 * first / size.height
        sizes = Size(size.width, first), Size(size.width, size.height - first)
        boxes = (
            Box(box.x_l0, box.y_l0, box.width_l0, cut),
            Box(box.x_l0, box.y_l0 + cut, box.width_l0, box.height_l0 - cut),
        )
    halves = [
        read_resampled(levels, size_l0, part, part_size, fetch)
        for part, part_size in zip(boxes, sizes, strict=True)
    ]
    return np.concatenate(halves, axis=1 if size.width > size.height else 0)
