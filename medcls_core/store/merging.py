"""What was said of findings elsewhere, into the store: by uuid, so that nothing comes twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Shape
from medcls_core.language import Text
from medcls_core.store import consensus, findings, images, reads, shapes
from medcls_core.store.reads import NewRead
from medcls_core.store.tables import FindingRow, ReadRow, ShapeRow

_CHUNK = 500
_FOREIGN = Text(
    "none of its findings are in this label store; give the one that the case was packed from",
    "其中的目标都不在此标注库中；请给出打包该病例的标注库",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said elsewhere, each in its order; `marked` are new findings by image."""

    marked: Sequence[tuple[UUID, Finding]]
    shapes: Sequence[Shape]
    reads: Sequence[NewRead]


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of it.

    Attributes:
        reads: that are new here, withdrawals among them.
        known: reads that were here already.
        shapes: that are new here.
        marked: findings that are new here.
        unknown: reads of findings that aren't here.
        conflicts: findings of these on which readers now stand for different answers.
        readers: whose reads came.
    """

    reads: int
    known: int
    shapes: int
    marked: int
    unknown: int
    conflicts: int
    readers: tuple[str, ...]


def merge(session: Session, what: str, task: str, told: Told) -> Merged:
    """Append what isn't here yet; what is here stays as it is.

    Args:
        session: of the store, which is left without any of it if this raises.
        what: the file's name, for a complaint.
        task: key of the question.
        told: what was said.

    Raises:
        InputInvalid: if none of the findings are here, or a withdrawal makes no sense.
    """
    fresh = _add_marked(session, told.marked)
    about = {one.finding for one in told.reads} | {one.finding for one in told.shapes}
    here = _there(session, FindingRow.uuid, about)
    if not here:
        raise InputInvalid(what, _FOREIGN)
    had = _there(session, ReadRow.uuid, [read.uuid for read in told.reads])
    news = [read for read in told.reads if read.uuid not in had and read.finding in here]
    for run in _runs(news):
        reads.append_all(session, run)
    drawn = _there(session, ShapeRow.uuid, [shape.uuid for shape in told.shapes])
    outlines = [each for each in told.shapes if each.uuid not in drawn and each.finding in here]
    for shape in outlines:
        shapes.append(session, shape)
    return Merged(
        reads=len(news),
        known=len(had),
        shapes=len(outlines),
        marked=fresh,
        unknown=sum(read.finding not in here for read in told.reads),
        conflicts=_conflicts(session, task, {read.finding for read in told.reads} & here),
        readers=tuple(sorted({read.reader for read in news})),
    )


def _add_marked(session: Session, marked: Sequence[tuple[UUID, Finding]]) -> int:
    """New findings of the images that are here."""
    by_image: dict[UUID, list[Finding]] = {}
    for image, finding in marked:
        by_image.setdefault(image, []).append(finding)
    return sum(
        findings.add(session, image, some)
        for image, some in by_image.items()
        if images.find(session, image) is not None
    )


def _runs(news: Sequence[NewRead]) -> Iterator[list[NewRead]]:
    """Reads in their order, a withdrawal apart: what it takes back must be in the store by then."""
    run: list[NewRead] = []
    for new in news:
        if new.withdraws is not None and run:
            yield run
            run = []
        run.append(new)
    if run:
        yield run


def _conflicts(session: Session, task: str, about: Iterable[UUID]) -> int:
    """Findings on which the standing answers of several readers differ."""
    said = [read for one in about for read in reads.of_finding(session, one) if read.task == task]
    standing = consensus.standings(said)
    return sum(one.state is consensus.State.CONFLICT for one in standing.values())


def _there(
    session: Session, column: InstrumentedAttribute[UUID], uuids: Iterable[UUID]
) -> set[UUID]:
    """Those of `uuids` that a table has."""
    wanted, found = list(uuids), set[UUID]()
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found |= set(session.scalars(select(column).where(column.in_(chunk))))
    return found
