"""An image that fits into memory."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Size
from medcls_core.images.levelled import Facts, LevelledSource
from medcls_core.images.levels import levels_of
from medcls_core.images.source import PixelSize
from medcls_core.images.view import Patch, Window


class ArraySource(LevelledSource):
    """A decoded image: uint8 RGB of shape (H, W, 3), never changed after this."""

    def __init__(
        self,
        path: Path,
        rgb: NDArray[np.uint8],
        *,
        pixel_size: PixelSize | None,
        format_name: str,
    ) -> None:
        size = Size(rgb.shape[1], rgb.shape[0])
        super().__init__(Facts(path, levels_of([size]), pixel_size, None, format_name))
        self._rgb: NDArray[np.uint8] | None = rgb

    def close(self) -> None:
        """Free the memory."""
        self._rgb = None

    def _fetch(self, index: int, window: Window) -> Patch:
        rgb = self._rgb
        if rgb is None:
            raise ValueError(f"{self.path} was closed (level {index} asked for)")
        rows = slice(window.top, window.top + window.height)
        columns = slice(window.left, window.left + window.width)
        return Patch(rgb[rows, columns].copy(), window.left, window.top)
