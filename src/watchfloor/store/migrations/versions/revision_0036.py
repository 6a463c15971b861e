"""Happenings, and what tells of them, are asked for by what they are part of: legal, election, disaster, …

What is in scope by the type of an event is in scope by its contexts as well, for as long.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

from watchfloor.store.compressed import expanded

revision = "0036"
down_revision = "0035"

_COPY = """
INSERT INTO scope (kind, id, unit, term, basis, born, known_from, known_until)
SELECT kind, id, unit, :context, basis, born, known_from, known_until FROM scope
WHERE term = :type AND """
_CHANGES = "SELECT id FROM change WHERE about_kind = 'event' AND about_id = :event"
_OF_EVENT = (
    "kind = 'event' AND id = :event",
    "kind IN ('story', 'report', 'change') AND unit = :event",
    f"kind = 'change' AND unit = '' AND id IN ({_CHANGES})",
)
_BATCH = 500  # events that are held in memory at a time


def upgrade() -> None:
    """Copy the rows of types, event by event, under the names of the contexts."""
    connection = op.get_bind()
    copies = [sa.text(_COPY + which) for which in _OF_EVENT]
    for rows in _batches(connection):
        told = [one for row in rows for one in _contexts_of(row)]
        for copy in copies if told else ():
            connection.execute(copy, told)


def _batches(connection: sa.Connection) -> Iterator[Sequence[sa.Row[Any]]]:
    """Yield the events that are held now, some at a time."""
    events = sa.text(
        'SELECT "row", id, value FROM event WHERE known_until IS NULL AND "row" > :last '
        'ORDER BY "row" LIMIT :most'
    )
    last = 0
    while rows := connection.execute(events, {"last": last, "most": _BATCH}).all():
        yield rows
        last = rows[-1].row


def _contexts_of(row: sa.Row[Any]) -> Iterator[dict[str, str]]:
    held = msgspec.json.decode(expanded(row.value) if isinstance(row.value, bytes) else row.value)
    for name in held.get("contexts", ()):
        yield {"event": row.id, "type": f"type:{held['type']}", "context": f"context:{name}"}
