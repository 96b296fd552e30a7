"""Stored resolutions of an image: how their pixels map to level 0, and which to read from."""

from collections.abc import Sequence
from dataclasses import dataclass

from medcls_core.geometry import Size

SCALE_TOLERANCE = 0.005  # a level that is 0.5 % too coarse still counts as fine enough


@dataclass(frozen=True, slots=True)
class Level:
    """One stored resolution: its size, and level-0 pixels per pixel of it on each axis."""

    size: Size
    scale_x: float
    scale_y: float

    @property
    def downsample(self) -> float:
        """Mean of both axes."""
        return (self.scale_x + self.scale_y) / 2


def levels_of(sizes: Sequence[Size]) -> tuple[Level, ...]:
    """Levels from their sizes, level 0 first.

    Scanners shrink by a whole number and drop what is left over at the right and lower edge, so
    the ratio of the sizes is a little off: dividing by it would push places apart, the further
    from the origin the more, by up to a pixel of the coarse level. Where a whole number explains
    both sizes, that number is the scale.
    """
    return tuple(_level(sizes[0], size) for size in sizes)


def _level(full: Size, size: Size) -> Level:
    ratio_x, ratio_y = full.width / size.width, full.height / size.height
    factor = round((ratio_x * ratio_y) ** 0.5)
    if _shrunk(full.width, size.width, factor) and _shrunk(full.height, size.height, factor):
        return Level(size, float(factor), float(factor))
    return Level(size, ratio_x, ratio_y)


def _shrunk(full: int, reduced: int, factor: int) -> bool:
    """Whether `full` pixels divided by `factor` are `reduced`, rounded either way."""
    return full // factor <= reduced <= -(-full // factor)


def best_level(levels: Sequence[Level], downsample: float) -> int:
    """Index of the coarsest level that still holds all the detail for `downsample`."""
    fine_enough = [
        index
        for index, level in enumerate(levels)
        if max(level.scale_x, level.scale_y) <= downsample * (1 + SCALE_TOLERANCE)
    ]
    return max(fine_enough, key=lambda index: levels[index].downsample, default=0)
