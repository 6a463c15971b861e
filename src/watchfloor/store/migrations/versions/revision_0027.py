"""Which versions of the finders read a rendition last: what they read need not be read again by them.

Of renditions that are held already it is not known: they are read again once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "reader",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="reader_pk"),
    )
    op.create_table(
        "read_by",
        sa.Column("rendition_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rendition_id", name="read_by_pk"),
    )
