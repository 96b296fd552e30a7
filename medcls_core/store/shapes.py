"""Queries about what people drew around findings: appended, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from medcls_core.errors import InputInvalid
from medcls_core.findings import Finding, Shape
from medcls_core.geometry import Outline, Point
from medcls_core.history import standing_shapes
from medcls_core.language import Text
from medcls_core.store import by_image, readers
from medcls_core.store.columns import now_utc
from medcls_core.store.tables import FindingRow, ShapeRow

_NOT_YOURS = Text(
    "it is no shape, or one of another reader or finding", "没有这个轮廓，或属于其他阅片人或目标"
)
_UNDONE = Text("it was undone before", "它已被撤销")


def append(session: Session, new: Shape) -> Shape:
    """Keep a shape, or take one back; the reader is remembered if new.

    It is on disk once the session's block has ended. Its time is the store's.

    Raises:
        InputInvalid: if it takes back a shape that is another reader's, of another finding, itself
            a withdrawal, or withdrawn already.
    """
    reader = readers.remember(session, new.reader)
    kept = replace(new, reader=reader.name, time_utc=now_utc())
    if kept.withdraws is not None:
        _check_withdrawal(session, kept, kept.withdraws)
    row = {
        "uuid": kept.uuid,
        "finding_uuid": kept.finding,
        "reader": kept.reader,
        "rings": None if kept.outline is None else _rings(kept.outline),
        "locked": kept.locked,
        "time_utc": kept.time_utc,
        "withdraws_uuid": kept.withdraws,
    }
    session.connection().execute(insert(ShapeRow), row)
    return kept


def of_image(session: Session, image_uuid: UUID, task: str | None = None) -> list[Shape]:
    """Every shape of an image's findings in order, withdrawals among them; None: of all tasks."""
    asked = select(ShapeRow).order_by(ShapeRow.number)
    question = by_image.of_image(session, asked, ShapeRow.finding_uuid, ShapeRow.number, image_uuid)
    if task is not None:
        question = question.where(FindingRow.task == task)
    return [_shape(row) for row in session.scalars(question)]


def number_of_last(session: Session) -> int:
    """The number of the last shape, which rises with every one that is drawn; 0 without any."""
    return session.scalar(select(func.max(ShapeRow.number))) or 0


def of_image_after(session: Session, image_uuid: UUID, task: str, number: int) -> list[Shape]:
    """The shapes of an image's findings that were drawn after the shape of that number."""
    question = (
        select(ShapeRow)
        .join(FindingRow, FindingRow.uuid == ShapeRow.finding_uuid)
        .where(FindingRow.image_uuid == image_uuid, FindingRow.task == task)
        .where(ShapeRow.number > number)
        .order_by(ShapeRow.number)
    )
    return [_shape(row) for row in session.scalars(question)]


def of_finding(session: Session, finding: UUID) -> list[Shape]:
    """Every shape of one finding in order, withdrawals among them."""
    question = select(ShapeRow).where(ShapeRow.finding_uuid == finding).order_by(ShapeRow.number)
    return [_shape(row) for row in session.scalars(question)]


def of_findings(session: Session, findings: Select[UUID]) -> list[Shape]:
    """Every shape of the findings that a question gives, in order, withdrawals among them."""
    if session.scalar(select(ShapeRow.number).limit(1)) is None:
        return []
    question = select(ShapeRow).where(ShapeRow.finding_uuid.in_(findings))
    return [_shape(row) for row in sorted(session.scalars(question), key=_number)]


def _number(row: ShapeRow) -> int:
    return row.number


def drawn(findings: Sequence[Finding], shapes: Iterable[Shape]) -> list[Finding]:
    """The findings with the outlines that stand: the last one drawn, else as they were found."""
    standing = standing_shapes(shapes)
    return [_drawn(each, standing.get(each.uuid)) for each in findings]


def locked(shapes: Iterable[Shape]) -> frozenset[UUID]:
    """The findings whose standing outline is kept from being changed."""
    return frozenset(uuid for uuid, shape in standing_shapes(shapes).items() if shape.locked)


def _drawn(finding: Finding, shape: Shape | None) -> Finding:
    if shape is None or shape.outline is None:
        return finding
    return replace(finding, outline=shape.outline)


def _check_withdrawal(session: Session, new: Shape, target: UUID) -> None:
    what = f"undo of shape {target}"
    taken_back = session.scalar(select(ShapeRow).where(ShapeRow.uuid == target))
    if (
        taken_back is None
        or taken_back.withdraws_uuid is not None
        or (taken_back.reader, taken_back.finding_uuid) != (new.reader, new.finding)
    ):
        raise InputInvalid(what, _NOT_YOURS)
    if session.scalar(select(ShapeRow.number).where(ShapeRow.withdraws_uuid == target)) is not None:
        raise InputInvalid(what, _UNDONE)


def _rings(outline: Outline) -> list[list[list[float]]]:
    return [
        [[vertex.x_l0, vertex.y_l0] for vertex in ring]
        for ring in (outline.vertices, *outline.holes)
    ]


def _shape(row: ShapeRow) -> Shape:
    return Shape(
        uuid=row.uuid,
        finding=row.finding_uuid,
        reader=row.reader,
        outline=None if row.rings is None else _outline(row.rings),
        locked=row.locked,
        time_utc=row.time_utc,
        withdraws=row.withdraws_uuid,
    )


def _outline(rings: list[list[list[float]]]) -> Outline:
    border, *holes = [tuple(Point(x_l0, y_l0) for x_l0, y_l0 in ring) for ring in rings]
    return Outline(border, tuple(holes))
