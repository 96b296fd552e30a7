"""Queries about what models said."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from medcls_core.findings import Prediction, Trait
from medcls_core.store.columns import now_utc
from medcls_core.store.many_rows import insert_columns, number_texts
from medcls_core.store.tables import FindingRow, PredictionRow

_COLUMNS = (
    PredictionRow.finding_uuid,
    PredictionRow.task,
    PredictionRow.model_sha256,
    PredictionRow.classes,
    PredictionRow.probs,
    PredictionRow.traits,
)


def add(session: Session, predictions: Sequence[Prediction]) -> None:
    """Keep predictions, many at once; their findings and models must be known."""
    kept = {each.classes: json.dumps(each.classes) for each in predictions}
    insert_columns(
        session,
        PredictionRow,
        {
            "finding_uuid": [str(each.finding) for each in predictions],
            "task": [each.task for each in predictions],
            "model_sha256": [each.model_sha256 for each in predictions],
            "classes": [kept[each.classes] for each in predictions],
            "probs": number_texts(each.probs for each in predictions),
            "traits": [_traits_text(each.traits) for each in predictions],
        },
        {"time_utc": now_utc()},
    )


def _traits_text(traits: Sequence[Trait]) -> str | None:
    return json.dumps({one.key: one.prob for one in traits}) if traits else None


def of_image(session: Session, image_uuid: UUID, task: str) -> list[Prediction]:
    """The latest prediction of every finding of an image, whichever model made it."""
    latest = (
        select(func.max(PredictionRow.number))
        .join(FindingRow, FindingRow.uuid == PredictionRow.finding_uuid)
        .where(FindingRow.image_uuid == image_uuid, PredictionRow.task == task)
        .group_by(PredictionRow.finding_uuid)
    )
    rows = session.execute(
        select(*_COLUMNS).where(PredictionRow.number.in_(latest)).order_by(PredictionRow.number)
    )
    return [_prediction(*row) for row in rows]


def times(session: Session, image_uuid: UUID, task: str) -> dict[UUID, datetime]:
    """When the first answer to every finding of an image was kept."""
    rows = session.execute(
        select(PredictionRow.finding_uuid, func.min(PredictionRow.time_utc))
        .join(FindingRow, FindingRow.uuid == PredictionRow.finding_uuid)
        .where(FindingRow.image_uuid == image_uuid, PredictionRow.task == task)
        .group_by(PredictionRow.finding_uuid)
    )
    return {row[0]: row[1] for row in rows}


def by_model(session: Session, image_uuid: UUID, task: str) -> dict[str, list[Prediction]]:
    """The latest prediction of every finding of an image by each model, the latest model first."""
    latest = (
        select(func.max(PredictionRow.number))
        .join(FindingRow, FindingRow.uuid == PredictionRow.finding_uuid)
        .where(FindingRow.image_uuid == image_uuid, PredictionRow.task == task)
        .group_by(PredictionRow.finding_uuid, PredictionRow.model_sha256)
    )
    rows = session.execute(
        select(*_COLUMNS)
        .where(PredictionRow.number.in_(latest))
        .order_by(PredictionRow.number.desc())
    )
    found: dict[str, list[Prediction]] = {}
    for row in rows:
        prediction = _prediction(*row)
        found.setdefault(prediction.model_sha256, []).append(prediction)
    return {sha256: said[::-1] for sha256, said in found.items()}


def of_finding(session: Session, finding: UUID) -> list[Prediction]:
    """Every prediction of one finding, the oldest first."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(PredictionRow.finding_uuid == finding)
        .order_by(PredictionRow.number)
    )
    return [_prediction(*row) for row in rows]


def _prediction(
    finding: UUID,
    task: str,
    model_sha256: str,
    classes: list[str],
    probs: list[float],
    traits: dict[str, float] | None,
) -> Prediction:
    shown = tuple(Trait(key, prob) for key, prob in (traits or {}).items())
    return Prediction(finding, task, model_sha256, tuple(classes), tuple(probs), shown)
