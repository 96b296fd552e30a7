"""What alembic runs: the caller's connection, inside of the caller's transaction."""

from alembic import context

from medcls_core.store.migrating import VERSION_TABLE
from medcls_core.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
