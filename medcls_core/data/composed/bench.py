"""What every drawer of a crop needs at hand."""

from dataclasses import dataclass

import numpy as np

from medcls_core.data.composed.chance import happens
from medcls_core.data.composed.library import NucleusLibrary
from medcls_core.data.composed.parts import CutPart
from medcls_core.data.composed.plate import Plate
from medcls_core.data.composed.shapes import Point
from medcls_core.data.composed.staining import Look


@dataclass(frozen=True, slots=True)
class Bench:
    """The plate being composed, its source of chance, its stain, and the parts to draw from."""

    plate: Plate
    rng: np.random.Generator
    look: Look
    parts: NucleusLibrary

    def span(self, low: float, high: float) -> float:
        """A number between `low` and `high`."""
        return float(self.rng.uniform(low, high))

    def chance(self, share: float) -> bool:
        """True in `share` of all draws."""
        return happens(self.rng, share)

    def pick(self, parts: tuple[CutPart, ...]) -> CutPart:
        """One of `parts`."""
        return parts[int(self.rng.integers(len(parts)))]

    def direction(self) -> float:
        """An angle in radians."""
        return float(self.rng.uniform(0, 2 * np.pi))

    def around(self, centre: Point, reach_px: float) -> Point:
        """A point within `reach_px` of `centre`, evenly over the disc."""
        return at(centre, self.direction(), reach_px * float(np.sqrt(self.rng.random())))


def at(centre: Point, angle: float, away_px: float) -> Point:
    """The point `away_px` from `centre` in the direction `angle`."""
    return (centre[0] + away_px * float(np.cos(angle)), centre[1] + away_px * float(np.sin(angle)))
