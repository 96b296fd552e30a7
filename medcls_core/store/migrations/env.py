"""What alembic runs: the caller's connection, inside of the caller's transaction."""

from alembic import context

from medcls_core.store.migrating import VERSION_TABLE
from medcls_core.store.places import BESIDE
from medcls_core.store.tables import Base


def _is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether the code should know of it: not of what finds findings by their place."""
    return name is None or not name.startswith(BESIDE)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    include_name=_is_ours,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
