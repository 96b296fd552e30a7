"""What was hidden from a reader, by which rule, and where a reader looked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APPENDED = {"reading_rules": "number", "read_conditions": "read_uuid", "looks": "number"}
"""Tables with their keys. Like the reads: rows come, none is changed or taken away."""


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
    for table, key in APPENDED.items():
        _refuse_changes(table, key)


def _refuse_changes(table: str, key: str) -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"""
                CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} are appended, never changed'); END
                """
            )
        # INSERT OR REPLACE deletes without asking the trigger above.
        op.execute(
            f"""
            CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
            BEGIN SELECT RAISE(ABORT, '{table} are appended, never replaced'); END
            """
        )
    elif dialect == "postgresql":
        # The function of step 0002, which says so of reads.
        op.execute(
            f"""
            CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION medcls_reads_append_only()
            """
        )


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
