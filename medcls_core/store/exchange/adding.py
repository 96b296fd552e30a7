"""What was drawn in another program becomes findings, reads and shapes of an image."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from medcls_core.findings import Shape, Verdict
from medcls_core.store import findings, foreign_names, reads, shapes
from medcls_core.store.columns import now_utc
from medcls_core.store.exchange.drawn import ImportedFinding
from medcls_core.store.foreign_names import ForeignName


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict of one reader, with the class key where it has one."""

    reader: str
    verdict: Verdict
    class_key: str | None = None


def add_imported(
    session: Session,
    image: UUID,
    drawn: Sequence[ImportedFinding],
    answers: Mapping[UUID, Sequence[Answer]],
    reader: str,
    source: str,
) -> tuple[ImportedFinding, ...]:
    """Keep those of `drawn` that the image doesn't have yet; what is there stays as it is.

    Args:
        session: of the label store.
        image: its uuid there.
        drawn: from a file.
        answers: what was said of findings, of each in its order; they become reads.
        reader: who drew them.
        source: where the reads say that they come from.

    Returns:
        The new ones.

    Raises:
        InputInvalid: if one of them belongs to another image.
    """
    known = {one.uuid for one in findings.of_image(session, image)}
    fresh = tuple(one for one in drawn if one.finding.uuid not in known)
    findings.add(session, image, [one.finding for one in fresh])
    news = [
        reads.NewRead(
            one.uuid, one.task, answer.reader, answer.verdict, answer.class_key, source, None
        )
        for one in (each.finding for each in fresh)
        for answer in answers.get(one.uuid, ())
    ]
    reads.append_all(session, news)
    foreign_names.add(session, {one.finding.uuid: _called(one) for one in fresh})
    for one in fresh:
        outline = one.finding.outline
        if outline.holes or one.locked:  # a finding as found knows neither
            shape = Shape(uuid4(), one.finding.uuid, reader, outline, one.locked, now_utc())
            shapes.append(session, shape)
    return fresh


def _called(one: ImportedFinding) -> ForeignName:
    return ForeignName(one.name, one.class_name, one.color, one.detected)
