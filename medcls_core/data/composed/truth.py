"""A composed cell and what is known about it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medcls_core.data.composed.parts import Plane
from medcls_core.data.composed.shapes import Point

Mask = NDArray[np.bool_]
OUTLINE = 0.5
"""Coverage at which a body's outline runs."""


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A nucleus or micronucleus: mask bool (S, S), centre (x, y) and equivalent diameter in px."""

    mask: Mask
    centre: Point
    diameter_px: float

    @classmethod
    def of(cls, coverage: Plane) -> "Body":
        """The body that covers at least half of each of its pixels."""
        mask = coverage >= OUTLINE
        rows, columns = np.nonzero(mask)
        if rows.size == 0:
            return cls(mask, (0.0, 0.0), 0.0)
        centre = (float(columns.mean()), float(rows.mean()))
        # The soft edge tells the area of a body of few pixels better than its mask.
        return cls(mask, centre, 2 * float(np.sqrt(coverage.sum() / np.pi)))


@dataclass(frozen=True, slots=True, eq=False)
class CellTruth:
    """What the crop's own cell holds; neighbours and debris are not in it.

    Attributes:
        nuclei: none for debris, one or two for cells and naked nuclei.
        micronuclei: empty unless the label says so.
        cytoplasm: bool (S, S); all False for naked nuclei and debris.
        subject: what kind of debris or cytoplasm was drawn, for contact sheets and error tables.
    """

    nuclei: tuple[Body, ...]
    micronuclei: tuple[Body, ...]
    cytoplasm: Mask
    subject: str


@dataclass(frozen=True, slots=True, eq=False)
class ComposedCell:
    """One composed crop: uint8 RGB (S, S, 3), class key, origin of its nuclei, truth."""

    rgb: NDArray[np.uint8]
    label: str
    acquisition: str
    truth: CellTruth
