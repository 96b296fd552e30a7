"""Queries about where readers looked: a ledger that is only ever added to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.geometry import Box
from medcls_core.store import readers
from medcls_core.store.tables import LookRow


@dataclass(frozen=True, slots=True)
class Look:
    """A part of an image that was on a reader's screen.

    `box` is in level-0 pixels; `downsample` is level-0 pixels per pixel of the view, 1 at the
    scan's own resolution; `time_utc` is when it ended.
    """

    box: Box
    downsample: float
    seconds: float
    time_utc: datetime


def add(session: Session, image_uuid: UUID, reader: str, looks: Sequence[Look]) -> None:
    """Keep where `reader` looked; the reader is remembered if new."""
    name = readers.remember(session, reader).name
    rows = [
        {
            "image_uuid": image_uuid,
            "reader": name,
            "x_l0": look.box.x_l0,
            "y_l0": look.box.y_l0,
            "width_l0": look.box.width_l0,
            "height_l0": look.box.height_l0,
            "downsample": look.downsample,
            "seconds": look.seconds,
            "time_utc": look.time_utc,
        }
        for look in looks
    ]
    if rows:
        session.connection().execute(insert(LookRow), rows)


def of_image(session: Session, image_uuid: UUID, reader: str) -> list[Look]:
    """Where `reader` looked in an image, the first look first."""
    rows = session.execute(
        select(
            LookRow.x_l0,
            LookRow.y_l0,
            LookRow.width_l0,
            LookRow.height_l0,
            LookRow.downsample,
            LookRow.seconds,
            LookRow.time_utc,
        )
        .where(LookRow.image_uuid == image_uuid, LookRow.reader == reader)
        .order_by(LookRow.number)
    )
    return [
        Look(Box(x, y, width, height), downsample, seconds, time)
        for x, y, width, height, downsample, seconds, time in rows
    ]


def readers_of(session: Session, image_uuid: UUID) -> list[str]:
    """Names of those who looked at an image, in their order."""
    return list(
        session.scalars(
            select(LookRow.reader)
            .where(LookRow.image_uuid == image_uuid)
            .distinct()
            .order_by(LookRow.reader)
        )
    )
