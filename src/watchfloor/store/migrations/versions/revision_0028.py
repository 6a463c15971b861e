"""What is newest is found by the newest reports and texts, and what happened on a day along that day."""

import sqlalchemy as sa
from alembic import op

from watchfloor.store.backends.sqlite_statistics import write_statistics

revision = "0028"
down_revision = "0027"

_KNOWN = """
UPDATE {table} SET late = born WHERE born > min(
    (SELECT min(report.born) FROM report WHERE report.id = {table}.report),
    (SELECT text.known_from FROM text WHERE text.id = {table}.text_id)
)
"""


def upgrade() -> None:
    """Mark what became known after its report or its text, and make the indexes."""
    for table in ("quote", "statement"):
        op.add_column(table, sa.Column("late", sa.BigInteger))
        op.execute(_KNOWN.format(table=table))
        is_late = sa.text("late IS NOT NULL")
        columns: list[str | sa.TextClause] = [sa.text("late DESC"), "id"]
        op.create_index(f"{table}_late", table, columns, sqlite_where=is_late, postgresql_where=is_late)
    op.drop_index("statement_date", "statement")
    op.create_index(
        "statement_date", "statement", ["date", sa.text("born DESC"), "id", "known_until", "known_from"]
    )
    write_statistics(op.get_bind())
