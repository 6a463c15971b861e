"""What a clock that was ahead had said of an entry of the log stays beside what the entry counts as."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the column; no clock was mended so far."""
    op.add_column("admission", sa.Column("stated", sa.Text))
