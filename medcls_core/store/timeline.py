"""Who said and drew what, and when; and back to how it was at any moment, by adding to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from medcls_core.findings import ADJUDICATION, Read, Shape, Verdict
from medcls_core.history import Row, Step, StepKind, merged, not_withdrawn, standing_shapes
from medcls_core.store import findings, images, reading_rules, reads, shapes, steps
from medcls_core.store.columns import now_utc
from medcls_core.store.images import StoredImage


@dataclass(frozen=True, slots=True)
class Event:
    """A read or a shape: of which finding, by its number, in which image."""

    image: StoredImage
    task: str
    number: int
    row: Row


def events(session: Session, tasks: Iterable[str], image_uuid: UUID | None = None) -> list[Event]:
    """What was said and drawn, in the order of time, withdrawals among it.

    First reads of findings that somebody is to read again unseen are left out.

    Args:
        session: of the store.
        tasks: keys of the questions.
        image_uuid: only this image; None is all.
    """
    found = []
    keys = list(tasks)
    for image in images.all(session):
        if image_uuid is None or image.uuid == image_uuid:
            for task in keys:
                found += _of_image(session, image, task)
    return sorted(found, key=lambda event: event.row.time_utc)


def _of_image(session: Session, image: StoredImage, task: str) -> list[Event]:
    said = reads.of_image(session, image.uuid, task)
    drawn = shapes.of_image(session, image.uuid, task)
    if not said and not drawn:
        return []
    numbers = findings.numbers(session, image.uuid, task)
    held = _held(session, image.uuid, task, said)
    rows = [row for row in merged(said, drawn) if row.uuid not in held]
    return [Event(image, task, numbers[row.finding], row) for row in rows]


def _held(session: Session, image_uuid: UUID, task: str, said: Sequence[Read]) -> set[UUID]:
    held: set[UUID] = set()
    for name in {read.reader for read in said}:
        if reading_rules.of_reader(session, name).repeats:
            sight = reading_rules.sight_of(session, image_uuid, task, name, said)
            held |= {read.uuid for read in sight.held}
    return held


def return_to(  # noqa: PLR0913  (whose, where, when and how are all asked)
    session: Session,
    image_uuid: UUID,
    task: str,
    reader: str,
    moment: datetime,
    source: str,
    *,
    finding: UUID | None = None,
) -> int:
    """Let a reader's answers, flags and outlines of an image stand as they did at a moment.

    Nothing is taken away: what came since is withdrawn, what was withdrawn since is given again,
    and all of it is one step that can be undone.

    Args:
        session: of the store.
        image_uuid: the image.
        task: key of the question.
        reader: whose; what this reader is to read again unseen is left as it is.
        moment: how it was then, what was appended in it included.
        source: what the new reads say of where they came from.
        finding: only this one; None is all.

    Returns:
        How many rows were appended.
    """
    own, drawn = own_rows(session, image_uuid, task, reader, finding)
    news = _reads_back(own, moment, source)
    appended = reads.append_all(session, list(news))
    copies = {new.uuid: old for new, old in news.items() if old is not None}
    reading_rules.note_again(session, copies)
    back = [shapes.append(session, one) for one in _shapes_back(drawn, moment)]
    rows = (*(read.uuid for read in appended), *(shape.uuid for shape in back))
    if rows:
        steps.append(session, image_uuid, Step(uuid4(), reader, StepKind.DO, rows, now_utc()))
    return len(rows)


def own_rows(
    session: Session, image_uuid: UUID, task: str, reader: str, finding: UUID | None = None
) -> tuple[list[Read], list[Shape]]:
    """What a reader said and drew in an image, in its order: of one finding, or (None) of all.

    What this reader is to read again unseen is left out.
    """
    said = reads.of_image(session, image_uuid, task)
    again = reading_rules.repeats_of(session, image_uuid, reader, said)
    drawn = shapes.of_image(session, image_uuid, task)

    def is_meant(row: Row) -> bool:
        asked = finding is None or row.finding == finding
        return asked and row.reader == reader and row.finding not in again

    return [one for one in said if is_meant(one)], [one for one in drawn if is_meant(one)]


def _reads_back(
    own: Sequence[Read], moment: datetime, source: str
) -> dict[reads.NewRead, UUID | None]:
    """What to append, and of which read it is a copy; None for a withdrawal."""
    then = not_withdrawn(read for read in own if read.time_utc <= moment)
    now = not_withdrawn(own)
    kept = [read for read in now if read in then]
    news: dict[reads.NewRead, UUID | None] = {}
    for read in reversed(now):
        if read not in then:
            news[_new(read, source, withdraws=read.uuid)] = None
    stands, wanted = reads.current(kept), reads.current(then)
    missing = [read for finding, read in wanted.items() if stands.get(finding) != read]
    flags = reads.flagged(then) - reads.flagged(kept)
    missing += [
        read
        for read in then
        if read.verdict is Verdict.FLAG and read.finding in flags and read not in missing
    ]
    return news | {_new(read, source): read.uuid for read in missing}


def _new(read: Read, source: str, withdraws: UUID | None = None) -> reads.NewRead:
    undone = withdraws is not None
    return reads.NewRead(
        finding=read.finding,
        task=read.task,
        reader=read.reader,
        verdict=Verdict.WITHDRAW if undone else read.verdict,
        class_key=None if undone else read.class_key,
        source=ADJUDICATION if read.source == ADJUDICATION and not undone else source,
        model_sha256=read.model_sha256,
        withdraws=withdraws,
    )


def _shapes_back(drawn: Sequence[Shape], moment: datetime) -> list[Shape]:
    then = not_withdrawn(shape for shape in drawn if shape.time_utc <= moment)
    now = not_withdrawn(drawn)
    kept = [shape for shape in now if shape in then]
    back = [
        replace(shape, uuid=uuid4(), outline=None, withdraws=shape.uuid)
        for shape in reversed(now)
        if shape not in then
    ]
    stands = standing_shapes(kept)
    wanted = standing_shapes(then)
    return back + [
        replace(shape, uuid=uuid4())
        for finding, shape in wanted.items()
        if stands.get(finding) != shape
    ]
