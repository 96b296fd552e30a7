"""What other programs called findings, and when findings went into files."""

import sqlalchemy as sa
from alembic import op

from medcls_core.store.migrations.append_only import refuse_changes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNIQUE = {"foreign_names": ("finding_uuid",), "exports": ("number",)}
"""Tables with their unique columns. Like the reads: rows come, none is changed or taken away."""


def upgrade() -> None:
    op.create_table(
        "foreign_names",
        sa.Column("finding_uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("class_name", sa.Text(), nullable=True),
        sa.Column("color", sa.String(length=7), nullable=True),
        sa.Column("detected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_uuid"], ["findings.uuid"], name=op.f("fk_foreign_names_finding_uuid")
        ),
        sa.PrimaryKeyConstraint("finding_uuid", name=op.f("pk_foreign_names")),
    )
    op.create_table(
        "exports",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=255), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=True),
        sa.Column("image_uuid", sa.String(length=36), nullable=True),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_uuid"], ["images.uuid"], name=op.f("fk_exports_image_uuid")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_exports")),
    )
    for table, columns in UNIQUE.items():
        refuse_changes(table, columns)


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
