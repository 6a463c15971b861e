"""Which versions of the finders read a rendition last: of the code, not of the world, and so not dated."""

from __future__ import annotations

import json
from collections.abc import Mapping

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import schema
from watchfloor.store.store import Store

Versions = Mapping[str, str]
"""The digest of each finder, by its name."""


def save_reader(connection: sa.Connection, rendition_id: str, versions: Versions | None) -> None:
    """Write down which versions read a rendition; None where it is to be read again in any case."""
    read_by, reader = schema.read_by, schema.reader
    connection.execute(sa.delete(read_by).where(read_by.c.rendition_id == rendition_id))
    if versions is None:
        return
    told = json.dumps(dict(versions), sort_keys=True)
    id_ = model.digest("reader", told)
    if connection.scalar(sa.select(reader.c.id).where(reader.c.id == id_)) is None:
        connection.execute(sa.insert(reader), {"id": id_, "versions": told})
    connection.execute(sa.insert(read_by), {"rendition_id": rendition_id, "reader": id_})


def reader_of(store: Store, rendition_id: str) -> Versions | None:
    """Return the versions that read a rendition last, None where that is not known."""
    read_by, reader = schema.read_by, schema.reader
    rows = store.rows(
        sa.select(reader.c.versions)
        .join(read_by, read_by.c.reader == reader.c.id)
        .where(read_by.c.rendition_id == rendition_id)
    )
    return next((dict(json.loads(row.versions)) for row in rows), None)
