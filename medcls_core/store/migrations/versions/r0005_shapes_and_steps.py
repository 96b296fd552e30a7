"""What people drew around findings, and which of their rows belong together."""

import sqlalchemy as sa
from alembic import op

from medcls_core.store.migrations.append_only import refuse_changes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNIQUE = {"shapes": ("number", "uuid", "withdraws_uuid"), "steps": ("number", "uuid")}
"""Tables with their unique columns. Like the reads: rows come, none is changed or taken away."""


def upgrade() -> None:
    op.create_table(
        "shapes",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("finding_uuid", sa.String(length=36), nullable=False),
        sa.Column("reader", sa.String(length=255), nullable=False),
        sa.Column("rings", sa.JSON(), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdraws_uuid", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_uuid"], ["findings.uuid"], name=op.f("fk_shapes_finding_uuid")
        ),
        sa.ForeignKeyConstraint(["reader"], ["readers.name"], name=op.f("fk_shapes_reader")),
        sa.ForeignKeyConstraint(
            ["withdraws_uuid"], ["shapes.uuid"], name=op.f("fk_shapes_withdraws_uuid")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_shapes")),
        sa.UniqueConstraint("uuid", name=op.f("uq_shapes_uuid")),
        sa.UniqueConstraint("withdraws_uuid", name=op.f("uq_shapes_withdraws_uuid")),
    )
    op.create_index(op.f("ix_shapes_finding_uuid"), "shapes", ["finding_uuid"])
    op.create_table(
        "steps",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("image_uuid", sa.String(length=36), nullable=False),
        sa.Column("reader", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["image_uuid"], ["images.uuid"], name=op.f("fk_steps_image_uuid")),
        sa.ForeignKeyConstraint(["reader"], ["readers.name"], name=op.f("fk_steps_reader")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_steps")),
        sa.UniqueConstraint("uuid", name=op.f("uq_steps_uuid")),
    )
    op.create_index(op.f("ix_steps_image_uuid_reader"), "steps", ["image_uuid", "reader"])
    for table, columns in UNIQUE.items():
        refuse_changes(table, columns)


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
