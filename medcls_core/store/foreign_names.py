"""Queries about what other programs called findings and their classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.store.tables import FindingRow, ForeignNameRow


@dataclass(frozen=True, slots=True)
class ForeignName:
    """Names of a finding and of its class in the program that it came from, None without one.

    `color` is the class's, '#rrggbb'. `detected` says that a program had found it there.
    """

    name: str | None
    class_name: str | None
    color: str | None
    detected: bool


def add(session: Session, names: Mapping[UUID, ForeignName]) -> None:
    """Keep the names of findings that are new; those drawn by hand and without any need none."""
    rows = [
        {
            "finding_uuid": uuid,
            "name": one.name,
            "class_name": one.class_name,
            "color": one.color,
            "detected": one.detected,
        }
        for uuid, one in names.items()
        if one.name is not None or one.class_name is not None or one.detected
    ]
    if rows:
        session.connection().execute(insert(ForeignNameRow), rows)


def of_image(session: Session, image_uuid: UUID, task: str) -> dict[UUID, ForeignName]:
    """The foreign names of an image's findings, by finding."""
    rows = session.execute(
        select(
            ForeignNameRow.finding_uuid,
            ForeignNameRow.name,
            ForeignNameRow.class_name,
            ForeignNameRow.color,
            ForeignNameRow.detected,
        )
        .join(FindingRow, FindingRow.uuid == ForeignNameRow.finding_uuid)
        .where(FindingRow.image_uuid == image_uuid, FindingRow.task == task)
    )
    return {
        uuid: ForeignName(name, class_name, color, detected)
        for uuid, name, class_name, color, detected in rows
    }
