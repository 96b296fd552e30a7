"""Objects per mm2, and how sure a count makes it."""

from dataclasses import dataclass

from scipy.special import gammaincinv  # scipy.stats has the same, and takes a second to load


@dataclass(frozen=True, slots=True)
class Density:
    """A count in an area, per mm2, with its confidence interval (per mm2)."""

    count: int
    area_mm2: float
    per_mm2: float
    low: float
    high: float


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """Exact two-sided interval for the mean of a Poisson count.

    Source: "Fiducial limits for the Poisson distribution" (Garwood, 1936). It covers the true mean
    at least at `level`; for a count of 0 the lower bound is 0.

    Args:
        count: what was counted.
        level: confidence, between 0 and 1.

    Raises:
        ValueError: if the count is negative or the level no share.
    """
    if count < 0 or not 0 < level < 1:
        raise ValueError(f"no Poisson interval for count {count} at level {level}")
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def density_per_mm2(count: int, area_mm2: float, level: float = 0.95) -> Density:
    """`count` objects in `area_mm2` of tissue.

    The interval is that of counting alone: it takes the objects as found rightly and spread
    evenly, and knows nothing of what the detector misses.

    Raises:
        ValueError: if the area isn't positive.
    """
    if area_mm2 <= 0:
        raise ValueError(f"no density in an area of {area_mm2} mm2")
    low, high = poisson_interval(count, level)
    return Density(count, area_mm2, count / area_mm2, low / area_mm2, high / area_mm2)
