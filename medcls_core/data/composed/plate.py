"""The slide under the microscope: stains add up as optical density, glass and edges as light."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from medcls_core.data.composed.parts import Plane
from medcls_core.data.composed.shapes import SIDE_PX
from medcls_core.data.smear_statistics import BLACKEST_RGB, Triple

Density = NDArray[np.float32]
"""Optical density (base 10) of red, green, blue: float32 (3,)."""


def density_of(rgb: Triple, background: Triple) -> Density:
    """Density that turns `background` into `rgb`."""
    ratio = np.asarray(rgb, dtype=np.float32) / np.asarray(background, dtype=np.float32)
    return -np.log10(np.clip(ratio, 0.01, 1.0)).astype(np.float32)


def _clear() -> NDArray[np.float32]:
    return np.zeros((3, SIDE_PX, SIDE_PX), dtype=np.float32)


@dataclass(slots=True)
class Plate:
    """What has been laid on one crop of a slide.

    Attributes:
        background: RGB of the empty slide.
        density: float32 (3, S, S), sum of all that absorbs.
        gleam: float32 (S, S), light that bends towards the lens (above 0) or away from it.
    """

    background: Triple
    density: NDArray[np.float32] = field(default_factory=_clear)
    gleam: Plane = field(default_factory=lambda: np.zeros((SIDE_PX, SIDE_PX), dtype=np.float32))

    def absorb(self, amount: Plane, colour: Density) -> None:
        """Add `amount` (S, S) of a stain of density `colour`."""
        for channel in range(3):
            self.density[channel] += amount * colour[channel]

    def replace(self, coverage: Plane, amount: Plane, colour: Density) -> None:
        """Put a stain in place of what is there, as far as `coverage` (S, S) in [0, 1] says."""
        for channel in range(3):
            plane = self.density[channel]
            plane += coverage * (amount * colour[channel] - plane)

    def clear(self, amount: Plane) -> None:
        """Take away a share (S, S) of all stain, in [0, 1]."""
        self.density *= 1 - amount

    def shine(self, amount: Plane) -> None:
        """Add refracted light, in shares of the background; negative is a dark edge."""
        self.gleam += amount

    def expose(self) -> NDArray[np.float32]:
        """What the sensor sees: float32 RGB (S, S, 3), 0 to 255."""
        white, floor = (
            np.asarray(rgb, dtype=np.float32) for rgb in (self.background, BLACKEST_RGB)
        )
        passed = np.exp(np.float32(-np.log(10.0)) * np.maximum(self.density, -0.05))
        passed *= 1 + self.gleam
        light = floor[:, None, None] + (white - floor)[:, None, None] * passed
        return np.clip(np.moveaxis(light, 0, -1), 0, 255)
