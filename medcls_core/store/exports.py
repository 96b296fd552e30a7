"""Queries about what went into files, and when: what the next export counts from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.store.columns import now_utc
from medcls_core.store.tables import ExportNoteRow


def note(
    session: Session,
    kind: str,
    task: str | None,
    image_uuid: UUID | None,
    count: int,
    shown_utc: datetime | None = None,
) -> None:
    """Keep that `count` findings went into files.

    Args:
        session: of the store.
        kind: of the files.
        task: the only one, None for all.
        image_uuid: the only image, None for all.
        count: of the findings.
        shown_utc: the moment that the files show; None: now.
    """
    row = {
        "time_utc": shown_utc or now_utc(),
        "kind": kind,
        "task": task,
        "image_uuid": image_uuid,
        "findings": count,
    }
    session.connection().execute(insert(ExportNoteRow), row)


def last(session: Session, kind: str, task: str | None, image_uuid: UUID | None) -> datetime | None:
    """The moment that the last files of that kind, task and image show; None if there are none."""
    return session.scalar(
        select(ExportNoteRow.time_utc)
        .where(
            ExportNoteRow.kind == kind,
            ExportNoteRow.task.is_not_distinct_from(task),
            ExportNoteRow.image_uuid.is_not_distinct_from(image_uuid),
        )
        .order_by(ExportNoteRow.number.desc())
        .limit(1)
    )
