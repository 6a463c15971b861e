"""The tables of a new floor, empty or with all that another floor holds."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store import schema
from watchfloor.store.search import SearchIndex

REVISION = "0038"  # the newest in migrations/versions; here too, so that readers need not import Alembic

_AT_ONCE = 200  # rows that are read and written together; some hold a whole text


_VERSION = sa.Table(
    "alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True)
)


def make_tables(connection: sa.Connection) -> None:
    """Make today's tables at once, marked as revisions would have: those are for floors that exist."""
    begin_tables(connection)
    set_revision(connection)


def begin_tables(connection: sa.Connection) -> None:
    """Make today's tables where they are not there; without a revision they are no floor yet."""
    schema.metadata.create_all(connection)


def set_revision(connection: sa.Connection, revision: str = REVISION) -> None:
    """Say which revision the tables are of."""
    _VERSION.create(connection, checkfirst=True)
    connection.execute(sa.delete(_VERSION))
    connection.execute(sa.insert(_VERSION).values(version_num=revision))


def copy_rows(source: sa.Connection, target: sa.Connection, table: sa.Table) -> int:
    """Write all rows of a table to the empty one of another floor; return how many they are."""
    asked = sa.select(table).order_by(*table.primary_key)
    rows = source.execute(asked, execution_options={"yield_per": _AT_ONCE})
    count = 0
    for some in rows.mappings().partitions():
        target.execute(sa.insert(table), [dict(row) for row in some])
        count += len(some)
    return count


def fill_search(connection: sa.Connection, index: SearchIndex) -> None:
    """Make the search index again from the texts."""
    table, text = schema.searchable, schema.text
    index.clear(connection)
    asked = (
        sa.select(table.c.row, table.c.heading, text.c.words)
        .join(text, text.c.id == table.c.text_id)
        .where(text.c.words.is_not(None))
        .order_by(table.c.row)
    )
    rows = connection.execute(asked, execution_options={"yield_per": _AT_ONCE})
    for some in rows.partitions():
        for row in some:
            index.put(connection, row.row, row.heading, row.words)
