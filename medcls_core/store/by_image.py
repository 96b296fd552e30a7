"""Asking for rows about the findings of one image, whichever side of the join is the smaller."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from medcls_core.store.tables import FindingRow

Question = TypeVar("Question", bound=Select[*tuple[object, ...]])


def of_image(
    session: Session,
    question: Question,
    finding: InstrumentedAttribute[UUID],
    number: InstrumentedAttribute[int],
    image_uuid: UUID,
) -> Question:
    """The question for those of its rows alone that are about findings of an image.

    A database that kept no statistics begins with the findings of the image: well for four of them
    and a million rows, but half a million findings would each be looked up among a dozen rows.

    Args:
        session: of the store.
        question: for rows of one table.
        finding: that table's finding.
        number: that table's count of rows.
        image_uuid: the image.
    """
    of_findings = select(func.count()).where(FindingRow.image_uuid == image_uuid)
    findings, rows = session.scalar(of_findings) or 0, session.scalar(select(func.max(number)))
    joined = question.join(FindingRow, FindingRow.uuid == finding)
    if findings <= (rows or 0):
        return joined.where(FindingRow.image_uuid == image_uuid)
    # No index holds what was computed, so that the database begins with the other table.
    return joined.where(func.coalesce(FindingRow.image_uuid, FindingRow.image_uuid) == image_uuid)
