"""Queries about what is hidden from readers: the rules, and under which conditions one read."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.findings import Prediction, Read
from medcls_core.store import predictions, readers, reads
from medcls_core.store.blinding import Condition, ReadingRule, Sight, sight
from medcls_core.store.columns import now_utc
from medcls_core.store.tables import FindingRow, ReadConditionRow, ReadingRuleRow, ReadRow


def of_reader(session: Session, reader: str) -> ReadingRule:
    """The rule that stands for `reader`; nothing is hidden from a reader without one."""
    row = session.execute(
        select(ReadingRuleRow.own_first, ReadingRuleRow.repeats, ReadingRuleRow.repeat_after_s)
        .where(ReadingRuleRow.reader == reader)
        .order_by(ReadingRuleRow.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return ReadingRule()
    return ReadingRule(row.own_first, row.repeats, timedelta(seconds=row.repeat_after_s))


def choose(session: Session, reader: str, rule: ReadingRule) -> None:
    """Let `rule` stand for `reader` from now on, who is remembered if new."""
    known = readers.remember(session, reader)
    row = {
        "reader": known.name,
        "own_first": rule.own_first,
        "repeats": rule.repeats,
        "repeat_after_s": rule.repeat_after.total_seconds(),
        "time_utc": now_utc(),
    }
    session.connection().execute(insert(ReadingRuleRow), row)


def note(session: Session, conditions: Sequence[Condition]) -> None:
    """Keep what was hidden when reads were given, in the transaction that appends them."""
    rows = [
        {
            "read_uuid": one.read,
            "hidden_model_sha256": one.hidden_model,
            "repeats_uuid": one.repeats,
        }
        for one in conditions
    ]
    if rows:
        session.connection().execute(insert(ReadConditionRow), rows)


def conditions(session: Session, reader: str, image_uuid: UUID | None = None) -> list[Condition]:
    """The conditions of a reader's reads, of one image or (None) of all."""
    question = (
        select(
            ReadConditionRow.read_uuid,
            ReadConditionRow.hidden_model_sha256,
            ReadConditionRow.repeats_uuid,
        )
        .join(ReadRow, ReadRow.uuid == ReadConditionRow.read_uuid)
        .where(ReadRow.reader == reader)
        .order_by(ReadRow.number)
    )
    if image_uuid is not None:
        question = question.join(FindingRow, FindingRow.uuid == ReadRow.finding_uuid).where(
            FindingRow.image_uuid == image_uuid
        )
    return [Condition(*row) for row in session.execute(question)]


def sight_of(
    session: Session, image_uuid: UUID, task: str, reader: str, said: Sequence[Read]
) -> Sight:
    """What `reader` may see of an image: everything that shows answers to a reader asks here.

    Args:
        session: of the store.
        image_uuid: the image.
        task: key of the question.
        reader: name.
        said: every read of the image and task, in the order of the chain.
    """
    return sight(
        of_reader(session, reader),
        reader,
        predictions.of_image(session, image_uuid, task),
        [read for read in said if read.reader == reader],
        conditions(session, reader, image_uuid),
        now_utc(),
    )


def hidden_from_anyone(session: Session, image_uuid: UUID, task: str) -> dict[UUID, Prediction]:
    """The answers that at least one reader of the store must not see yet, by finding."""
    said = reads.of_image(session, image_uuid, task)
    hidden: dict[UUID, Prediction] = {}
    for name in session.scalars(select(ReadingRuleRow.reader).distinct()):
        hidden |= sight_of(session, image_uuid, task, name, said).hidden
    return hidden
