"""Values that are written for each report stand compressed in their tables."""

import sqlalchemy as sa
from alembic import op

from watchfloor.store.migrations.rows import compress

revision = "0035"
down_revision = "0034"

# Tables with the columns that tell their rows apart.
COMPRESSED = (
    ("actor", ("row",)),
    ("alert", ("row",)),
    ("change", ("id",)),
    ("event", ("row",)),
    ("findings", ("row",)),
    ("mention", ("row",)),
    ("own_table", ("row",)),
    ("placement", ("row",)),
    ("quarantine", ("row",)),
    ("reading", ("row",)),
    ("redirect", ("row",)),
    ("rendition", ("id",)),
    ("report", ("row",)),
    ("share", ("row",)),
    ("signature", ("rendition_id", "version")),
    ("story", ("row",)),
    ("story_tally", ("story_id",)),
    ("watched", ("row",)),
)


def upgrade() -> None:
    """Compress them; in SQLite the columns stay declared as text, which keeps bytes as they are."""
    connection = op.get_bind()
    is_server = connection.dialect.name != "sqlite"
    for table, keys in COMPRESSED:
        if is_server:
            op.alter_column(
                table,
                "value",
                type_=sa.LargeBinary,
                postgresql_using="convert_to(value, 'UTF8')",
            )
        compress(connection, table, keys)
