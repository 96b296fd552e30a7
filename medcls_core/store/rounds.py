"""Queries about the learning loop: the frozen test set, rounds, and decisions on models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.language import Text
from medcls_core.store import models, readers
from medcls_core.store.columns import now_utc
from medcls_core.store.learning_tables import DecisionRow, RoundItemRow, RoundRow, TestItemRow
from medcls_core.store.models import ModelLike

_CHUNK = 500  # below the number of parameters any database takes in one statement


@dataclass(frozen=True, slots=True)
class TestItem:
    """A finding that is measured on and never learnt from; `class_key` as it was when frozen."""

    __test__ = False

    finding: UUID
    class_key: str
    unit: str


class RoundPart(StrEnum):
    """What a finding was to a round."""

    LEARNT = "learnt"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class RoundItem:
    """A label that a round used, and how much it counted, 0 to 1."""

    finding: UUID
    class_key: str
    part: RoundPart
    weight: float


@dataclass(frozen=True, slots=True)
class Round:
    """A finished round: a candidate in `folder`, and what the gate said of it."""

    uuid: UUID
    number: int
    task: str
    parent_sha256: str
    candidate_sha256: str
    folder: Path
    verdict: str
    words: Text
    report: Mapping[str, object]
    time_utc: datetime


class Action(StrEnum):
    """What a person decided about a model."""

    PROMOTE = "promote"
    DISCARD = "discard"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what; `model_sha256` is in use afterwards, `previous_sha256` was before."""

    task: str
    action: Action
    model_sha256: str
    previous_sha256: str
    round: UUID | None
    reader: str
    reason: str | None
    time_utc: datetime


def freeze(session: Session, task: str, items: Sequence[TestItem]) -> int:
    """Add findings to the test set of a task for good; those in it already are left.

    Returns:
        How many were new.
    """
    known = {one.finding for one in frozen(session, task)}
    fresh = {one.finding: one for one in items if one.finding not in known}
    now = now_utc()
    rows = [
        {
            "finding_uuid": one.finding,
            "task": task,
            "class_key": one.class_key,
            "unit": one.unit,
            "time_utc": now,
        }
        for one in fresh.values()
    ]
    if rows:
        session.connection().execute(insert(TestItemRow), rows)
    return len(rows)


def frozen(session: Session, task: str) -> list[TestItem]:
    """The test set of a task in the order in which it was frozen."""
    rows = session.execute(
        select(TestItemRow.finding_uuid, TestItemRow.class_key, TestItemRow.unit)
        .where(TestItemRow.task == task)
        .order_by(TestItemRow.number)
    )
    return [TestItem(*row) for row in rows]


def append(  # noqa: PLR0913, PLR0917  (a round is made of these)
    session: Session,
    uuid: UUID,
    parent: ModelLike,
    candidate: ModelLike,
    folder: Path,
    verdict: str,
    words: Text,
    report: Mapping[str, object],
    items: Iterable[RoundItem],
) -> None:
    """Keep a finished round with what it learnt from; both models are remembered."""
    for model in (parent, candidate):
        models.remember(session, model)
    row = {
        "uuid": uuid,
        "task": candidate.card.task,
        "parent_sha256": parent.sha256,
        "candidate_sha256": candidate.sha256,
        "folder": str(folder),
        "verdict": verdict,
        "words_en": words.en,
        "words_zh": words.zh,
        "report": dict(report),
        "time_utc": now_utc(),
    }
    session.connection().execute(insert(RoundRow), row)
    rows = [
        {
            "round_uuid": uuid,
            "finding_uuid": one.finding,
            "class_key": one.class_key,
            "part": str(one.part),
            "weight": one.weight,
        }
        for one in items
    ]
    if rows:
        session.connection().execute(insert(RoundItemRow), rows)


def of_task(session: Session, task: str) -> list[Round]:
    """Every finished round of a task, the first one first."""
    rows = session.scalars(select(RoundRow).where(RoundRow.task == task).order_by(RoundRow.number))
    return [_round(row, number) for number, row in enumerate(rows, start=1)]


def items_of(session: Session, round_uuid: UUID) -> list[RoundItem]:
    """What a round learnt from and was stopped by."""
    rows = session.execute(
        select(
            RoundItemRow.finding_uuid,
            RoundItemRow.class_key,
            RoundItemRow.part,
            RoundItemRow.weight,
        )
        .where(RoundItemRow.round_uuid == round_uuid)
        .order_by(RoundItemRow.number)
    )
    return [RoundItem(finding, key, RoundPart(part), weight) for finding, key, part, weight in rows]


def used_by(session: Session, rounds: Iterable[UUID]) -> frozenset[UUID]:
    """The findings that any of these rounds learnt from or was stopped by."""
    wanted, found = list(rounds), set[UUID]()
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found |= set(
            session.scalars(
                select(RoundItemRow.finding_uuid).where(RoundItemRow.round_uuid.in_(chunk))
            )
        )
    return frozenset(found)


def decide(  # noqa: PLR0913  (a decision is made of these)
    session: Session,
    action: Action,
    model: ModelLike,
    previous: ModelLike,
    reader: str,
    *,
    round_uuid: UUID | None = None,
    reason: str | None = None,
) -> Decision:
    """Keep what a person decided, who is remembered if new; both models are, too."""
    for one in (previous, model):
        models.remember(session, one)
    decision = Decision(
        model.card.task,
        action,
        model.sha256,
        previous.sha256,
        round_uuid,
        readers.remember(session, reader).name,
        reason,
        now_utc(),
    )
    row = {
        "uuid": uuid4(),
        "task": decision.task,
        "action": str(action),
        "model_sha256": decision.model_sha256,
        "previous_sha256": decision.previous_sha256,
        "round_uuid": round_uuid,
        "reader": decision.reader,
        "reason": reason,
        "time_utc": decision.time_utc,
    }
    session.connection().execute(insert(DecisionRow), row)
    return decision


def decisions(session: Session, task: str) -> list[Decision]:
    """What was decided about the models of a task, the first decision first."""
    rows = session.scalars(
        select(DecisionRow).where(DecisionRow.task == task).order_by(DecisionRow.number)
    )
    return [
        Decision(
            row.task,
            Action(row.action),
            row.model_sha256,
            row.previous_sha256,
            row.round_uuid,
            row.reader,
            row.reason,
            row.time_utc,
        )
        for row in rows
    ]


def _round(row: RoundRow, number: int) -> Round:
    return Round(
        row.uuid,
        number,
        row.task,
        row.parent_sha256,
        row.candidate_sha256,
        Path(row.folder),
        row.verdict,
        Text(row.words_en, row.words_zh),
        row.report,
        row.time_utc,
    )
