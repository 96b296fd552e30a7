"""What an open image offers, whatever file it came from."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from medcls_core.errors import PixelSizeUnknown
from medcls_core.geometry import Box, Size


class PixelSizeOrigin(StrEnum):
    """Who said how large a pixel is."""

    FILE = "file"
    USER = "user"


@dataclass(frozen=True, slots=True)
class PixelSize:
    """Micrometres per level-0 pixel, and who said so."""

    mpp: float
    origin: PixelSizeOrigin


class ImageSource(Protocol):
    """An open image of any kind; every coordinate is a level-0 pixel.

    A source may be read from several threads at once.
    """

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def size_l0(self) -> Size:
        """Width and height at level 0."""

    @property
    def level_downsamples(self) -> tuple[float, ...]:
        """Downsample of every stored level, level 0 (1.0) first."""

    @property
    def pixel_size(self) -> PixelSize | None:
        """Micrometres per pixel, or None when neither file nor user said; never guessed."""

    @property
    def objective_power(self) -> float | None:
        """Nominal magnification of the scan (40.0 for 40x), or None."""

    @property
    def format_name(self) -> str:
        """What kind of file it is, for people: 'aperio', 'PNG', 'DICOM MG' ..."""

    def read(self, box_l0: Box, size: Size) -> NDArray[np.uint8]:
        """The content of `box_l0` resampled to `size`.

        Returns:
            uint8 RGB of shape (size.height, size.width, 3); what lies outside of the image is
            white.

        Raises:
            ImageUnreadable: if the file is damaged there; the source stays usable elsewhere.
        """

    def close(self) -> None:
        """Let go of the file; reading afterwards is a defect."""


def require_mpp(source: ImageSource) -> float:
    """Micrometres per level-0 pixel.

    Raises:
        PixelSizeUnknown: if neither the file nor the user said.
    """
    if source.pixel_size is None:
        raise PixelSizeUnknown(source.path)
    return source.pixel_size.mpp
