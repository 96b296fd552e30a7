"""The tables. Rows never leave this package: the query files turn them into frozen values."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Double, ForeignKey, Index, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from medcls_core.store.columns import Moment, Sha256, Uuid, UuidKey, UuidText, Word

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, since a later migration can only change what it can name."""


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        float: Double,
        list[list[float]]: JSON,
        list[list[list[float]]]: JSON(none_as_null=True),
        list[float]: JSON,
        list[str]: JSON,
        dict[str, float]: JSON(none_as_null=True),
        dict[str, object]: JSON,
    }


class ImageRow(Base):
    """An image file, known by its content rather than by its place."""

    __tablename__ = "images"
    __table_args__ = (
        CheckConstraint("mpp IS NULL OR mpp > 0", name="mpp_positive"),
        CheckConstraint("(mpp IS NULL) = (mpp_origin IS NULL)", name="mpp_has_origin"),
    )

    uuid: Mapped[UuidKey]
    # Size and sampled chunks of the file: finds a slide again after it was moved or renamed.
    quick_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Where it was last seen, absolute.
    path: Mapped[str] = mapped_column(Text)
    # The same seen from the folder of the store file, with '/'; NULL when there is no such way.
    relative_path: Mapped[str | None] = mapped_column(Text)
    width_l0: Mapped[int]
    height_l0: Mapped[int]
    # Micrometres per level-0 pixel, and who said so: 'file' or 'user'.
    mpp: Mapped[float | None]
    mpp_origin: Mapped[str | None] = mapped_column(String(255))
    added_utc: Mapped[Moment]


class FindingRow(Base):
    """An object in an image; keyed to image coordinates, not to the run that found it."""

    __tablename__ = "findings"
    __table_args__ = (
        Index(None, "image_uuid", "task"),
        Index("ix_findings_box", "image_uuid", "x_l0", "y_l0"),
    )

    uuid: Mapped[UuidKey]
    image_uuid: Mapped[Uuid] = mapped_column(ForeignKey("images.uuid"))
    task: Mapped[Word]
    # [[x_l0, y_l0], ...]: one vertex is a point, three and more a closed polygon.
    outline: Mapped[list[list[float]]]
    # The upright box around the outline, for questions by place.
    x_l0: Mapped[float]
    y_l0: Mapped[float]
    width_l0: Mapped[float]
    height_l0: Mapped[float]
    # 'model', 'reader' or 'import', and which one.
    origin: Mapped[Word]
    origin_detail: Mapped[str] = mapped_column(Text)
    added_utc: Mapped[Moment]


class ModelRow(Base):
    """A model version: the digest of its weights file and its card as it was when first used."""

    __tablename__ = "model_versions"

    sha256: Mapped[Sha256] = mapped_column(primary_key=True)
    task: Mapped[Word]
    version: Mapped[Word]
    network: Mapped[Word]
    # The whole card as JSON text, so that its bytes stay as they were written.
    card_json: Mapped[str] = mapped_column(Text)
    added_utc: Mapped[Moment]


class PredictionRow(Base):
    """What one model version said of one finding; a later row of the same finding is newer."""

    __tablename__ = "predictions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    finding_uuid: Mapped[Uuid] = mapped_column(ForeignKey("findings.uuid"), index=True)
    task: Mapped[Word]
    model_sha256: Mapped[Sha256] = mapped_column(ForeignKey("model_versions.sha256"), index=True)
    # Class keys of the model's card, and their probabilities in the same order.
    classes: Mapped[list[str]]
    probs: Mapped[list[float]]
    # Probabilities of the finding's traits by their keys; NULL where the model knows none.
    traits: Mapped[dict[str, float] | None]
    time_utc: Mapped[Moment]


class ReaderRow(Base):
    """A person who reads."""

    __tablename__ = "readers"

    uuid: Mapped[UuidKey]
    name: Mapped[str] = mapped_column(String(255), unique=True)
    added_utc: Mapped[Moment]


class ImageRemovalRow(Base):
    """An image was put into the bin or taken back from it; its last row stands."""

    __tablename__ = "image_removals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    image_uuid: Mapped[Uuid] = mapped_column(ForeignKey("images.uuid"), index=True)
    reader: Mapped[str] = mapped_column(String(255), ForeignKey("readers.name"))
    removed: Mapped[bool]
    time_utc: Mapped[Moment]
    # In the words of who did it; null where none were given, and before version 0009.
    reason: Mapped[str | None] = mapped_column(Text)


