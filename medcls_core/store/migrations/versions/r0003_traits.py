"""What a model says of a finding beside its class."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("predictions", sa.Column("traits", sa.JSON(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
