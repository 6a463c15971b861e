"""Which outlets bear a label of the desk's own table, as a question asks for them."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from watchfloor.model import OwnTable
from watchfloor.own_tables import SourceLabels
from watchfloor.store import schema
from watchfloor.store.ledger import open_in
from watchfloor.store.values import unpacked

_NOBODY = "(no source bears the label)"  # no outlet is called so: what is asked for is told by none


def labelled_outlets(connection: sa.Connection, labels: Collection[str], last: int | None) -> tuple[str, ...]:
    """Return the outlets with one of some labels, as the table was held then; one that is none for none."""
    if not labels:
        return ()
    table, rendition = schema.own_table, schema.rendition
    written = connection.scalar(sa.select(table.c.value).where(table.c.id == "labels", open_in(table, last)))
    held = SourceLabels(unpacked(OwnTable, written).labels if written else ())
    told = sa.select(rendition.c.outlet, sa.func.min(rendition.c.url).label("url"))
    rows = connection.execute(told.where(rendition.c.outlet.is_not(None)).group_by(rendition.c.outlet)).all()
    found = sorted(row.outlet for row in rows if set(held.of(row.outlet, url=row.url)) & set(labels))
    return tuple(found) or (_NOBODY,)
