"""Which versions of the finders read a rendition last: of the code, not of the world, and so not dated."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import RenditionId
from watchfloor.store import schema
from watchfloor.store.store import Store

Versions = Mapping[str, str]
"""The digest of each finder, by its name."""

TOUCHED: Versions = {"own tables": "changed"}
"""Those of what is to be read again, as a table of the floor changed that it names or may name."""


def save_reader(connection: sa.Connection, rendition_id: str, versions: Versions | None) -> None:
    """Write down which versions read a rendition; None where it is to be read again in any case."""
    read_by = schema.read_by
    connection.execute(sa.delete(read_by).where(read_by.c.rendition_id == rendition_id))
    if versions is None:
        return
    row = {"rendition_id": rendition_id, "reader": _reader_id(connection, versions)}
    connection.execute(sa.insert(read_by), row)


_CHUNK = 500


def mark_touched(
    connection: sa.Connection, touched: Sequence[str], *, before: Versions, now: Versions
) -> None:
    """Hold what was read by the versions of `before` for read by those of `now`, but for what is `touched`.

    That is to be read again: see `touched_renditions`.
    """
    read_by, reader = schema.read_by, schema.reader
    held = {row.id: dict(json.loads(row.versions)) for row in connection.execute(sa.select(reader)).all()}
    meant = {id_: versions for id_, versions in held.items() if versions.items() <= before.items()}
    again = _reader_id(connection, TOUCHED)
    for start in range(0, len(touched), _CHUNK):
        connection.execute(
            sa.update(read_by)
            .where(read_by.c.rendition_id.in_(touched[start : start + _CHUNK]))
            .values(reader=again)
        )
    for id_, versions in meant.items():
        same = _reader_id(connection, {name: now[name] for name in versions})
        connection.execute(sa.update(read_by).where(read_by.c.reader == id_).values(reader=same))


def touched_renditions(store: Store) -> list[RenditionId]:
    """Return the renditions that a change of a table touches, and that were not read again since."""
    read_by = schema.read_by
    rows = store.rows(
        sa.select(read_by.c.rendition_id)
        .where(read_by.c.reader == _id_of(TOUCHED))
        .order_by(read_by.c.rendition_id)
    )
    return [RenditionId(row.rendition_id) for row in rows]


def _reader_id(connection: sa.Connection, versions: Versions) -> str:
    """Return the id of these versions, which are held from now on."""
    reader, id_ = schema.reader, _id_of(versions)
    if connection.scalar(sa.select(reader.c.id).where(reader.c.id == id_)) is None:
        connection.execute(sa.insert(reader), {"id": id_, "versions": _told(versions)})
    return id_


def _id_of(versions: Versions) -> str:
    return model.digest("reader", _told(versions))


def _told(versions: Versions) -> str:
    return json.dumps(dict(versions), sort_keys=True)


def reader_of(store: Store, rendition_id: str) -> Versions | None:
    """Return the versions that read a rendition last, None where that is not known."""
    read_by, reader = schema.read_by, schema.reader
    rows = store.rows(
        sa.select(reader.c.versions)
        .join(read_by, read_by.c.reader == reader.c.id)
        .where(read_by.c.rendition_id == rendition_id)
    )
    return next((dict(json.loads(row.versions)) for row in rows), None)
