"""Composed cells as a labelled set, divided by the acquisitions that their nuclei come from."""

from dataclasses import dataclass
from pathlib import Path

from medcls_core.data.composed.compose import KINDS, compose_nth, read_part
from medcls_core.data.labelled import LabelledSet, Rgb
from medcls_core.data.splits import Part, Split

SHARES = {Part.TRAIN: 1.0, Part.VALIDATION: 0.1, Part.TEST: 0.2}
"""Cells of each part, as a share of those to learn from."""


@dataclass(frozen=True, slots=True)
class ComposedImage:
    """Cell `index` of the set `seed`, composed anew whenever it is read; always the same."""

    folder: Path
    part: Part
    seed: int
    index: int

    @property
    def name(self) -> str:
        """Part, seed and index."""
        return f"composed {self.part} {self.seed} {self.index}"

    @property
    def label(self) -> str:
        """One of the seven classes."""
        return KINDS[self.index % len(KINDS)]

    @property
    def unit(self) -> str:
        """The cell itself: parts differ by acquisition, cells of one part are apart."""
        return self.name

    @property
    def subset(self) -> str:
        """None."""
        return ""

    def read(self) -> Rgb:
        """uint8 RGB (SIDE_PX, SIDE_PX, 3)."""
        return compose_nth(read_part(self.folder, self.part), self.seed, self.index).rgb


def composed_sets(folder: Path, count: int, seed: int) -> Split[ComposedImage]:
    """`count` cells to learn from and fewer to watch and measure, from other acquisitions each.

    Args:
        folder: the fluorescence fields that nuclei are cut from.
        count: cells to learn from.
        seed: of the composition.

    Raises:
        InputInvalid: if the folder is not the fluorescence pack.
    """

    def cells(part: Part) -> tuple[ComposedImage, ...]:
        read_part(folder, part)
        number = round(count * SHARES[part])
        return tuple(ComposedImage(folder, part, seed, index) for index in range(number))

    return Split(cells(Part.TRAIN), cells(Part.VALIDATION), cells(Part.TEST))


def as_set(split: Split[ComposedImage]) -> LabelledSet:
    """All cells as one set: those to learn from, to watch, to measure."""
    return LabelledSet("composed cells", "image", (*split.train, *split.validation, *split.test))
