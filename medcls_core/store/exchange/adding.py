"""What was drawn in another program becomes findings, reads and shapes of an image."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from medcls_core.findings import Shape, Verdict
from medcls_core.store import findings, reads, shapes
from medcls_core.store.columns import now_utc
from medcls_core.store.exchange.geojson_import import ImportedFinding

Answer = tuple[Verdict, str | None]
"""A verdict, with the class key where it has one."""


def add_imported(
    session: Session,
    image: UUID,
    drawn: Sequence[ImportedFinding],
    answers: Mapping[UUID, Answer],
    reader: str,
    source: str,
) -> tuple[ImportedFinding, ...]:
    """Keep those of `drawn` that the image doesn't have yet; what is there stays as it is.

    Args:
        session: of the label store.
        image: its uuid there.
        drawn: from a file.
        answers: what was said of findings; they become reads.
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
        reads.NewRead(one.uuid, one.task, reader, *answers[one.uuid], source, None)
        for one in (each.finding for each in fresh)
        if one.uuid in answers
    ]
    reads.append_all(session, news)
    for one in fresh:
        outline = one.finding.outline
        if outline.holes or one.locked:  # a finding as found knows neither
            shape = Shape(uuid4(), one.finding.uuid, reader, outline, one.locked, now_utc())
            shapes.append(session, shape)
    return fresh
