"""Objective power and scale: what "20x" means on a screen.

The convention is that of slide scanners: 10x is 1.0 micrometre per pixel, so 20x is 0.5 and 40x
is 0.25, whatever the vendor printed on the objective. Pixels are logical pixels: on a screen of
double density 20x shows the same tissue at the same apparent size, only sharper.
"""

import math

from medcls_core.images.source import ImageSource, PixelSize

UM_TIMES_POWER = 10.0
"""Micrometres per pixel times objective power."""

STEPS = (1.0, 2.0, 5.0)
"""Lengths of a scale bar, times a power of ten."""

_POWERS = (1.25, 2.5, 5.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0)
_SAME_POWER = 0.005

_CRISP = 0.015
"""A scale this near (relative) to a whole pixel mapping is rounded to it."""


def native_power(pixel_size: PixelSize | None, objective_power: float | None) -> float | None:
    """Objective power at 1:1: from the pixel size, else the nominal one, else unknown."""
    if pixel_size is not None:
        return UM_TIMES_POWER / pixel_size.mpp
    return objective_power


def power_at(source: ImageSource, scale: float) -> float | None:
    """Objective power shown at `scale` (view pixels per level-0 pixel); None when unknown."""
    native = native_power(source.pixel_size, source.objective_power)
    return None if native is None else native * scale


def power_text(power: float) -> str:
    """An objective power for people: "20.0x".

    Within half a percent, which is more than pixel sizes are good for, it is the usual objective.
    """
    near = [usual for usual in _POWERS if abs(power / usual - 1) <= _SAME_POWER]
    shown = near[0] if near else power
    digits = 2 if shown < 2 else 1 if shown < 99.95 else 0  # noqa: PLR2004  (three figures)
    return f"{shown:.{digits}f}\N{MULTIPLICATION SIGN}"


def scale_at(source: ImageSource, power: float, pixel_ratio: float = 1.0) -> float | None:
    """The scale that shows an objective `power`; None when the image doesn't say.

    A scale within 1.5 % of a whole mapping of pixels (a 40x scan at 40x, at 20x ...) is rounded
    to it: the picture is then not resampled and stays crisp.
    """
    native = native_power(source.pixel_size, source.objective_power)
    return None if native is None else crisp(power / native, pixel_ratio)


def crisp(scale: float, pixel_ratio: float = 1.0) -> float:
    """`scale`, rounded to a power of two of screen pixels when it is almost one."""
    nearest = 2.0 ** round(math.log2(scale * pixel_ratio)) / pixel_ratio
    return nearest if abs(scale / nearest - 1) <= _CRISP else scale


def bar_length(units_per_pixel: float, most_px: float) -> float:
    """The longest of 1, 2, 5, 10, 20 ... units that takes at most `most_px` view pixels."""
    most = units_per_pixel * most_px
    decade = 10.0 ** math.floor(math.log10(most))
    return max(step * decade for step in STEPS if step * decade <= most * (1 + 1e-9))
