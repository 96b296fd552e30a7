"""Brightness, contrast and gamma of the picture: a table between pixels and screen.

Nothing is ever written back: what a model sees and what is stored stays as scanned.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Levels:
    """Values up to `low` become black, from `high` on white, between them `x ** (1 / gamma)`.

    `low` and `high` are shares of the full range, 0 to 1; gamma above 1 brightens the middle.
    """

    low: float = 0.0
    high: float = 1.0
    gamma: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high <= 1:
            raise ValueError("levels need 0 <= low < high <= 1")
        if not self.gamma > 0:
            raise ValueError("gamma must be above 0")

    @property
    def are_neutral(self) -> bool:
        """Whether the picture is shown as scanned."""
        return self == Levels()

    def table(self) -> NDArray[np.uint8]:
        """What each of the 256 values becomes, uint8 (256,)."""
        values = np.linspace(0.0, 1.0, 256)
        stretched = np.clip((values - self.low) / (self.high - self.low), 0.0, 1.0)
        return np.round(255 * stretched ** (1 / self.gamma)).astype(np.uint8)
