"""Queries about what is hidden from readers: the rules, and under which conditions one read."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.findings import Prediction, Read
from medcls_core.store import by_image, predictions, readers, reads
from medcls_core.store.blinding import (
    NOTHING_EARLIER,
    Condition,
    Earlier,
    ReadingRule,
    Sight,
    Veil,
    due_again,
    sight,
    veiled,
)
from medcls_core.store.columns import now_utc
from medcls_core.store.tables import LookRow, ReadConditionRow, ReadingRuleRow, ReadRow


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


def note_again(session: Session, copies: Mapping[UUID, UUID]) -> None:
    """Reads that are given once more were given under the conditions of the first time.

    Args:
        session: of the store.
        copies: by new read, the read that it repeats word for word.
    """
    known = {
        row.read_uuid: row
        for row in session.execute(
            select(
                ReadConditionRow.read_uuid,
                ReadConditionRow.hidden_model_sha256,
                ReadConditionRow.repeats_uuid,
            ).where(ReadConditionRow.read_uuid.in_(copies.values()))
        )
    }
    note(
        session,
        [
            Condition(new, known[old].hidden_model_sha256, known[old].repeats_uuid)
            for new, old in copies.items()
            if old in known
        ],
    )


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
        question = by_image.of_image(
            session, question, ReadRow.finding_uuid, ReadRow.number, image_uuid
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
    rule = of_reader(session, reader)
    return sight(
        rule,
        reader,
        predictions.of_image(session, image_uuid, task),
        [read for read in said if read.reader == reader],
        conditions(session, reader, image_uuid),
        now_utc(),
        earlier=_earlier(session, image_uuid, task, reader, rule.own_first),
    )


def veil_of(
    session: Session,
    image_uuid: UUID,
    task: str,
    reader: str,
    answered: Callable[[], Collection[UUID]],
    said: Sequence[Read],
) -> Veil:
    """As `sight_of`, for very many findings.

    Args:
        session: of the store.
        image_uuid: the image.
        task: key of the question.
        reader: name.
        answered: the findings that a model answered; asked for only where one may be hidden.
        said: every read of the image and task, in the order of the chain.
    """
    rule = of_reader(session, reader)
    return veiled(
        rule,
        reader,
        answered() if rule.own_first else (),
        [read for read in said if read.reader == reader],
        conditions(session, reader, image_uuid),
        now_utc(),
        earlier=_earlier(session, image_uuid, task, reader, rule.own_first),
    )


def repeats_of(
    session: Session, image_uuid: UUID, reader: str, said: Sequence[Read]
) -> Mapping[UUID, UUID]:
    """The findings that `reader` is asked about again, and the read that each would repeat.

    Args:
        session: of the store.
        image_uuid: the image.
        reader: name.
        said: every read of the image and a task, in the order of the chain.
    """
    rule = of_reader(session, reader)
    if rule.repeats == 0:
        return {}
    own = [read for read in said if read.reader == reader]
    return due_again(rule, reader, own, conditions(session, reader, image_uuid), now_utc())


def _earlier(session: Session, image_uuid: UUID, task: str, reader: str, share: float) -> Earlier:
    """What the ledger of looks tells of smaller shares than `share`; nothing without a ledger."""
    if share == 0:
        return NOTHING_EARLIER
    looked = session.scalars(
        select(LookRow.time_utc).where(LookRow.image_uuid == image_uuid, LookRow.reader == reader)
    ).all()
    rows = session.execute(
        select(ReadingRuleRow.time_utc, ReadingRuleRow.own_first)
        .where(ReadingRuleRow.reader == reader)
        .order_by(ReadingRuleRow.number)
    ).all()
    since = [row.time_utc for row in rows]
    stood = (0.0, *(row.own_first for row in rows))
    looks = [(time, stood[bisect_right(since, time)]) for time in looked]
    smaller = [look for look in looks if look[1] < share]
    if not smaller:
        return NOTHING_EARLIER
    return Earlier(smaller, predictions.times(session, image_uuid, task))


def hidden_from_anyone(session: Session, image_uuid: UUID, task: str) -> dict[UUID, Prediction]:
    """The answers that at least one reader of the store must not see yet, by finding."""
    said = reads.of_image(session, image_uuid, task)
    hidden: dict[UUID, Prediction] = {}
    for name in session.scalars(select(ReadingRuleRow.reader).distinct()):
        hidden |= sight_of(session, image_uuid, task, name, said).hidden
    return hidden
