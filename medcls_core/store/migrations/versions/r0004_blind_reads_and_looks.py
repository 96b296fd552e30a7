"""What was hidden from a reader, by which rule, and where a reader looked."""

import sqlalchemy as sa
from alembic import op

from medcls_core.store.migrations.append_only import refuse_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNIQUE = {"reading_rules": ("number",), "read_conditions": ("read_uuid",), "looks": ("number",)}
"""Tables with their unique columns. Like the reads: rows come, none is changed or taken away."""


def upgrade() -> None:
    op.create_table(
        "reading_rules",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reader", sa.String(length=255), nullable=False),
        sa.Column("own_first", sa.Double(), nullable=False),
        sa.Column("repeats", sa.Double(), nullable=False),
        sa.Column("repeat_after_s", sa.Double(), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "own_first BETWEEN 0 AND 1", name=op.f("ck_reading_rules_own_first_is_share")
        ),
        sa.CheckConstraint(
            "repeats BETWEEN 0 AND 1", name=op.f("ck_reading_rules_repeats_is_share")
        ),
        sa.ForeignKeyConstraint(["reader"], ["readers.name"], name=op.f("fk_reading_rules_reader")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reading_rules")),
    )
    op.create_index(op.f("ix_reading_rules_reader"), "reading_rules", ["reader"])
    op.create_table(
        "read_conditions",
        sa.Column("read_uuid", sa.String(length=36), nullable=False),
        sa.Column("hidden_model_sha256", sa.String(length=64), nullable=True),
        sa.Column("repeats_uuid", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["read_uuid"], ["reads.uuid"], name=op.f("fk_read_conditions_read_uuid")
        ),
        sa.ForeignKeyConstraint(
            ["repeats_uuid"], ["reads.uuid"], name=op.f("fk_read_conditions_repeats_uuid")
        ),
        sa.PrimaryKeyConstraint("read_uuid", name=op.f("pk_read_conditions")),
    )
    op.create_table(
        "looks",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("image_uuid", sa.String(length=36), nullable=False),
        sa.Column("reader", sa.String(length=255), nullable=False),
        sa.Column("x_l0", sa.Double(), nullable=False),
        sa.Column("y_l0", sa.Double(), nullable=False),
        sa.Column("width_l0", sa.Double(), nullable=False),
        sa.Column("height_l0", sa.Double(), nullable=False),
        sa.Column("downsample", sa.Double(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("downsample > 0", name=op.f("ck_looks_downsample_positive")),
        sa.CheckConstraint("seconds > 0", name=op.f("ck_looks_seconds_positive")),
        sa.ForeignKeyConstraint(["image_uuid"], ["images.uuid"], name=op.f("fk_looks_image_uuid")),
        sa.ForeignKeyConstraint(["reader"], ["readers.name"], name=op.f("fk_looks_reader")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_looks")),
    )
    op.create_index(op.f("ix_looks_image_uuid_reader"), "looks", ["image_uuid", "reader"])
    for table, columns in UNIQUE.items():
        refuse_changes(table, columns)


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
