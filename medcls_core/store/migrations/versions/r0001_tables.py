"""The first tables."""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "images",
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("quick_hash", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("relative_path", sa.Text(), nullable=True),
        sa.Column("width_l0", sa.Integer(), nullable=False),
        sa.Column("height_l0", sa.Integer(), nullable=False),
        sa.Column("mpp", sa.Double(), nullable=True),
        sa.Column("mpp_origin", sa.String(length=255), nullable=True),
        sa.Column("added_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(mpp IS NULL) = (mpp_origin IS NULL)", name=op.f("ck_images_mpp_has_origin")
        ),
        sa.CheckConstraint("mpp IS NULL OR mpp > 0", name=op.f("ck_images_mpp_positive")),
        sa.PrimaryKeyConstraint("uuid", name=op.f("pk_images")),
        sa.UniqueConstraint("quick_hash", name=op.f("uq_images_quick_hash")),
    )
    op.create_table(
        "model_versions",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=False),
        sa.Column("version", sa.String(length=255), nullable=False),
        sa.Column("network", sa.String(length=255), nullable=False),
        sa.Column("card_json", sa.Text(), nullable=False),
        sa.Column("added_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_model_versions")),
    )
    op.create_table(
        "readers",
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("added_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uuid", name=op.f("pk_readers")),
        sa.UniqueConstraint("name", name=op.f("uq_readers_name")),
    )
    op.create_table(
        "findings",
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("image_uuid", sa.String(length=36), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("x_l0", sa.Double(), nullable=False),
        sa.Column("y_l0", sa.Double(), nullable=False),
        sa.Column("width_l0", sa.Double(), nullable=False),
        sa.Column("height_l0", sa.Double(), nullable=False),
        sa.Column("origin", sa.String(length=255), nullable=False),
        sa.Column("origin_detail", sa.Text(), nullable=False),
        sa.Column("added_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_uuid"], ["images.uuid"], name=op.f("fk_findings_image_uuid")
        ),
        sa.PrimaryKeyConstraint("uuid", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index("ix_findings_box", ["image_uuid", "x_l0", "y_l0"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_findings_image_uuid_task"), ["image_uuid", "task"], unique=False
        )

    op.create_table(
        "predictions",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("finding_uuid", sa.String(length=36), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=False),
        sa.Column("model_sha256", sa.String(length=64), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("probs", sa.JSON(), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_uuid"], ["findings.uuid"], name=op.f("fk_predictions_finding_uuid")
        ),
        sa.ForeignKeyConstraint(
            ["model_sha256"], ["model_versions.sha256"], name=op.f("fk_predictions_model_sha256")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_predictions")),
    )
    with op.batch_alter_table("predictions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_predictions_finding_uuid"), ["finding_uuid"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_predictions_model_sha256"), ["model_sha256"], unique=False
        )

    op.create_table(
        "reads",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("finding_uuid", sa.String(length=36), nullable=False),
        sa.Column("task", sa.String(length=255), nullable=False),
        sa.Column("reader", sa.String(length=255), nullable=False),
        sa.Column("verdict", sa.String(length=255), nullable=False),
        sa.Column("class_key", sa.String(length=255), nullable=True),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_sha256", sa.String(length=64), nullable=True),
        sa.Column("withdraws_uuid", sa.String(length=36), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_uuid"], ["findings.uuid"], name=op.f("fk_reads_finding_uuid")
        ),
        sa.ForeignKeyConstraint(["reader"], ["readers.name"], name=op.f("fk_reads_reader")),
        sa.ForeignKeyConstraint(
            ["withdraws_uuid"], ["reads.uuid"], name=op.f("fk_reads_withdraws_uuid")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reads")),
        sa.UniqueConstraint("hash", name=op.f("uq_reads_hash")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_reads_previous_hash")),
        sa.UniqueConstraint("uuid", name=op.f("uq_reads_uuid")),
        sa.UniqueConstraint("withdraws_uuid", name=op.f("uq_reads_withdraws_uuid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reads_finding_uuid"), ["finding_uuid"], unique=False)
        batch_op.create_index(batch_op.f("ix_reads_reader"), ["reader"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
