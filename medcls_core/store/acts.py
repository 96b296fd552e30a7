"""What every act changed, before and after, told to one reader; and what a return would change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from medcls_core.findings import ADJUDICATION, DECIDING, IMPORTED, Read, Shape, Verdict
from medcls_core.history import Row, Step, StepKind, merged, standing_shapes
from medcls_core.store import findings, reading_rules, reads, shapes, steps, timeline
from medcls_core.store.consensus import answer_of

RETURNED = "return"
"""The source of reads that let an earlier state stand again."""


class Way(StrEnum):
    """How an act came about; a mark is removed, or merged into another finding."""

    GIVEN = "given"
    REMOVED = "removed"
    MERGED = "merged"
    UNDONE = "undone"
    AGAIN = "again"
    RETURNED = "returned"
    IMPORTED = "imported"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True)
class State:
    """What one reader has made of a finding.

    Attributes:
        read: the answer or remark that stands, None where nothing was said.
        flagged: whether a flag stands beside it.
        shape: the reader's outline that stands, None where the reader drew none.
    """

    read: Read | None = None
    flagged: bool = False
    shape: Shape | None = None

    def says_as(self, other: "State") -> bool:
        """Whether nobody would see a difference, whatever rows it is made of."""
        return self.seen == other.seen

    @property
    def seen(self) -> tuple[object, ...]:
        """What a person sees of it: answer, adjudicated or not, flag, outline."""
        read, shape = self.read, self.shape
        return (
            None if read is None else answer_of(read),
            read is not None and read.source == ADJUDICATION,
            self.flagged,
            None if shape is None else (shape.outline, shape.locked),
        )


NOTHING = State()


@dataclass(frozen=True, slots=True)
class Change:
    """What one finding was for its reader before, and is after."""

    finding: UUID
    number: int
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Act:
    """One step of a reader's, as far as it is about one finding.

    `first_utc` and `time_utc` are when its first and its last row were appended: a return to the
    last moment includes all of it, one to before the first nothing.
    """

    first_utc: datetime
    time_utc: datetime
    reader: str
    way: Way
    change: Change


@dataclass(frozen=True, slots=True)
class Told:
    """The acts that a reader may see, in the order of time, and how many wait.

    `waiting` counts by finding the acts of other readers that are seen after the own answer.
    """

    acts: tuple[Act, ...] = ()
    waiting: Mapping[UUID, int] = field(default_factory=dict)


def told_to(session: Session, image_uuid: UUID, task: str, reader: str) -> Told:
    """What was done in an image, told to `reader`: who asks sees no answer before an own one.

    What others did with a finding is told once the reader's own answer to it stands; of a finding
    that the reader is to read again unseen nothing is told.
    """
    said = reads.of_image(session, image_uuid, task)
    again = reading_rules.repeats_of(session, image_uuid, reader, said)
    answered = {
        finding
        for (finding, name), read in reads.current_by_reader(said).items()
        if name == reader and read.verdict in DECIDING
    }
    told, waiting = [], dict[UUID, int]()
    for act in _told(session, image_uuid, task, said):
        finding = act.change.finding
        if finding in again:
            continue
        if act.reader == reader or finding in answered:
            told.append(act)
        else:
            waiting[finding] = waiting.get(finding, 0) + 1
    return Told(tuple(told), waiting)


def every(session: Session, image_uuid: UUID, task: str) -> list[Act]:
    """All acts in an image in the order of time; not to be shown to a reader as they are."""
    return list(_told(session, image_uuid, task, reads.of_image(session, image_uuid, task)))


def _told(session: Session, image_uuid: UUID, task: str, said: Sequence[Read]) -> Iterator[Act]:
    rows = merged(said, shapes.of_image(session, image_uuid, task))
    names = dict.fromkeys(row.reader for row in rows)
    taken = [step for name in names for step in steps.of_image(session, image_uuid, name)]
    return _acts(rows, taken, findings.numbers(session, image_uuid, task))


def changes(
    session: Session,
    image_uuid: UUID,
    task: str,
    reader: str,
    moment: datetime,
    *,
    finding: UUID | None = None,
) -> list[Change]:
    """What `timeline.return_to` would change, finding by finding; the arguments are the same."""
    said, drawn = timeline.own_rows(session, image_uuid, task, reader, finding)
    numbers = findings.numbers(session, image_uuid, task)
    by_finding: dict[UUID, list[Row]] = {}
    for row in merged(said, drawn):
        by_finding.setdefault(row.finding, []).append(row)
    found = [
        Change(
            uuid,
            numbers[uuid],
            _state(rows),
            _state([row for row in rows if row.time_utc <= moment]),
        )
        for uuid, rows in by_finding.items()
    ]
    other = [one for one in found if not one.before.says_as(one.after)]
    return sorted(other, key=lambda one: one.number)


def _acts(rows: Sequence[Row], taken: Iterable[Step], numbers: Mapping[UUID, int]) -> Iterator[Act]:
    """The rows by step and finding, each with what it changed."""
    named = {row: step for step in taken for row in step.rows}
    drawn = {step.uuid for row in rows if isinstance(row, Shape) and (step := named.get(row.uuid))}
    groups: dict[tuple[UUID, UUID], list[Row]] = {}
    for row in rows:
        step = named.get(row.uuid)
        groups.setdefault((row.uuid if step is None else step.uuid, row.finding), []).append(row)
    done: dict[tuple[str, UUID], list[Row]] = {}
    states: dict[tuple[str, UUID], State] = {}
    for (step_uuid, finding), group in groups.items():
        reader = group[0].reader
        so_far = done.setdefault((reader, finding), [])
        so_far += group
        before = states.get((reader, finding), NOTHING)
        after = states[reader, finding] = _state(so_far)
        way = _way(group, named.get(group[0].uuid), with_shapes=step_uuid in drawn)
        change = Change(finding, numbers[finding], before, after)
        yield Act(group[0].time_utc, group[-1].time_utc, reader, way, change)


def _state(rows: Sequence[Row]) -> State:
    """What stands of one reader's rows about one finding."""
    if len(rows) == 1 and isinstance(rows[0], Read) and rows[0].verdict in DECIDING:
        return State(rows[0])  # nearly all are of this kind
    said = [row for row in rows if isinstance(row, Read)]
    drawn = [row for row in rows if isinstance(row, Shape)]
    read = next(iter(reads.current(said).values()), None)
    if read is not None and read.verdict is Verdict.FLAG:
        read = None  # it is said by `flagged`
    shape = next(iter(standing_shapes(drawn).values()), None)
    return State(read, bool(reads.flagged(said)), shape)


def _way(group: Sequence[Row], step: Step | None, *, with_shapes: bool) -> Way:
    """How the rows of one step about one finding came about; `with_shapes`: of all findings."""
    if step is not None and step.kind is not StepKind.DO:
        return Way.UNDONE if step.kind is StepKind.UNDO else Way.AGAIN
    sources = {row.source for row in group if isinstance(row, Read)}
    if RETURNED in sources:
        return Way.RETURNED
    if all(row.withdraws is not None for row in group):
        if step is None:
            return Way.UNDONE
        return Way.MERGED if with_shapes else Way.REMOVED
    if ADJUDICATION in sources:
        return Way.ADJUDICATED
    imported = any(source.startswith(IMPORTED) for source in sources)
    return Way.IMPORTED if imported else Way.GIVEN
