"""Queries about the objects in an image."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Origin
from medcls_core.geometry import Box, Outline, Point
from medcls_core.language import Text
from medcls_core.store import places, shapes
from medcls_core.store.columns import now_utc
from medcls_core.store.many_rows import insert_columns, outline_texts
from medcls_core.store.tables import FindingRow

_CHUNK = 500  # below the number of parameters any database takes in one statement

_ELSEWHERE = Text("it belongs to another image already", "它已属于另一张图像")

_COLUMNS = (
    FindingRow.uuid,
    FindingRow.task,
    FindingRow.outline,
    FindingRow.origin,
    FindingRow.origin_detail,
)


def add(session: Session, image_uuid: UUID, findings: Sequence[Finding]) -> int:
    """Keep new findings of one image, many at once.

    A finding whose uuid is known for this image already is left as it is: findings don't change.

    Returns:
        How many were new.

    Raises:
        InputInvalid: if a uuid is known for another image.
    """
    known = _images_of(session, [finding.uuid for finding in findings])
    for uuid, image in known.items():
        if image != image_uuid:
            raise InputInvalid(f"finding {uuid}", _ELSEWHERE)
    fresh = list(
        {finding.uuid: finding for finding in findings if finding.uuid not in known}.values()
    )
    boxes = [finding.outline.bounds for finding in fresh]
    insert_columns(
        session,
        FindingRow,
        {
            "uuid": [str(finding.uuid) for finding in fresh],
            "task": [finding.task for finding in fresh],
            "outline": outline_texts(finding.outline.vertices for finding in fresh),
            "x_l0": [box.x_l0 for box in boxes],
            "y_l0": [box.y_l0 for box in boxes],
            "width_l0": [box.width_l0 for box in boxes],
            "height_l0": [box.height_l0 for box in boxes],
            "origin": [str(finding.origin) for finding in fresh],
            "origin_detail": [finding.origin_detail for finding in fresh],
        },
        {"image_uuid": image_uuid, "added_utc": _moment_after_all(session, image_uuid)},
    )
    return len(fresh)


def of_image(session: Session, image_uuid: UUID, task: str | None = None) -> list[Finding]:
    """The findings of an image, of one task or (None) of all, from top to bottom.

    Their outlines are those that stand: what a person drew last, else what was found.
    """
    found = as_found(session, image_uuid, task)
    return shapes.drawn(found, shapes.of_image(session, image_uuid, task))


def as_found(session: Session, image_uuid: UUID, task: str | None = None) -> list[Finding]:
    """As `of_image`, with the outlines that the findings had at first."""
    question = select(*_COLUMNS).where(FindingRow.image_uuid == image_uuid)
    if task is not None:
        question = question.where(FindingRow.task == task)
    rows = session.execute(question.order_by(FindingRow.y_l0, FindingRow.x_l0, FindingRow.uuid))
    return [_finding(*row) for row in rows]


def numbers(session: Session, image_uuid: UUID, task: str) -> dict[UUID, int]:
    """The number of every finding of an image and task, for people; it never changes.

    They count from 1 in the order in which findings were added, those added together from top to
    bottom.
    """
    rows = session.scalars(
        select(FindingRow.uuid)
        .where(FindingRow.image_uuid == image_uuid, FindingRow.task == task)
        .order_by(FindingRow.added_utc, FindingRow.y_l0, FindingRow.x_l0, FindingRow.uuid)
    )
    return {uuid: number for number, uuid in enumerate(rows, start=1)}


def in_box(
    session: Session, image_uuid: UUID, box_l0: Box, task: str | None = None
) -> list[Finding]:
    """The findings of an image whose outline that stands touches `box_l0`, from top to bottom.

    Those found or drawn there are looked up by place: the time it takes hangs on them, not on how
    many findings the image has.
    """
    near = places.near(session, image_uuid, box_l0)
    # What was computed has no index, so that a database can't begin with all of the image.
    of_image = func.coalesce(FindingRow.image_uuid, FindingRow.image_uuid) == image_uuid
    question = select(*_COLUMNS).where(FindingRow.uuid.in_(near), of_image)
    if task is not None:
        question = question.where(func.coalesce(FindingRow.task, FindingRow.task) == task)
    found = [_finding(*row) for row in session.execute(question)]
    standing = shapes.drawn(found, shapes.of_findings(session, near))
    touching = [each for each in standing if _touches(each.outline.bounds, box_l0)]
    return sorted(touching, key=_from_top)


def find(session: Session, uuid: UUID) -> Finding | None:
    """The finding of that uuid with the outline that stands; None if there is none."""
    row = session.execute(select(*_COLUMNS).where(FindingRow.uuid == uuid)).one_or_none()
    if row is None:
        return None
    return shapes.drawn([_finding(*row)], shapes.of_finding(session, uuid))[0]


def image_of(session: Session, uuid: UUID) -> UUID | None:
    """The image that a finding lies in; None if there is no such finding."""
    return session.scalar(select(FindingRow.image_uuid).where(FindingRow.uuid == uuid))


def _touches(box: Box, other: Box) -> bool:
    """Whether they have a place in common; a point has a box without area."""
    return (
        box.x_l0 < other.right_l0
        and box.y_l0 < other.bottom_l0
        and box.right_l0 >= other.x_l0
        and box.bottom_l0 >= other.y_l0
    )


def _from_top(finding: Finding) -> tuple[float, float, str]:
    box = finding.outline.bounds
    return box.y_l0, box.x_l0, str(finding.uuid)


def _moment_after_all(session: Session, image_uuid: UUID) -> datetime:
    """Now, but later than every finding of the image: a clock set back must not renumber them."""
    last = session.scalar(
        select(func.max(FindingRow.added_utc)).where(FindingRow.image_uuid == image_uuid)
    )
    now = now_utc()
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _images_of(session: Session, uuids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The images of those findings that are known."""
    known: dict[UUID, UUID] = {}
    for chunk in _chunks(uuids):
        rows = session.execute(
            select(FindingRow.uuid, FindingRow.image_uuid).where(FindingRow.uuid.in_(chunk))
        )
        known.update({row.uuid: row.image_uuid for row in rows})
    return known


def _chunks(uuids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(uuids), _CHUNK):
        yield uuids[start : start + _CHUNK]


def _finding(
    uuid: UUID, task: str, outline: list[list[float]], origin: str, origin_detail: str
) -> Finding:
    vertices = tuple(Point(x_l0, y_l0) for x_l0, y_l0 in outline)
    return Finding(uuid, task, Outline(vertices), Origin(origin), origin_detail)
