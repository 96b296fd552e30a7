"""What all sources share: facts, levels, and one way of reading."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medcls_core.geometry import Box, Size
from medcls_core.images.levels import Level
from medcls_core.images.resampling import read_resampled
from medcls_core.images.source import PixelSize
from medcls_core.images.view import Patch, Window


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an image before any pixel is read; nothing about the patient.

    `icc_profile` is the scanner's own, as it lies in the file; None if there is none.
    """

    path: Path
    levels: tuple[Level, ...]
    pixel_size: PixelSize | None
    objective_power: float | None
    format_name: str
    icc_profile: bytes | None = None


class LevelledSource(ABC):
    """An `ImageSource` over stored levels; a child reads whole pixels of one level."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @property
    def path(self) -> Path:
        """The file."""
        return self._facts.path

    @property
    def size_l0(self) -> Size:
        """Width and height at level 0."""
        return self._facts.levels[0].size

    @property
    def level_downsamples(self) -> tuple[float, ...]:
        """Downsample of every stored level, level 0 (1.0) first."""
        return tuple(level.downsample for level in self._facts.levels)

    @property
    def pixel_size(self) -> PixelSize | None:
        """Micrometres per pixel, or None when neither file nor user said."""
        return self._facts.pixel_size

    @property
    def objective_power(self) -> float | None:
        """Nominal magnification of the scan, or None."""
        return self._facts.objective_power

    @property
    def format_name(self) -> str:
        """What kind of file it is, for people."""
        return self._facts.format_name

    @property
    def icc_profile(self) -> bytes | None:
        """The scanner's ICC profile, or None; pixels are read as scanned all the same."""
        return self._facts.icc_profile

    def read(self, box_l0: Box, size: Size) -> NDArray[np.uint8]:
        """The content of `box_l0` resampled to `size`: uint8 RGB, white outside of the image.

        Raises:
            ImageUnreadable: if the file is damaged there; the source stays usable elsewhere.
        """
        return read_resampled(self._facts.levels, self.size_l0, box_l0, size, self._fetch)

    @abstractmethod
    def close(self) -> None:
        """Let go of the file; reading afterwards is a defect."""

    @abstractmethod
    def _fetch(self, index: int, window: Window) -> Patch:
        """Pixels of level `index`; `window` lies inside of it."""
