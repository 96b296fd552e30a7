"""What is drawn over the image, and how the image itself is shown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # the explain package loads torch
    from medcls_core.explain.evidence import Evidence

OPACITIES = (0.0, 0.35, 0.7)
"""What the key O cycles through."""


class Overlay(QObject):
    """Heatmap choice, opacity, marks, and display levels.

    Signals:
        changed: the heatmap, its opacity, or what is visible.
        levels_changed: black point, white point or gamma.
    """

    changed = Signal()
    levels_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._maps: tuple[Evidence, ...] = ()
        self._method = ""
        self._opacity = OPACITIES[1]
        self._marks = True
        self._peeking = False
        self._levels = (0.0, 1.0, 1.0)

    @property
    def maps(self) -> "tuple[Evidence, ...]":
        """The heatmaps that can be chosen."""
        return self._maps

    @property
    def method(self) -> str:
        """Method of the chosen heatmap (a value of `EvidenceMethod`); empty is none."""
        return self._method

    @property
    def heatmap(self) -> "Evidence | None":
        """The heatmap to draw now; None while hidden."""
        return None if self._peeking else self.chosen

    @property
    def is_peeking(self) -> bool:
        """Whether everything over the image is hidden for the moment."""
        return self._peeking

    @property
    def chosen(self) -> "Evidence | None":
        """The heatmap of the chosen method, hidden or not."""
        return next((each for each in self._maps if each.method == self._method), None)

    @property
    def opacity(self) -> float:
        """Of the heatmap, [0, 1]."""
        return self._opacity

    @property
    def marks_chosen(self) -> bool:
        """Whether the reader wants to see marks."""
        return self._marks

    @property
    def marks_visible(self) -> bool:
        """Whether marks are drawn now."""
        return self._marks and not self._peeking

    @property
    def levels(self) -> tuple[float, float, float]:
        """Black and white point in [0, 1] and gamma of the display; 0, 1, 1 is as scanned."""
        return self._levels

    def offer(self, maps: "Sequence[Evidence]") -> None:
        """Other heatmaps; the chosen method is kept where there is one, else the first is taken."""
        self._maps = tuple(maps)
        methods = [str(each.method) for each in maps]
        if self._method not in methods:
            self._method = methods[0] if methods else ""
        self.changed.emit()

    def choose(self, method: str) -> None:
        """Show the heatmap of `method`; empty shows none."""
        self._method = method
        self.changed.emit()

    def set_opacity(self, opacity: float) -> None:
        """How strongly the heatmap covers the image, [0, 1]."""
        self._opacity = max(0.0, min(1.0, opacity))
        self.changed.emit()

    def cycle_opacity(self) -> None:
        """The next of none, light and strong."""
        higher = [each for each in OPACITIES if each > self._opacity + 1e-6]
        self.set_opacity(higher[0] if higher else OPACITIES[0])

    def show_marks(self, *, shown: bool) -> None:
        """Draw marks or leave them out."""
        self._marks = shown
        self.changed.emit()

    def peek(self, *, hidden: bool) -> None:
        """Hide everything over the image for as long as a key is held."""
        if hidden != self._peeking:
            self._peeking = hidden
            self.changed.emit()

    def set_levels(self, low: float, high: float, gamma: float) -> None:
        """Display levels; the stored image and the model's input are untouched."""
        self._levels = (low, high, gamma)
        self.levels_changed.emit()
