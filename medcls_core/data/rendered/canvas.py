"""The stain planes that everything is laid onto, and the stamping of cells."""

from dataclasses import dataclass

import numpy as np

from medcls_core.data.rendered.noise import Field


@dataclass(frozen=True, slots=True)
class Canvas:
    """Amounts of stain per pixel, float32 (H, W): haematoxylin, eosin, blood pigment."""

    haematoxylin: Field
    eosin: Field
    blood: Field

    @classmethod
    def blank(cls, shape: tuple[int, int]) -> "Canvas":
        """Clean glass of `shape` (rows, columns)."""
        return cls(*(np.zeros(shape, np.float32) for _ in range(3)))

    def clear(self, share: Field) -> None:
        """Take away `share` (0..1, the canvas's shape) of all stain."""
        for plane in (self.haematoxylin, self.eosin, self.blood):
            np.multiply(plane, 1 - share, out=plane, casting="same_kind")

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.haematoxylin.shape
        return rows, columns


@dataclass(frozen=True, slots=True)
class Stamps:
    """Cells ready to be laid down, float32 (N, P, P) each.

    `cover` in [0, 1] is the share of what lies below that the cell replaces.
    """

    haematoxylin: Field
    eosin: Field
    cover: Field


def press(canvas: Canvas, stamps: Stamps, centers: Field) -> None:
    """Lay stamp n with its middle on `centers[n]` (x, y in pixels), in order; edges are clipped."""
    side = stamps.cover.shape[1]
    corners = np.round(centers - side / 2).astype(int)
    rows, columns = canvas.shape
    for n, (x, y) in enumerate(corners):
        x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + side, columns), min(y + side, rows)
        if x1 <= x0 or y1 <= y0:
            continue
        here = np.s_[y0:y1, x0:x1]
        there = np.s_[n, y0 - y : y1 - y, x0 - x : x1 - x]
        keep = 1 - stamps.cover[there]
        canvas.haematoxylin[here] = canvas.haematoxylin[here] * keep + stamps.haematoxylin[there]
        canvas.eosin[here] = canvas.eosin[here] * keep + stamps.eosin[there]
        canvas.blood[here] *= keep
