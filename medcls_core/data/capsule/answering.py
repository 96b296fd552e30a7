"""What a colleague said of a case, on its way back: reads, outlines and marks, no picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from medcls_core.data.capsule.archive import SUFFIX, read_capsule, write_capsule
from medcls_core.data.capsule.contents import (
    CapsuleKind,
    Cell,
    Contents,
    NewFinding,
    SaidRead,
    SaidShape,
    rings_of,
)
from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Read, Shape
from medcls_core.language import Text
from medcls_core.store import LabelStore, findings, images, predictions, reads, shapes
from medcls_core.store.columns import now_utc

_NOT_OPENED = Text(
    "this case was never opened with this label store; open it first, or give the store that it "
    "was read with",
    "此病例包从未用该标注库打开；请先打开，或指定判读时所用的标注库",
)
_NOTHING = Text("nobody has read anything of it yet", "尚无人判读其中内容")
_ANSWER = Text("it carries answers itself; give the case", "它本身就是答复；请给出病例包")


@dataclass(frozen=True, slots=True)
class Answered:
    """What goes back: reads, of how many findings, new marks; `outside` marks lie in no crop."""

    path: Path
    reads: int
    findings: int
    marked: int
    outside: int


def answer_capsule(store: LabelStore, case: Path, path: Path) -> Answered:
    """Write what was said of a case's findings into a capsule of answers.

    Places are brought back from the sheets to the slides that the crops come from. What was drawn
    beside the crops can't be, and is left out.

    Args:
        store: that the case was opened with.
        case: the capsule.
        path: of the answer; it gets the capsule's suffix if it has none.

    Raises:
        InputInvalid: if the case is damaged, was never opened here, or nobody has read it.
        OutputUnwritable: if the disk refuses.
    """
    capsule = read_capsule(case)
    if capsule.contents.kind != CapsuleKind.CASE:
        raise InputInvalid(str(case), _ANSWER)
    path = path if path.suffix else path.with_suffix(SUFFIX)
    told = _told(store, case, capsule.contents)
    if not told.reads and not told.shapes:
        raise InputInvalid(str(case), _NOTHING)
    contents = Contents(
        capsule=capsule.contents.capsule,
        kind=str(CapsuleKind.ANSWER),
        task=capsule.contents.task,
        made_utc=now_utc().isoformat(),
        program=version("medcls"),
        cells=[],
        models=[],
        reads=told.reads,
        shapes=told.shapes,
        marked=told.marked,
    )
    write_capsule(path, contents, {})
    found = len({read.finding for read in told.reads})
    return Answered(path, len(told.reads), found, len(told.marked), told.outside)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the store knows of a case's sheets, in places of the slides."""

    reads: list[SaidRead]
    shapes: list[SaidShape]
    marked: list[NewFinding]
    outside: int


def _told(store: LabelStore, case: Path, contents: Contents) -> _Told:
    cells = {cell.uuid: cell for cell in contents.cells}
    parts = []
    with store.session(read_only=True) as session:
        for image in images.all(session):
            found = findings.as_found(session, image.uuid, contents.task)
            here = [cells[one.uuid] for one in found if one.uuid in cells]
            if not here:
                continue
            said = reads.of_image(session, image.uuid, contents.task)
            drawn = shapes.of_image(session, image.uuid, contents.task)
            answers = predictions.of_image(session, image.uuid, contents.task)
            standing = reads.in_force(found, answers, said)
            parts.append(_of_sheet(found, standing, here, said, drawn))
    if not parts:
        raise InputInvalid(str(case), _NOT_OPENED)
    return _Told(
        [read for part in parts for read in part.reads],
        [shape for part in parts for shape in part.shapes],
        [one for part in parts for one in part.marked],
        sum(part.outside for part in parts),
    )


def _of_sheet(
    found: Sequence[Finding],
    standing: Sequence[Finding],
    here: Sequence[Cell],
    said: Sequence[Read],
    drawn: Sequence[Shape],
) -> _Told:
    """What was said of one sheet."""
    homes = _homes(found, standing, here)
    asked = {cell.uuid for cell in here}
    marked = [one for one in found if one.uuid not in asked and one.uuid in homes]
    return _Told(
        [SaidRead.of(read) for read in said if read.finding in homes],
        [SaidShape.of(one, _back(homes[one.finding])) for one in drawn if one.finding in homes],
        [_marked(one, homes[one.uuid]) for one in marked],
        sum(one.uuid not in homes for one in standing),
    )


def _homes(
    found: Sequence[Finding], standing: Sequence[Finding], here: Sequence[Cell]
) -> dict[UUID, Cell]:
    """The crop that each finding of a sheet lies in; new marks that were taken back have none."""
    homes = {cell.uuid: cell for cell in here}
    kept = {one.uuid for one in standing}
    for one in found:
        if one.uuid in homes or one.uuid not in kept:
            continue
        cell = next((c for c in here if c.sheet_frame.contains(one.outline.center)), None)
        if cell is not None:
            homes[one.uuid] = cell
    return homes


def _back(cell: Cell) -> tuple[float, float]:
    right, down = cell.shift
    return -right, -down


def _marked(finding: Finding, cell: Cell) -> NewFinding:
    rings = rings_of(finding.outline, _back(cell))
    return NewFinding(str(finding.uuid), cell.image, finding.origin_detail, rings)
