"""Findings by their place: the R-tree of SQLite, or the index over boxes of PostgreSQL.

A database with neither is asked for all findings of the image.
"""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, String, exists, func, or_, select, text, type_coerce
from sqlalchemy.orm import Session

from medcls_core.columns import Uuids, halves_of
from medcls_core.findings import Shape
from medcls_core.geometry import Box
from medcls_core.history import standing_shapes
from medcls_core.store import shapes
from medcls_core.store.columns import UuidText
from medcls_core.store.tables import FindingRow, ShapeRow

BESIDE = ("finding_places", "ix_findings_place")
"""The tree, its own tables and the index, which alembic must not take for forgotten ones."""

_SIDE_L0 = 4_194_304.0
"""How far apart the images lie in PostgreSQL's index: none is as wide."""

_INSIDE = (
    "image_low <= :image AND image_high >= :image "
    "AND left_l0 <= :right AND right_l0 >= :left AND top_l0 <= :bottom AND bottom_l0 >= :top"
)
_UUIDS = text(f"SELECT DISTINCT finding_uuid FROM finding_places WHERE {_INSIDE}").columns(  # noqa: S608  (our own words)
    finding_uuid=UuidText
)
_PLACES = text(
    "SELECT finding_uuid, left_l0, top_l0, right_l0, bottom_l0, shape_uuid "  # noqa: S608  (our own words)
    f"FROM finding_places WHERE {_INSIDE} AND task = :task"
)

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom in level-0 pixels."""


class Place(NamedTuple):
    """A finding, the edges of a box, and the shape that has it; None for the outline as found."""

    finding: str
    left_l0: float
    top_l0: float
    right_l0: float
    bottom_l0: float
    shape: str | None


@dataclass(frozen=True, slots=True)
class View:
    """The findings in a view: their uuids, and (n, 4) left, top, right, bottom in level-0 pixels.

    The edges are as a tree keeps them, single precision, rounded outwards.
    """

    uuids: Uuids
    boxes: NDArray[np.float64]


def in_view(session: Session, image_uuid: UUID, box_l0: Box, task: str) -> View:
    """The findings whose outline that stands touches a view, in no order: uuids and boxes alone.

    For very many at once; `findings.in_box` gives them whole, which takes twenty times as long.
    """
    rows = _rows(session, image_uuid, box_l0, task)
    edges = {row.finding: row[1:5] for row in rows if row.shape is None}
    drawn = _drawn(session, image_uuid, box_l0)
    if drawn:
        known = {row.finding for row in rows}
        edges |= {str(one): _edges_of(shape) for one, shape in drawn.items() if str(one) in known}
    boxes = np.array(list(edges.values()), np.float64).reshape(-1, 4)
    inside = (boxes[:, :2] < (box_l0.right_l0, box_l0.bottom_l0)).all(axis=1)
    inside &= (boxes[:, 2:] >= (box_l0.x_l0, box_l0.y_l0)).all(axis=1)
    return View(Uuids(halves_of(list(edges))[inside]), boxes[inside])


def _drawn(session: Session, image_uuid: UUID, box_l0: Box) -> dict[UUID, Shape]:
    """The shapes that stand of findings in or near a box; in many a store nobody drew any."""
    if session.scalar(select(ShapeRow.uuid).limit(1)) is None:
        return {}
    return standing_shapes(shapes.of_findings(session, near(session, image_uuid, box_l0)))


def _edges_of(shape: Shape) -> Edges:
    if shape.outline is None:
        raise ValueError("a withdrawal never stands")
    box = shape.outline.bounds
    return box.x_l0, box.y_l0, box.right_l0, box.bottom_l0


def _rows(session: Session, image_uuid: UUID, box_l0: Box, task: str) -> list[Place]:
    if _dialect(session) == "sqlite":
        question = _PLACES.bindparams(**_limits(image_uuid, box_l0), task=task)
        return list(map(Place._make, session.execute(question).all()))
    columns = (
        type_coerce(FindingRow.uuid, String),
        FindingRow.x_l0,
        FindingRow.y_l0,
        FindingRow.x_l0 + FindingRow.width_l0,
        FindingRow.y_l0 + FindingRow.height_l0,
    )
    of_task = FindingRow.uuid.in_(near(session, image_uuid, box_l0)), FindingRow.task == task
    drawn = exists().where(ShapeRow.finding_uuid == FindingRow.uuid)
    found = session.execute(select(*columns, drawn).where(*of_task)).all()
    rows = [Place(*row[:5], None) for row in found]
    return rows + [Place(*row[:5], "drawn") for row in found if row[5]]


def near(session: Session, image_uuid: UUID, box_l0: Box) -> Select[UUID]:
    """A question for the uuids of the findings that were found or drawn in a box.

    It gives some more, but none less: numbers in the tree are rounded outwards, images share the
    20 bits of their uuids that it knows, and a shape may not stand any more.
    """
    dialect = _dialect(session)
    if dialect == "sqlite":
        tree = _UUIDS.bindparams(**_limits(image_uuid, box_l0))
        return select(tree.subquery().c.finding_uuid)
    of_image = select(FindingRow.uuid).where(FindingRow.image_uuid == image_uuid)
    if dialect != "postgresql":
        return of_image
    drawn = (
        select(ShapeRow.finding_uuid)
        .join(FindingRow, FindingRow.uuid == ShapeRow.finding_uuid)
        .where(FindingRow.image_uuid == image_uuid)
    )
    found = select(FindingRow.uuid).where(_overlaps(image_uuid, box_l0))
    return select(FindingRow.uuid).where(
        or_(FindingRow.uuid.in_(found), FindingRow.uuid.in_(drawn))
    )


def _overlaps(image_uuid: UUID, box_l0: Box) -> ColumnElement[bool]:
    side = _code(image_uuid) * _SIDE_L0
    wanted = func.box(
        func.point(box_l0.x_l0 + side, box_l0.y_l0),
        func.point(box_l0.right_l0 + side, box_l0.bottom_l0),
    )
    place = func.medcls_place(
        FindingRow.image_uuid,
        FindingRow.x_l0,
        FindingRow.y_l0,
        FindingRow.width_l0,
        FindingRow.height_l0,
    )
    return place.bool_op("&&")(wanted)


def _limits(image_uuid: UUID, box_l0: Box) -> dict[str, float]:
    return {
        "image": _code(image_uuid),
        "left": box_l0.x_l0,
        "right": box_l0.right_l0,
        "top": box_l0.y_l0,
        "bottom": box_l0.bottom_l0,
    }


def _code(image_uuid: UUID) -> int:
    """The 20 bits that the tree knows of an image's uuid."""
    return int(image_uuid.hex[:5], 16)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
