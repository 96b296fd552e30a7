"""Findings are found by their place, and an image can be put away and taken back.

SQLite keeps an R-tree beside the findings and the shapes, PostgreSQL an index over boxes. Both know
the image by 20 bits of its uuid, which stand for a third direction, so that the findings of other
slides at the same coordinates aren't looked at.

Findings are kept from being changed like the reads, so that what is beside them can't fall behind.
A later step that rebuilds `findings` or `shapes` must make these triggers again.
"""

import sqlalchemy as sa
from alembic import op

from medcls_core.store.migrations.append_only import refuse_changes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_DIGIT = "(instr('123456789abcdef', substr({uuid}, {place}, 1)) << {shift})"


def _code(uuid: str) -> str:
    """20 bits of a uuid, in SQLite's words."""
    digits = (_DIGIT.format(uuid=uuid, place=at + 1, shift=16 - 4 * at) for at in range(5))
    return f"({' | '.join(digits)})"


# An image is half a step thick: were it flat, every box would have the volume 0, by which the tree
# chooses what to put together, and a question would take five times as long.
_TREE = """
    CREATE VIRTUAL TABLE finding_places USING rtree(
        id, image_low, image_high, left_l0, right_l0, top_l0, bottom_l0,
        +finding_uuid TEXT, +task TEXT, +shape_uuid TEXT
    )
"""
_COLUMNS = (
    "(image_low, image_high, left_l0, right_l0, top_l0, bottom_l0, finding_uuid, task, shape_uuid)"
)


def _found(row: str) -> str:
    code = _code(f"{row}.image_uuid")
    return (
        f"{code}, {code} + 0.5, {row}.x_l0, {row}.x_l0 + {row}.width_l0, "
        f"{row}.y_l0, {row}.y_l0 + {row}.height_l0, {row}.uuid, {row}.task, NULL"
    )


def _drawn(row: str) -> str:
    """What a shape covers: its border is the first of its rings."""

    def of_finding(what: str) -> str:
        return f"(SELECT {what} FROM findings f WHERE f.uuid = {row}.finding_uuid)"  # noqa: S608  (ours)

    def most(function: str, axis: int) -> str:
        return (
            f"(SELECT {function}(json_extract(point.value, '$[{axis}]')) "  # noqa: S608  (ours)
            f"FROM json_each({row}.rings, '$[0]') AS point)"
        )

    code = of_finding(_code("f.image_uuid"))
    places = ", ".join((most("min", 0), most("max", 0), most("min", 1), most("max", 1)))
    return (
        f"{code}, {code} + 0.5, {places}, {row}.finding_uuid, {of_finding('f.task')}, {row}.uuid"
    )


def _sqlite() -> None:
    op.execute(_TREE)
    for table, values, condition in (
        ("findings", _found, ""),
        ("shapes", _drawn, "rings IS NOT NULL"),
    ):
        where = f" WHERE {condition}" if condition else ""
        op.execute(
            f"INSERT INTO finding_places {_COLUMNS} SELECT {values(table)} FROM {table}{where}"  # noqa: S608
        )
        when = f" WHEN NEW.{condition}" if condition else ""
        op.execute(
            f"CREATE TRIGGER {table}_have_places AFTER INSERT ON {table}{when} "
            f"BEGIN INSERT INTO finding_places {_COLUMNS} VALUES ({values('NEW')}); END"
        )


_POSTGRESQL = (
    """
    CREATE FUNCTION medcls_place(
        image_uuid text, x double precision, y double precision,
        width double precision, height double precision
    ) RETURNS box LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT box(point(x + side, y), point(x + width + side, y + height))
        FROM (SELECT ('x' || substr(image_uuid, 1, 5))::bit(20)::int * 4194304.0::float8) AS at(side)
    $$
    """,
    """
    CREATE INDEX ix_findings_place ON findings
    USING gist (medcls_place(image_uuid, x_l0, y_l0, width_l0, height_l0))
    """,
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    refuse_changes("findings", ("uuid",))
    if dialect == "sqlite":
        _sqlite()
    elif dialect == "postgresql":
        for statement in _POSTGRESQL:
            op.execute(statement)
    op.create_table(
        "image_removals",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("image_uuid", sa.String(length=36), nullable=False),
        sa.Column("reader", sa.String(length=255), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("time_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_uuid"], ["images.uuid"], name=op.f("fk_image_removals_image_uuid")
        ),
        sa.ForeignKeyConstraint(
            ["reader"], ["readers.name"], name=op.f("fk_image_removals_reader")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_image_removals")),
    )
    op.create_index(op.f("ix_image_removals_image_uuid"), "image_removals", ["image_uuid"])
    refuse_changes("image_removals", ("number",))


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
