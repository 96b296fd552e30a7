"""Reads are appended: the database itself refuses to change, replace or delete one.

Whoever opens the file with another tool can still take the triggers away; the chain of hashes is
what shows it then. A later step that rebuilds `reads` must drop these and make them again.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """
    CREATE TRIGGER reads_no_update BEFORE UPDATE ON reads
    BEGIN SELECT RAISE(ABORT, 'reads are appended, never changed'); END
    """,
    """
    CREATE TRIGGER reads_no_delete BEFORE DELETE ON reads
    BEGIN SELECT RAISE(ABORT, 'reads are appended, never deleted'); END
    """,
    # INSERT OR REPLACE deletes without asking the trigger above.
    """
    CREATE TRIGGER reads_no_replace BEFORE INSERT ON reads
    WHEN EXISTS (
        SELECT 1 FROM reads
        WHERE number = NEW.number OR uuid = NEW.uuid OR hash = NEW.hash
        OR previous_hash = NEW.previous_hash OR withdraws_uuid = NEW.withdraws_uuid
    )
    BEGIN SELECT RAISE(ABORT, 'reads are appended, never replaced'); END
    """,
    # 'mcls': lets `file` and database tools tell a label store from other SQLite files.
    "PRAGMA application_id = 1835232371",
)

POSTGRESQL = (
    """
    CREATE FUNCTION medcls_reads_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'reads are appended, never changed or deleted'; END $$
    """,
    """
    CREATE TRIGGER reads_no_change BEFORE UPDATE OR DELETE ON reads
    FOR EACH ROW EXECUTE FUNCTION medcls_reads_append_only()
    """,
    """
    CREATE TRIGGER reads_no_truncate BEFORE TRUNCATE ON reads
    FOR EACH STATEMENT EXECUTE FUNCTION medcls_reads_append_only()
    """,
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(dialect, ()):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
