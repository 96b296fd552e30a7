"""What changed since a moment: findings that came, were answered, redrawn or taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from medcls_core.store.tables import FindingRow, PredictionRow, ReadRow, ShapeRow


def changes_since(
    session: Session, image_uuid: UUID, task: str, since: datetime
) -> frozenset[UUID]:
    """The findings of which something was kept at `since` or later.

    That is: the finding itself, an answer of a model, a read or its withdrawal, an outline or its
    withdrawal.
    """
    changed = set(
        session.scalars(
            select(FindingRow.uuid).where(
                FindingRow.image_uuid == image_uuid,
                FindingRow.task == task,
                FindingRow.added_utc >= since,
            )
        )
    )
    for table in (PredictionRow, ReadRow, ShapeRow):
        changed |= set(
            session.scalars(
                select(table.finding_uuid)
                .join(FindingRow, FindingRow.uuid == table.finding_uuid)
                .where(
                    FindingRow.image_uuid == image_uuid,
                    FindingRow.task == task,
                    table.time_utc >= since,
                )
                .distinct()
            )
        )
    return frozenset(changed)
