"""The learning loop: the frozen test set, rounds with their items, and decisions on models."""

import sqlalchemy as sa
from alembic import op

from medcls_core.store.migrations.append_only import refuse_changes

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNIQUE = {
    "test_items": ("number", "finding_uuid"),
    "rounds": ("number", "uuid"),
    "round_items": ("number",),
    "model_decisions": ("number", "uuid"),
}
"""Tables with their unique columns. Like the reads: rows come, none is changed or taken away."""


def upgrade() -> None:
    op.create_table(
        "test_items",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("finding_uuid", sa.String(length=36), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=False),
        sa.Column("class_key", sa.String(length=255), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_uuid"], ["findings.uuid"], name=op.f("fk_test_items_finding_uuid")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_test_items")),
        sa.UniqueConstraint("finding_uuid", name=op.f("uq_test_items_finding_uuid")),
    )
    op.create_index(op.f("ix_test_items_task"), "test_items", ["task"])
    _rounds()
    _decisions()
    for table, columns in UNIQUE.items():
        refuse_changes(table, columns)


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=False),
        sa.Column("parent_sha256", sa.String(length=64), nullable=False),
        sa.Column("candidate_sha256", sa.String(length=64), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=255), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("words_zh", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["model_versions.sha256"], name=op.f(f"fk_rounds_{column}")
            )
            for column in ("parent_sha256", "candidate_sha256")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rounds")),
        sa.UniqueConstraint("uuid", name=op.f("uq_rounds_uuid")),
    )
    op.create_index(op.f("ix_rounds_task"), "rounds", ["task"])
    op.create_table(
        "round_items",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_uuid", sa.String(length=36), nullable=False),
        sa.Column("finding_uuid", sa.String(length=36), nullable=False),
        sa.Column("class_key", sa.String(length=255), nullable=False),
        sa.Column("part", sa.String(length=255), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "weight BETWEEN 0 AND 1", name=op.f("ck_round_items_weight_is_share")
        ),
        sa.ForeignKeyConstraint(
            ["round_uuid"], ["rounds.uuid"], name=op.f("fk_round_items_round_uuid")
        ),
        sa.ForeignKeyConstraint(
            ["finding_uuid"], ["findings.uuid"], name=op.f("fk_round_items_finding_uuid")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_round_items")),
    )
    for column in ("round_uuid", "finding_uuid"):
        op.create_index(op.f(f"ix_round_items_{column}"), "round_items", [column])


def _decisions() -> None:
    op.create_table(
        "model_decisions",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=False),
        sa.Column("action", sa.String(length=255), nullable=False),
        sa.Column("model_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        sa.Column("round_uuid", sa.String(length=36), nullable=True),
        sa.Column("reader", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["model_versions.sha256"], name=op.f(f"fk_model_decisions_{column}")
            )
            for column in ("model_sha256", "previous_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["round_uuid"], ["rounds.uuid"], name=op.f("fk_model_decisions_round_uuid")
        ),
        sa.ForeignKeyConstraint(
            ["reader"], ["readers.name"], name=op.f("fk_model_decisions_reader")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_model_decisions")),
        sa.UniqueConstraint("uuid", name=op.f("uq_model_decisions_uuid")),
    )
    op.create_index(op.f("ix_model_decisions_task"), "model_decisions", ["task"])


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
