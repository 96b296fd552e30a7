"""The tables of the learning loop: the frozen test set, rounds, and who decided on their results.

All of them are appended, never changed: triggers of the migration refuse every UPDATE and DELETE.
"""

from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from medcls_core.store.columns import Moment, Sha256, Uuid, UuidText, Word
from medcls_core.store.tables import Base


class TestItemRow(Base):
    """A finding that is measured on and never learnt from, with its label when it was frozen."""

    __test__ = False
    __tablename__ = "test_items"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    finding_uuid: Mapped[Uuid] = mapped_column(ForeignKey("findings.uuid"), unique=True)
    task: Mapped[str] = mapped_column(String(255), index=True)
    class_key: Mapped[Word]
    # What was frozen as a whole: 'image', or 'finding' where there were too few images for that.
    unit: Mapped[Word]
    time_utc: Mapped[Moment]


class RoundRow(Base):
    """A finished round of learning: a candidate, and what the gate said of it."""

    __tablename__ = "rounds"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    uuid: Mapped[Uuid] = mapped_column(unique=True)
    task: Mapped[str] = mapped_column(String(255), index=True)
    parent_sha256: Mapped[Sha256] = mapped_column(ForeignKey("model_versions.sha256"))
    candidate_sha256: Mapped[Sha256] = mapped_column(ForeignKey("model_versions.sha256"))
    # Where the candidate lies, absolute; it may be gone later.
    folder: Mapped[str] = mapped_column(Text)
    # 'better', 'not_worse', 'worse' or 'undecided', and the same as a sentence.
    verdict: Mapped[Word]
    words_en: Mapped[str] = mapped_column(Text)
    words_zh: Mapped[str] = mapped_column(Text)
    # The gate's figures as they were.
    report: Mapped[dict[str, object]] = mapped_column(JSON)
    time_utc: Mapped[Moment]


class RoundItemRow(Base):
    """A finding that a round learnt from, or by which it was stopped."""

    __tablename__ = "round_items"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_uuid: Mapped[Uuid] = mapped_column(ForeignKey("rounds.uuid"), index=True)
    finding_uuid: Mapped[Uuid] = mapped_column(ForeignKey("findings.uuid"), index=True)
    class_key: Mapped[Word]
    # 'learnt' or 'watched'.
    part: Mapped[Word]
    # How much the label counted, 0 to 1.
    weight: Mapped[float] = mapped_column(
        CheckConstraint("weight BETWEEN 0 AND 1", name="weight_is_share")
    )


class DecisionRow(Base):
    """What a person decided: a candidate promoted or discarded, or an earlier model taken back."""

    __tablename__ = "model_decisions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    uuid: Mapped[Uuid] = mapped_column(unique=True)
    task: Mapped[str] = mapped_column(String(255), index=True)
    # 'promote', 'discard' or 'rollback'.
    action: Mapped[Word]
    # The model in use afterwards and the one before; the same where a candidate was discarded.
    model_sha256: Mapped[Sha256] = mapped_column(ForeignKey("model_versions.sha256"))
    previous_sha256: Mapped[Sha256] = mapped_column(ForeignKey("model_versions.sha256"))
    # The round whose candidate it is about; NULL for a rollback.
    round_uuid: Mapped[UUID | None] = mapped_column(UuidText, ForeignKey("rounds.uuid"))
    reader: Mapped[str] = mapped_column(String(255), ForeignKey("readers.name"))
    reason: Mapped[str | None] = mapped_column(Text)
    time_utc: Mapped[Moment]
