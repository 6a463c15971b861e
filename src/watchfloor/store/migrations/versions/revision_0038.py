"""How far `backfill` read each file is kept in the floor, so that it goes on where it was."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Make the table, empty."""
    op.create_table(
        "backfill",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("key", name="backfill_pk"),
    )
