"""What a capsule holds, as plain values that JSON knows.

No name of a file, folder, slide or patient has a place here: images are their uuids in the label
store that they come from.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from medcls_core.findings import WITH_CLASS, Finding, Origin, Read, Shape, Verdict
from medcls_core.geometry import Box, Outline, Point

Rings = list[list[list[float]]]
"""The border and then its holes, each a list of x, y."""


class CapsuleKind(StrEnum):
    """What a capsule is for: to be read by somebody, or to carry back what was read."""

    CASE = "case"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Cell:
    """One finding with its crop.

    Attributes:
        finding: its uuid.
        image: the uuid of its image, in the store that it comes from.
        mpp: micrometres per pixel of the crop, None where it isn't known.
        origin: 'model', 'reader' or 'import'.
        rings: its outline in level-0 pixels of the image.
        crop: left, top, width and height of the crop there.
        sheet: number of the sheet that shows it, from 1.
        place: left and top of the crop on the sheet, in its pixels.
    """

    finding: str
    image: str
    mpp: float | None
    origin: str
    rings: Rings
    crop: tuple[int, int, int, int]
    sheet: int
    place: tuple[int, int]

    @property
    def uuid(self) -> UUID:
        """Of the finding."""
        return UUID(self.finding)

    @property
    def frame(self) -> Box:
        """The crop in level-0 pixels of the image."""
        return Box(*self.crop)

    @property
    def sheet_frame(self) -> Box:
        """The crop in pixels of the sheet."""
        return Box(*self.place, self.crop[2], self.crop[3])

    @property
    def shift(self) -> tuple[float, float]:
        """What brings a place of the image to the sheet."""
        return self.place[0] - self.crop[0], self.place[1] - self.crop[1]

    @property
    def crop_name(self) -> str:
        """The crop's part of the capsule."""
        return f"crops/{self.finding}.png"

    @property
    def mask_name(self) -> str:
        """The mask's part of the capsule."""
        return f"masks/{self.finding}.png"


@dataclass(frozen=True, slots=True)
class ModelId:
    """A model that found or answered findings of the case; its answers are not told."""

    sha256: str
    version: str
    network: str


@dataclass(frozen=True, slots=True)
class SaidRead:
    """A read as its reader gave it; its place in a chain is the store's that it is merged into."""

    uuid: str
    finding: str
    reader: str
    verdict: str
    class_key: str | None
    time_utc: str
    model_sha256: str | None
    withdraws: str | None

    @classmethod
    def of(cls, read: Read) -> "SaidRead":
        """As a read was given."""
        return cls(
            str(read.uuid),
            str(read.finding),
            read.reader,
            str(read.verdict),
            read.class_key,
            read.time_utc.isoformat(),
            read.model_sha256,
            None if read.withdraws is None else str(read.withdraws),
        )

    @property
    def parsed(self) -> tuple[Verdict, datetime]:
        """Verdict and moment.

        Raises:
            ValueError: if either makes no sense.
        """
        return Verdict(self.verdict), datetime.fromisoformat(self.time_utc)


@dataclass(frozen=True, slots=True)
class SaidShape:
    """An outline that a reader drew, in level-0 pixels of the image; no rings in a withdrawal."""

    uuid: str
    finding: str
    reader: str
    rings: Rings | None
    locked: bool
    time_utc: str
    withdraws: str | None

    @classmethod
    def of(cls, shape: Shape, shift: tuple[float, float] = (0.0, 0.0)) -> "SaidShape":
        """As a shape was drawn, moved by `shift`."""
        rings = None if shape.outline is None else rings_of(shape.outline, shift)
        withdraws = None if shape.withdraws is None else str(shape.withdraws)
        return cls(
            str(shape.uuid),
            str(shape.finding),
            shape.reader,
            rings,
            shape.locked,
            shape.time_utc.isoformat(),
            withdraws,
        )

    @property
    def shape(self) -> Shape:
        """As the store keeps it.

        Raises:
            ValueError: if it makes no sense.
        """
        return Shape(
            UUID(self.uuid),
            UUID(self.finding),
            self.reader,
            None if self.rings is None else outline_of(self.rings),
            self.locked,
            datetime.fromisoformat(self.time_utc),
            None if self.withdraws is None else UUID(self.withdraws),
        )


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What a reader marked that was not in the case, in level-0 pixels of the image."""

    finding: str
    image: str
    reader: str
    rings: Rings

    def as_finding(self, task: str) -> Finding:
        """As the store keeps it."""
        outline = outline_of(self.rings)
        return Finding(UUID(self.finding), task, outline, Origin.READER, self.reader)


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything but the pictures.

    Attributes:
        capsule: uuid of the case; an answer has the one of its case.
        kind: 'case' or 'answer'.
        task: key of the question.
        made_utc: when.
        program: version of the program that made it.
        cells: the findings; none in an answer.
        models: that took part.
        reads: none in a case that is to be read blind.
        shapes: drawn by readers.
        marked: by readers; none in a case.
    """

    capsule: str
    kind: str
    task: str
    made_utc: str
    program: str
    cells: list[Cell]
    models: list[ModelId]
    reads: list[SaidRead]
    shapes: list[SaidShape]
    marked: list[NewFinding]


def rings_of(outline: Outline, shift: tuple[float, float] = (0.0, 0.0)) -> Rings:
    """An outline as lists, moved by `shift`."""
    right, down = shift
    return [
        [[float(x) + right, float(y) + down] for x, y in ring]
        for ring in (outline.vertices, *outline.holes)
    ]


def outline_of(rings: Rings, shift: tuple[float, float] = (0.0, 0.0)) -> Outline:
    """The outline of lists, moved by `shift`.

    Raises:
        ValueError: if they are none.
    """
    right, down = shift
    border, *holes = [tuple(Point(x + right, y + down) for x, y in ring) for ring in rings]
    return Outline(border, tuple(holes))


def check_values(contents: Contents) -> None:
    """Read every value once.

    Raises:
        ValueError: if one of them makes no sense.
    """
    CapsuleKind(contents.kind)
    UUID(contents.capsule)
    datetime.fromisoformat(contents.made_utc)
    for cell in contents.cells:
        Origin(cell.origin)
        UUID(cell.image)
        outline_of(cell.rings)
        if str(cell.uuid) != cell.finding or min(cell.crop[2:]) <= 0 or cell.sheet < 1:
            raise ValueError(f"cell {cell.finding}")
    for read in contents.reads:
        verdict, _ = read.parsed
        withdraws = read.withdraws is not None
        if (read.class_key is not None) != (verdict in WITH_CLASS):
            raise ValueError(f"read {read.uuid}")
        if withdraws != (verdict is Verdict.WITHDRAW):
            raise ValueError(f"read {read.uuid}")
        for uuid in (read.uuid, read.finding, read.withdraws):
            UUID(uuid or read.uuid)
    for drawn in contents.shapes:
        _ = drawn.shape
    for marked in contents.marked:
        marked.as_finding(contents.task)
        UUID(marked.image)
