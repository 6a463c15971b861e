"""What happened within some days is found by an index that holds all that its order needs."""

from alembic import op

from watchfloor.store.backends.sqlite_statistics import write_statistics

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Make the indexes, and write what they leave of their tables."""
    op.create_index("quote_said", "quote", ["said", "known_until", "known_from", "born", "id", "grade"])
    op.create_index("change_at", "change", ["at", "known_from", "id", "grade"])
    op.drop_index("statement_date", "statement")
    op.create_index("statement_date", "statement", ["date", "known_until", "known_from", "born", "id"])
    write_statistics(op.get_bind())
