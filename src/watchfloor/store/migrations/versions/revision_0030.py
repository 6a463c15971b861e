"""What is given to others: the shares as they were set up, and which row of each was given when."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _sequence(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _refers(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], ["admission.sequence"], name=f"{table}_{name}_fk") for name in columns
    ]


def upgrade() -> None:
    """Make the two tables."""
    is_open = sa.text("known_until IS NULL")
    op.create_table(
        "share",
        sa.Column("row", _ROW, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        _sequence("born"),
        sa.Column("born_order", sa.BigInteger, nullable=False),
        _sequence("known_from"),
        _sequence("known_until", nullable=True),
        *_refers("share", "born", "known_from", "known_until"),
        sa.PrimaryKeyConstraint("row", name="share_pk"),
    )
    op.create_index("share_id", "share", ["id", "known_from"])
    op.create_index(
        "share_open", "share", ["id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "given",
        sa.Column("row", _ROW, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("share", "kind", "id")),
        *(sa.Column(name, sa.Text) for name in ("report", "value", "ended")),
        _sequence("known_from"),
        _sequence("known_until", nullable=True),
        _sequence("emptied", nullable=True),
        *_refers("given", "known_from", "known_until", "emptied"),
        sa.PrimaryKeyConstraint("row", name="given_pk"),
    )
    op.create_index("given_id", "given", ["id"])
    op.create_index("given_report", "given", ["report"])
    op.create_index("given_from", "given", ["share", "known_from"])
    op.create_index("given_until", "given", ["share", "known_until"])
    op.create_index(
        "given_open",
        "given",
        ["share", "kind", "id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
