"""How many of each class, and what share that is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class ClassShare:
    """The objects of one class among all: count, share, and its 95 % interval (all 0 to 1)."""

    class_key: str
    count: int
    share: float
    low: float
    high: float


def wilson_interval(count: int, total: int) -> tuple[float, float]:
    """95 % score interval for a share (Wilson, 1927).

    Raises:
        ValueError: if `count` of `total` is no share.
    """
    if total <= 0 or not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share")
    z2 = _Z95**2
    middle = (count + z2 / 2) / (total + z2)
    half = _Z95 / (total + z2) * math.sqrt(count * (total - count) / total + z2 / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def class_tally(found: Sequence[str], classes: Sequence[str]) -> tuple[ClassShare, ...]:
    """One row a class, in the order of `classes`; empty if nothing was found.

    Args:
        found: class key of every object.
        classes: the keys to count.

    Raises:
        ValueError: if an object's class isn't among `classes`.
    """
    strangers = sorted(set(found) - set(classes))
    if strangers:
        raise ValueError(f"not among the classes: {', '.join(strangers)}")
    if not found:
        return ()
    counts = dict.fromkeys(classes, 0)
    for key in found:
        counts[key] += 1
    return tuple(
        ClassShare(key, count, count / len(found), *wilson_interval(count, len(found)))
        for key, count in counts.items()
    )
