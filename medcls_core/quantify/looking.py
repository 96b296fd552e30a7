"""From a moving view to a ledger of looks: what was in sight, how large, for how long."""

import math
from dataclasses import dataclass, replace
from datetime import datetime

from medcls_core.geometry import Box
from medcls_core.store.looks import Look

IDLE_AFTER_S = 30.0
"""So long after the last sign of a person the slide is taken to be looked at; then nobody is."""

LEAST_S = 0.1
"""What stays for less is passed over, not looked at."""

_STEPS = 4
"""Views within a quarter of their own width of each other are kept as one look."""


@dataclass(frozen=True, slots=True)
class _View:
    box: Box
    downsample: float


class LookRecorder:
    """Gathers looks; times are seconds of a clock that never goes back.

    Views that hardly differ are merged, and of merged views only what all of them showed counts,
    at the lowest power of them: the ledger never claims more than was seen.
    """

    def __init__(self) -> None:
        self._view: _View | None = None
        self._since = 0.0
        self._stirred = -math.inf
        self._looks: dict[tuple[int, int, int], Look] = {}

    def show(self, box: Box, downsample: float, at_s: float, now: datetime) -> None:
        """The view shows `box` (level-0) at `downsample` level-0 pixels per view pixel."""
        self._count(at_s, now)
        self._view = _View(box, downsample)
        self.stir(at_s, now)

    def hide(self, at_s: float, now: datetime) -> None:
        """Nothing of the image is in sight any more."""
        self._count(at_s, now)
        self._view = None

    def stir(self, at_s: float, now: datetime) -> None:
        """A person did something: whoever sat idle is back."""
        self._count(at_s, now)
        self._stirred = at_s

    def drain(self, at_s: float, now: datetime) -> list[Look]:
        """The looks since the last time, which are forgotten here."""
        self._count(at_s, now)
        looks = [look for look in self._looks.values() if look.seconds >= LEAST_S]
        self._looks.clear()
        return looks

    def _count(self, at_s: float, now: datetime) -> None:
        """Add the time since the last call to the view that was in sight."""
        seconds = min(at_s, self._stirred + IDLE_AFTER_S) - self._since
        self._since = at_s
        if self._view is None or seconds <= 0:
            return
        key = _key(self._view)
        known = self._looks.get(key)
        fresh = Look(self._view.box, self._view.downsample, seconds, now)
        self._looks[key] = fresh if known is None else _merged(known, fresh)


def _key(view: _View) -> tuple[int, int, int]:
    """The same for views that hardly differ."""
    power = round(2 * math.log2(view.downsample))
    step = max(view.box.width_l0, view.box.height_l0) / _STEPS
    return power, round(view.box.x_l0 / step), round(view.box.y_l0 / step)


def _merged(one: Look, other: Look) -> Look:
    return replace(
        other,
        box=one.box.intersection(other.box) or other.box,
        downsample=max(one.downsample, other.downsample),
        seconds=one.seconds + other.seconds,
    )
