"""Which findings a file for training or measuring can hold: those with a class and an extent."""

from collections.abc import Sequence
from dataclasses import dataclass

from medcls_core.geometry import Box, Size
from medcls_core.store.exchange.rows import CANNOT_TELL, REJECTED, ClassStyle, ExportRow

_NO_CLASSES = frozenset({REJECTED.key, CANNOT_TELL.key})


@dataclass(frozen=True, slots=True)
class ImageRows:
    """The findings of one image for one task, as they go into a file.

    Attributes:
        name: what the file calls the image: its file name, or a code.
        size_l0: in level-0 pixels.
        rows: the findings.
        point_side_l0: side of the square that stands for a point, None where it isn't known.
    """

    name: str
    size_l0: Size
    rows: tuple[ExportRow, ...]
    point_side_l0: float | None = None


@dataclass(frozen=True, slots=True)
class Omitted:
    """Findings that a file can't hold: without a class that stands, or points of no known size."""

    no_class: int = 0
    no_size: int = 0

    def __add__(self, other: "Omitted") -> "Omitted":
        return Omitted(self.no_class + other.no_class, self.no_size + other.no_size)


def has_class(row: ExportRow) -> bool:
    """Whether a class of the task's stands: not rejected, not undecidable, not unanswered."""
    return row.label is not None and row.label.key not in _NO_CLASSES


def boxed(image: ImageRows) -> tuple[list[tuple[ExportRow, ClassStyle, Box]], Omitted]:
    """The findings with a class, and their boxes in level-0 pixels."""
    found, no_class, no_size = [], 0, 0
    for row in image.rows:
        if row.label is None or not has_class(row):
            no_class += 1
        elif not row.finding.outline.is_point:
            found.append((row, row.label, row.finding.outline.bounds))
        elif image.point_side_l0 is None:
            no_size += 1
        else:
            box = Box.around(row.finding.outline.center, image.point_side_l0)
            found.append((row, row.label, box))
    return found, Omitted(no_class, no_size)


def classes_of(styles: Sequence[ClassStyle], images: Sequence[ImageRows]) -> list[ClassStyle]:
    """The classes of the task in their order, then others that appear."""
    known = {style.key: style for style in styles}
    for image in images:
        for row in image.rows:
            if row.label is not None and has_class(row):
                known.setdefault(row.label.key, row.label)
    return list(known.values())
