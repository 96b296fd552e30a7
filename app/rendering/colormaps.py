"""Colours for values: perceptually even maps, and heat that lets the tissue shine through.

Both maps rise evenly in lightness and stay in order for colour-blind readers; they are the
published tables of matplotlib (CC0) at 17 supports.
"""

from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.rendering.images import packed_to_qimage, rgba_to_qimage


class ColorMap(StrEnum):
    """The colour maps there are."""

    INFERNO = "inferno"
    VIRIDIS = "viridis"


_SUPPORTS = {
    ColorMap.INFERNO: "000004 0b0724 210c4a 3d0965 57106e 71196e 8a226a a32c61 bc3754 "
    "d04545 e35933 f1711f f98c0a fcaa0f f9c932 f2e865 fcffa4",
    ColorMap.VIRIDIS: "440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c "
    "1f9f88 27ad81 3dbc74 5cc863 81d34d aadc32 d5e21a fde725",
}

OPAQUE_FROM = 0.6
"""Value from which heat has the full opacity asked for."""


@cache
def table(color_map: ColorMap) -> NDArray[np.uint8]:
    """The colours of a map, lowest value first, uint8 (256, 3); not to be written to."""
    supports = np.array(
        [list(bytes.fromhex(code)) for code in _SUPPORTS[color_map].split()], dtype=np.float64
    )
    at = np.linspace(0, len(supports) - 1, 256)
    known = np.arange(len(supports))
    channels = [np.interp(at, known, supports[:, channel]) for channel in range(3)]
    colors = np.round(np.stack(channels, axis=1)).astype(np.uint8)
    colors.setflags(write=False)
    return colors


def heat_to_image(values: NDArray[np.float32], color_map: ColorMap = ColorMap.VIRIDIS) -> QImage:
    """Heat as a layer over tissue.

    `values` are float32 (H, W) without NaN; what lies outside of [0, 1] is clipped. Zero values are
    clear, and opacity rises smoothly up to the value `OPAQUE_FROM`, so that the tissue beside a hot
    spot stays readable; the painter's opacity does the rest.
    """
    steps = np.clip(values * 255 + 0.5, 0, 255).astype(np.uint8)
    return packed_to_qimage(np.take(_packed_table(color_map), steps))


@cache
def _packed_table(color_map: ColorMap) -> NDArray[np.uint32]:
    """Colours with alpha multiplied in, as Qt packs them, uint32 (256,)."""
    ramp = np.clip(np.linspace(0.0, 1.0, 256) / OPAQUE_FROM, 0.0, 1.0)
    alpha = np.round(ramp * ramp * (3 - 2 * ramp) * 255)
    colors = np.round(table(color_map) * alpha[:, None] / 255).astype(np.uint32)
    packed = (alpha.astype(np.uint32) << 24) | (colors[:, 0] << 16) | (colors[:, 1] << 8)
    return (packed | colors[:, 2]).astype(np.uint32)


def colour_bar(length_px: int, thickness_px: int, color_map: ColorMap = ColorMap.VIRIDIS) -> QImage:
    """A horizontal bar with the map's colours, 0 at its left end and 1 at its right."""
    values = np.linspace(0.0, 1.0, length_px)
    row = table(color_map)[np.round(values * 255).astype(np.uint8)]
    opaque = np.full((thickness_px, length_px, 4), 255, dtype=np.uint8)
    opaque[:, :, :3] = row
    return rgba_to_qimage(opaque)
