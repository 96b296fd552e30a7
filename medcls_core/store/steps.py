"""Queries about the steps in which readers worked: which rows belong together."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, aliased

from medcls_core.findings import Read
from medcls_core.history import History, Row, Step, StepKind, merged
from medcls_core.store import readers, reads, shapes
from medcls_core.store.columns import now_utc
from medcls_core.store.tables import FindingRow, ReadRow, ShapeRow, StepRow


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a step that can be taken back was made; `source` is what its read says, if any."""

    image: UUID
    source: str
    step: Step


def append(session: Session, image_uuid: UUID, new: Step) -> Step:
    """Keep which rows a reader appended together, in the session that appends them.

    A row that is a step of its own, or the withdrawal of such a row, needs none.
    """
    reader = readers.remember(session, new.reader)
    kept = replace(new, reader=reader.name, time_utc=now_utc())
    row = {
        "uuid": kept.uuid,
        "image_uuid": image_uuid,
        "reader": kept.reader,
        "kind": str(kept.kind),
        "rows": [str(uuid) for uuid in kept.rows],
        "time_utc": kept.time_utc,
    }
    session.connection().execute(insert(StepRow), row)
    return kept


def of_image(session: Session, image_uuid: UUID, reader: str) -> list[Step]:
    """A reader's steps on an image, in their order."""
    question = (
        select(StepRow)
        .where(StepRow.image_uuid == image_uuid, StepRow.reader == reader)
        .order_by(StepRow.number)
    )
    return [
        Step(
            uuid=row.uuid,
            reader=row.reader,
            kind=StepKind(row.kind),
            rows=tuple(UUID(uuid) for uuid in row.rows),
            time_utc=row.time_utc,
        )
        for row in session.scalars(question)
    ]


def last_of(session: Session, reader: str, task: str, limit: int) -> list[Trace]:
    """A reader's steps that can be taken back, on whatever images, in the order of time.

    Args:
        session: of the store.
        reader: name.
        task: key of the question.
        limit: so many images are looked through, those worked on last.
    """
    found = []
    for image in _worked_on(session, reader, task)[:limit]:
        said = [one for one in reads.of_image(session, image, task) if one.reader == reader]
        drawn = [one for one in shapes.of_image(session, image, task) if one.reader == reader]
        rows: dict[UUID, Row] = {row.uuid: row for row in merged(said, drawn)}
        history = History.of(list(rows.values()), of_image(session, image, reader))
        found += [Trace(image, _source(rows, step), step) for step in history.undoable]
    return sorted(found, key=lambda trace: trace.step.time_utc)


def any_of(session: Session, reader: str, task: str) -> bool:
    """Whether anything stands that a reader said or drew, on whatever images.

    Args:
        session: of the store.
        reader: name.
        task: key of the question.
    """
    tables: tuple[type[ReadRow | ShapeRow], ...] = (ReadRow, ShapeRow)
    for table in tables:
        later = aliased(table)
        taken_back = select(later.uuid).where(later.withdraws_uuid == table.uuid).exists()
        question = (
            select(table.uuid)
            .join(FindingRow, FindingRow.uuid == table.finding_uuid)
            .where(table.reader == reader, FindingRow.task == task)
            .where(table.withdraws_uuid.is_(None), ~taken_back)
            .limit(1)
        )
        if session.execute(question).first() is not None:
            return True
    return False


def _worked_on(session: Session, reader: str, task: str) -> list[UUID]:
    """The images on which a reader said or drew something, the last one first."""
    last: dict[UUID, datetime] = {}
    for table in (ReadRow, ShapeRow):
        rows = session.execute(
            select(FindingRow.image_uuid, func.max(table.time_utc))
            .join(FindingRow, FindingRow.uuid == table.finding_uuid)
            .where(table.reader == reader, FindingRow.task == task)
            .group_by(FindingRow.image_uuid)
        )
        for image, time in rows:
            last[image] = max(time, last.get(image, time))
    return sorted(last, key=last.__getitem__, reverse=True)


def _source(rows: dict[UUID, Row], step: Step) -> str:
    first = rows.get(step.rows[0])
    return first.source if isinstance(first, Read) else ""
