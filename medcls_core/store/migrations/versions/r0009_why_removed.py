"""Why an image was put into the bin, in the words of who did."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added to the table as it is, so that its triggers stay.
    op.add_column("image_removals", sa.Column("reason", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a label store is never taken back: open the backup beside it")
