"""What a migration calls for a table whose rows are appended and never changed, like the reads."""

from collections.abc import Sequence

from alembic import op


def refuse_changes(table: str, unique: Sequence[str]) -> None:
    """Have the database refuse to change, replace or delete a row of `table`.

    Args:
        table: one that was made in this migration.
        unique: its columns with a unique value each.
    """
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
        same = " OR ".join(f"{column} = NEW.{column}" for column in unique)
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"  # noqa: S608  (our names)
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
            f" BEGIN SELECT RAISE(ABORT, '{table} are appended, never replaced'); END"
        )
    elif dialect == "postgresql":
        # The function of step 0002, which says so of reads.
        for name, events, each in (
            ("no_change", "UPDATE OR DELETE", "ROW"),
            ("no_truncate", "TRUNCATE", "STATEMENT"),
        ):
            op.execute(
                f"""
                CREATE TRIGGER {table}_{name} BEFORE {events} ON {table}
                FOR EACH {each} EXECUTE FUNCTION medcls_reads_append_only()
                """
            )
