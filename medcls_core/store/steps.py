"""Queries about the steps in which readers worked: which rows belong together."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.history import Step, StepKind
from medcls_core.store import readers
from medcls_core.store.columns import now_utc
from medcls_core.store.tables import StepRow


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
