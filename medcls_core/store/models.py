"""Queries about model versions."""

import json
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from medcls_core.store.columns import now_utc
from medcls_core.store.tables import ModelRow


class CardLike(Protocol):
    """What is kept of a model card beside its whole text; `ModelCard` of networks is one.

    It must be a dataclass of values that JSON knows.
    """

    @property
    def task(self) -> str:
        """Key of the task."""

    @property
    def version(self) -> str:
        """Name of the version, for people."""

    @property
    def network(self) -> str:
        """Key of the network."""


class ModelLike(Protocol):
    """What is kept of a model; `ModelVersion` of networks is one."""

    @property
    def card(self) -> CardLike:
        """Its card."""

    @property
    def sha256(self) -> str:
        """Digest of its weights file."""


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model version the store knows; `card_json` is the card as it was when first used."""

    sha256: str
    task: str
    version: str
    network: str
    card_json: str
    added_utc: datetime


def remember(session: Session, model: ModelLike) -> StoredModel:
    """The model version, made if new; a known one keeps the card it came with.

    Raises:
        WeightsMissing: if the model has no weights (from its `sha256`).
    """
    known = find(session, model.sha256)
    if known is not None:
        return known
    card = model.card
    stored = StoredModel(
        sha256=model.sha256,
        task=card.task,
        version=card.version,
        network=card.network,
        card_json=_as_json(card),
        added_utc=now_utc(),
    )
    session.execute(insert(ModelRow), [asdict(stored)])
    return stored


def find(session: Session, sha256: str) -> StoredModel | None:
    """The model version with these weights; None if the store has never seen it."""
    row = session.get(ModelRow, sha256)
    return None if row is None else _stored(row)


def of_task(session: Session, task: str) -> list[StoredModel]:
    """Every version known for the task, the first known first."""
    rows = session.scalars(
        select(ModelRow).where(ModelRow.task == task).order_by(ModelRow.added_utc)
    )
    return [_stored(row) for row in rows]


def _as_json(card: object) -> str:
    if not is_dataclass(card) or isinstance(card, type):
        raise TypeError(f"a card is a dataclass, not {type(card).__name__}")
    return json.dumps(asdict(card), ensure_ascii=False, sort_keys=True)


def _stored(row: ModelRow) -> StoredModel:
    return StoredModel(row.sha256, row.task, row.version, row.network, row.card_json, row.added_utc)
