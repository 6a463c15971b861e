"""The floor's own tables of places, actors and labels are held with the time from which each was known."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Make the table that holds them."""
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    is_open = sa.text("known_until IS NULL")
    op.create_table(
        "own_table",
        sa.Column("row", key, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("born", sa.BigInteger, nullable=False),
        sa.Column("born_order", sa.BigInteger, nullable=False),
        sa.Column("known_from", sa.BigInteger, nullable=False),
        sa.Column("known_until", sa.BigInteger),
        sa.PrimaryKeyConstraint("row", name="own_table_pk"),
        sa.ForeignKeyConstraint(["born"], ["admission.sequence"], name="own_table_born_fk"),
        sa.ForeignKeyConstraint(["known_from"], ["admission.sequence"], name="own_table_known_from_fk"),
        sa.ForeignKeyConstraint(["known_until"], ["admission.sequence"], name="own_table_known_until_fk"),
    )
    op.create_index("own_table_id", "own_table", ["id", "known_from"])
    op.create_index(
        "own_table_open",
        "own_table",
        ["id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
