"""What a file of another program holds: findings with the names that they have there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from medcls_core.findings import Finding
from medcls_core.geometry import Box, Outline, Point, Size
from medcls_core.language import Text, filled

_NOT_NUMBER = Text("{value!r} is not a number", "“{value}”不是数字")
_NO_BOX = Text("its box has no area", "其边框没有面积")


@dataclass(frozen=True, slots=True)
class ImportedFinding:
    """A finding from a file, with the names of its class and of itself there.

    Both names are None if it has none, and so is the '#rrggbb' `color` of the class. `locked`
    says that it is not to be changed by drawing, `detected` that a program found it, so that its
    class is nobody's answer. `said_by` are classes that the file tells of several people, by
    their names; they take the place of the one class that the importing reader stands for.
    """

    finding: Finding
    class_name: str | None
    name: str | None = None
    locked: bool = False
    detected: bool = False
    color: str | None = None
    said_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileImport:
    """What a file holds; `left_out` has a sentence for each thing that can't be a finding."""

    findings: tuple[ImportedFinding, ...]
    left_out: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class DrawnOn:
    """The image that a file is about: the name it may have there, its size, and its content.

    `content` is the image's quick hash: what has no id of its own gets one from it and from its
    place, so that a second import adds nothing.
    """

    name: str
    size_l0: Size
    content: str

    def uuid_of(self, task: str, outline: Outline, class_name: str | None) -> UUID:
        """The id of a finding that has none in its file."""
        told = f"{self.content}\n{task}\n{class_name}\n{outline.vertices}\n{outline.holes}"
        return uuid5(NAMESPACE_OID, told)

    def is_called(self, name: str) -> bool:
        """Whether a file that names `name`, with any folder or suffix, means this image."""
        last = name.replace("\\", "/").rpartition("/")[2]
        return last == self.name or Path(last).stem in {Path(self.name).stem, code_of(self.content)}


def code_of(content: str) -> str:
    """What an image is called where its file name must not be told, by its quick hash."""
    return f"image-{content[:12]}"


class LeftOut(Exception):
    """Says why one thing of a file can't be a finding."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


def number_of(value: object) -> float:
    """A finite number from a file.

    Raises:
        LeftOut: if it is none.
    """
    try:
        number = float(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        number = None
    if number is None or isinstance(value, bool) or number - number != 0:  # inf and NaN differ
        raise LeftOut(filled(_NOT_NUMBER, value=value))
    return number


def box_outline(left: float, top: float, width: float, height: float) -> Outline:
    """The outline of a box in a file.

    Raises:
        LeftOut: if it has no area.
    """
    if width <= 0 or height <= 0:
        raise LeftOut(_NO_BOX)
    return Outline.of_box(Box(left, top, width, height))


def ring_of(numbers: list[float]) -> tuple[Point, ...]:
    """The corners of x, y, x, y ..., the first one once."""
    places = [Point(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    if len(places) > 1 and places[0] == places[-1]:
        places.pop()
    return tuple(places)


def uuid_or_none(value: object) -> UUID | None:
    """A uuid that a file carries; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


def renamed(told: FileImport, names: Mapping[str, str]) -> FileImport:
    """With other class names, by those of the file in small letters."""
    return FileImport(tuple(_renamed(one, names) for one in told.findings), told.left_out)


def _renamed(one: ImportedFinding, names: Mapping[str, str]) -> ImportedFinding:
    said = tuple((who, names.get(what.casefold(), what)) for who, what in one.said_by)
    if one.class_name is None:
        return replace(one, said_by=said)
    name = names.get(one.class_name.casefold(), one.class_name)
    return replace(one, class_name=name, said_by=said)


def by_program(told: FileImport) -> FileImport:
    """With every finding made by a program, so that no class is anybody's answer."""
    found = tuple(replace(one, detected=True, said_by=()) for one in told.findings)
    return FileImport(found, told.left_out)