class ReadRow(Base):
    """What a person said; triggers of the migration refuse every UPDATE and DELETE."""

    __tablename__ = "reads"
    __table_args__ = ({"sqlite_autoincrement": True},)

    # The place in the chain.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    uuid: Mapped[Uuid] = mapped_column(unique=True)
    finding_uuid: Mapped[Uuid] = mapped_column(ForeignKey("findings.uuid"), index=True)
    task: Mapped[Word]
    reader: Mapped[str] = mapped_column(String(255), ForeignKey("readers.name"), index=True)
    verdict: Mapped[Word]
    class_key: Mapped[str | None] = mapped_column(String(255))
    # Where it was given: 'window', 'cli', 'import' ...
    source: Mapped[Word]
    time_utc: Mapped[Moment]
    # The model whose answer the reader saw; NULL when it was hidden or there was none.
    model_sha256: Mapped[str | None] = mapped_column(String(64))
    # The read that this one takes back; none can be taken back twice.
    withdraws_uuid: Mapped[UUID | None] = mapped_column(
        UuidText, ForeignKey("reads.uuid"), unique=True
    )
    # Unique, so that two reads can never follow the same one: the chain has no forks.
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class ReadingRuleRow(Base):
    """What is hidden from a reader at first; a later row of the same reader stands."""

    __tablename__ = "reading_rules"
    __table_args__ = (
        CheckConstraint("own_first BETWEEN 0 AND 1", name="own_first_is_share"),
        CheckConstraint("repeats BETWEEN 0 AND 1", name="repeats_is_share"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    reader: Mapped[str] = mapped_column(String(255), ForeignKey("readers.name"), index=True)
    # Shares of the findings, 0 to 1.
    own_first: Mapped[float]
    repeats: Mapped[float]
    repeat_after_s: Mapped[float]
    time_utc: Mapped[Moment]


class ReadConditionRow(Base):
    """What was hidden from the reader when a read was given; no row where nothing was."""

    __tablename__ = "read_conditions"

    read_uuid: Mapped[UUID] = mapped_column(UuidText, ForeignKey("reads.uuid"), primary_key=True)
    # The model whose answer was there but not shown; NULL when there was none.
    hidden_model_sha256: Mapped[str | None] = mapped_column(String(64))
    # The reader's own earlier read, not shown either; NULL when it was the first.
    repeats_uuid: Mapped[UUID | None] = mapped_column(UuidText, ForeignKey("reads.uuid"))


class LookRow(Base):
    """A part of an image that was on a reader's screen for a while."""

    __tablename__ = "looks"
    __table_args__ = (Index(None, "image_uuid", "reader"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    image_uuid: Mapped[Uuid] = mapped_column(ForeignKey("images.uuid"))
    reader: Mapped[str] = mapped_column(String(255), ForeignKey("readers.name"))
    # What the view showed, and level-0 pixels per pixel of the view.
    x_l0: Mapped[float]
    y_l0: Mapped[float]
    width_l0: Mapped[float]
    height_l0: Mapped[float]
    downsample: Mapped[float] = mapped_column(
        CheckConstraint("downsample > 0", name="downsample_positive")
    )
    seconds: Mapped[float] = mapped_column(CheckConstraint("seconds > 0", name="seconds_positive"))
    # When the look ended.
    time_utc: Mapped[Moment]


class ShapeRow(Base):
    """What a person drew around a finding; the last one that nobody withdrew is its outline."""

    __tablename__ = "shapes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    uuid: Mapped[Uuid] = mapped_column(unique=True)
    finding_uuid: Mapped[Uuid] = mapped_column(ForeignKey("findings.uuid"), index=True)
    reader: Mapped[str] = mapped_column(String(255), ForeignKey("readers.name"))
    # [[[x_l0, y_l0], ...], ...]: the border and then its holes; NULL in a withdrawal.
    rings: Mapped[list[list[list[float]]] | None]
    # Whether it is kept from being changed by drawing.
    locked: Mapped[bool]
    time_utc: Mapped[Moment]
    # The shape that this row takes back; none can be taken back twice.
    withdraws_uuid: Mapped[UUID | None] = mapped_column(
        UuidText, ForeignKey("shapes.uuid"), unique=True
    )


class StepRow(Base):
    """Which reads and shapes a reader appended together, and whether that took something back."""

    __tablename__ = "steps"
    __table_args__ = (Index(None, "image_uuid", "reader"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    uuid: Mapped[Uuid] = mapped_column(unique=True)
    image_uuid: Mapped[Uuid] = mapped_column(ForeignKey("images.uuid"))
    reader: Mapped[str] = mapped_column(String(255), ForeignKey("readers.name"))
    # 'do', 'undo' or 'redo'.
    kind: Mapped[Word]
    # The uuids of reads and shapes, in their order.
    rows: Mapped[list[str]]
    time_utc: Mapped[Moment]


class ForeignNameRow(Base):
    """What another program called a finding and its class; kept to be given back to it."""

    __tablename__ = "foreign_names"

    finding_uuid: Mapped[UUID] = mapped_column(
        UuidText, ForeignKey("findings.uuid"), primary_key=True
    )
    # NULL where it had none.
    name: Mapped[str | None] = mapped_column(Text)
    class_name: Mapped[str | None] = mapped_column(Text)
    # '#rrggbb', of the class.
    color: Mapped[str | None] = mapped_column(String(7))
    # Whether a program had found it there; a person drew it otherwise.
    detected: Mapped[bool]


class ExportNoteRow(Base):
    """That findings went into files: what 'only what changed since then' counts from."""

    __tablename__ = "exports"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    # The moment that the files show.
    time_utc: Mapped[Moment]
    # 'geojson', 'coco' ...
    kind: Mapped[Word]
    # NULL: of all tasks, of all images.
    task: Mapped[str | None] = mapped_column(String(255))
    image_uuid: Mapped[UUID | None] = mapped_column(UuidText, ForeignKey("images.uuid"))
    findings: Mapped[int]
