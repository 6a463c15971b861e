"""Messages wait and are told together: why one is kept back, and within which other message it is told."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Add both to the outbox."""
    op.add_column("delivery", sa.Column("held", sa.Text))
    op.add_column("delivery", sa.Column("within", sa.Text))
