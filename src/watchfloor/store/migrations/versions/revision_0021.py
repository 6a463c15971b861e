"""SQLite is told how much its indexes leave of the tables, so that it looks things up by the right one."""

from alembic import op

from watchfloor.store.backends.sqlite_statistics import write_statistics

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Write the statistics."""
    write_statistics(op.get_bind())
