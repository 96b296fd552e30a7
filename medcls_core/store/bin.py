"""What was put away: images, and readers' own marks; both wait to be taken back, nothing is lost.

A mark is in the bin when every read of it was taken back, by whatever act. What a model found is
never here: rejected, it stays where it is as an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from medcls_core.findings import Finding, Origin, Read
from medcls_core.store import acts, findings, images, predictions, reads
from medcls_core.store.acts import Act, State, Way
from medcls_core.store.images import StoredImage
from medcls_core.store.tables import ImageRemovalRow

_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class RemovedImage:
    """An image in the bin: who put it there, when and why; None where no reason was given."""

    image: StoredImage
    reader: str
    time_utc: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class RemovedMark:
    """A reader's own mark in the bin: who took it away, when and how.

    `said` is what stood before, None for another reader's mark. It is taken back by a return of
    this one finding to `moment`, which its own reader alone can do.
    """

    finding: Finding
    number: int
    reader: str
    time_utc: datetime
    way: Way
    said: Read | None
    moment: datetime


def removed_images(session: Session) -> list[RemovedImage]:
    """The images in the bin, the last one put there first."""
    rows = session.scalars(select(ImageRemovalRow).order_by(ImageRemovalRow.number))
    last = {row.image_uuid: row for row in rows}
    known = {image.uuid: image for image in images.in_bin(session)}
    found = [
        RemovedImage(known[uuid], row.reader, row.time_utc, row.reason)
        for uuid, row in last.items()
        if uuid in known
    ]
    return sorted(found, key=lambda one: one.time_utc, reverse=True)


def removed_marks(session: Session, image_uuid: UUID, task: str, reader: str) -> list[RemovedMark]:
    """The marks of an image that are in the bin, told to `reader`, the last one put there first.

    Args:
        session: of the store.
        image_uuid: the image.
        task: key of the question.
        reader: who asks: what others said of their marks isn't told.
    """
    gone = reads.taken_back(reads.of_image(session, image_uuid, task))
    gone -= {each.finding for each in predictions.of_image(session, image_uuid, task)}
    marks = {
        each.uuid: each
        for each in findings.of_image(session, image_uuid, task)
        if each.uuid in gone and each.origin is Origin.READER
    }
    if not marks:
        return []
    last = _last_acts(acts.every(session, image_uuid, task))
    found = [_removed(marks[uuid], last[uuid], reader) for uuid in marks]
    return sorted(found, key=lambda one: one.time_utc, reverse=True)


def _last_acts(told: Sequence[Act]) -> dict[UUID, Act]:
    """The act after which nothing was said any more, by finding."""
    return {
        act.change.finding: act
        for act in told
        if _says(act.change.before) and not _says(act.change.after)
    }


def _says(state: State) -> bool:
    return state.read is not None or state.flagged


def _removed(mark: Finding, act: Act, reader: str) -> RemovedMark:
    said = act.change.before.read if act.reader == reader else None
    moment = act.first_utc - _BEFORE
    return RemovedMark(mark, act.change.number, act.reader, act.time_utc, act.way, said, moment)
