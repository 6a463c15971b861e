"""People with passwords and roles, keys of programs, and what is whose."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "person",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("zone", sa.Text),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("stamp", sa.Integer, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        sa.Column("deactivated", sa.Text),
        sa.PrimaryKeyConstraint("name", name="person_pk"),
    )
    op.create_table(
        "access_key",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="access_key_pk"),
    )
    op.create_table(
        "owned",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name="owned_pk"),
    )
