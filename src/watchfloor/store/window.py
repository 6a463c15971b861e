"""What the grouping window remembers: rows that come with a rendition and go with its slice."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from watchfloor.store import schema

_TABLE = schema.remembered


def keep_memory(connection: sa.Connection, rows: Sequence[tuple[str, int, bytes]], *, first: int) -> None:
    """Keep rendition, number and memory of each row, instead of an older one; drop what is before `first`."""
    if rows:
        old = sa.delete(_TABLE).where(_TABLE.c.rendition_id == sa.bindparam("old"))
        connection.execute(old, [{"old": id_} for id_, _, _ in rows])
        connection.execute(
            sa.insert(_TABLE),
            [{"rendition_id": id_, "number": number, "value": value} for id_, number, value in rows],
        )
    connection.execute(sa.delete(_TABLE).where(_TABLE.c.number < first))


def window_start(connection: sa.Connection, size: int, slices: int) -> tuple[int, int]:
    """Return the admission after which the window begins, and the number of its first rendition.

    A floor of old remembers nothing: there the last slices are counted off.
    """
    signature = schema.signature
    lowest = connection.scalar(sa.select(sa.func.min(_TABLE.c.number)))
    statement = sa.select(signature.c.known_from)
    if lowest is None:
        count = connection.scalar(sa.select(sa.func.count()).select_from(signature)) or 0
        lowest = max(0, count // size - slices + 1) * size
        statement = statement.order_by(signature.c.known_from).offset(lowest).limit(1)
    else:
        statement = statement.join(_TABLE, _TABLE.c.rendition_id == signature.c.rendition_id)
        statement = statement.where(_TABLE.c.number == lowest).order_by(signature.c.known_from).limit(1)
    sequence = connection.scalar(statement)
    return (sequence - 1 if sequence else 0), lowest
